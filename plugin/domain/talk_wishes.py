"""Wishes to talk before a note is taken back: whoever runs the session hears of them.

Taking back never waits for it. What is written says where its writer can be found, and nothing else
leads to them.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.blankness import one_line
from plugin.domain.taking_part import as_written, no_room

LONGEST_WHERE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkWish:
    """The wish of a note's writer; `where` is one line, or empty."""

    note_id: str
    session_id: str
    where: str = ""


def as_where(typed: str) -> str:
    """Return what somebody typed of where they can be found, on one line; blank text is empty."""
    return one_line(as_written(typed))


def why_not_where(where: str) -> str | None:
    """Return why a line cannot be stored, in sentences, or None."""
    return no_room(LONGEST_WHERE, len(where)) if len(where) > LONGEST_WHERE else None
