"""Reads and writes on our side: pieces, links, conflicts that a person resolves."""
