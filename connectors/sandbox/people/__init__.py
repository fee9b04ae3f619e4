"""What people do and see in the stand-in: edits as the vendors' own apps make them, pages, JSON."""
