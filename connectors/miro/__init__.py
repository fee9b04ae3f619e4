"""Miro's REST API as the product needs it (`facts/miro.md`); participants' text is escaped here."""
