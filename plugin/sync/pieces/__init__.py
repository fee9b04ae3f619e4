"""Pure: what becomes of one row of Memory, and of the page behind it."""
