"""A form that is pressed twice does its work once.

What it makes is named after the showing that it came from: pressed again, it finds that it is there
already. `press` is what one showing of a form carries, with what was typed into it.
"""

from __future__ import annotations

import hashlib


def id_of(place: str, press: str) -> str:
    """Return the id of what one showing of a form makes in one place; no other place has it."""
    return hashlib.sha256(f"{place} {press}".encode()).hexdigest()[:32]
