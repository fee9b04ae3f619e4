"""Reads and writes in Notion: rows, bodies, comments, and what became of lost writes."""
