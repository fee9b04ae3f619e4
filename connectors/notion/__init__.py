"""Notion's REST API as the product needs it (`facts/notion.md`), at one pinned version."""
