"""Miro's REST API as the product needs it (`docs/miro.md`); participants' text is escaped here."""
