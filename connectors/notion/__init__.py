"""Notion's REST API as the product needs it (`docs/notion.md`), at one pinned version."""
