"""Marks that show letters in another order than they are stored, and how they are left out.

Behind U+202E *koob* is read as *book*, so that words come back which no comparison finds: each word
may have a mark of its own. Nobody types these marks, and a text in Arabic or Hebrew is shown in its
order without them; U+200E and U+200F, which turn no letters round, stay.
"""

from __future__ import annotations

import re

# Embeddings, overrides and their end; isolates and theirs.
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def in_stored_order(text: str) -> str:
    """Return a text without the marks that show its letters in another order."""
    return text if text.isascii() else _MARKS.sub("", text)
