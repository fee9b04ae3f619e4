"""A memory in Notion itself: its page, its tables, and their columns."""
