"""A legal hold: what a group has is kept longer than its labels say, while the law asks for it.

It stops the clocks, and nothing else: nobody reads a note longer because of it, and whoever wrote
a note takes it back as always. It has a reason that every member reads, and it ends by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plugin.domain.blankness import is_blank

LONGEST_HOLD = timedelta(days=183)
LONGEST_REASON = 500
COMING = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """One hold of a whole group, or of one session; `until` is its last day."""

    id: str
    community_id: str
    session_id: str | None
    reason: str
    placed_by: str  # a person's id
    placed_on: date
    until: date
    ended_on: date | None = None

    def is_in_force(self, today: date) -> bool:
        """Say whether it stops the clocks."""
        return self.ended_on is None and today <= self.until


@dataclass(frozen=True, slots=True)
class Going:
    """How many notes of a session under one label go on a day."""

    day: date
    session_id: str
    label: str
    has_left_board: bool
    number: int


def why_not_hold(reason: str, until: date, today: date) -> str | None:
    """Return why a hold cannot be placed, in sentences, or None."""
    if is_blank(reason):
        return "Say why the law asks for this: every member reads it. No hold was placed."
    if len(reason) > LONGEST_REASON:
        return f"The reason can have {LONGEST_REASON} characters. No hold was placed. Shorten it."
    if not today <= until <= today + LONGEST_HOLD:
        return (
            "A hold ends on a day within the next six months; it can be placed again then. No "
            "hold was placed. Choose another day."
        )
    return None
