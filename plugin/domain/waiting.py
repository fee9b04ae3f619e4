"""What waits for a person: one sentence, where it is dealt with, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

_NEVER = datetime.max.replace(tzinfo=UTC)


class TaskPage(Enum):
    """The kind of page on which something is dealt with."""

    PIECE = "piece"
    SESSION = "session"
    COMMUNITY = "community"
    DESK = "desk"
    NOTE = "note"
    TALK = "talk"  # `target_id` is the session’s
    PLACES_LIKE_OURS = "places-like-ours"  # a piece's words for them
    ANYONE = "anyone"  # a piece's words for anyone
    SPONSOR = "sponsor"  # `target_id` is the partnership’s


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTask:
    """One row of *Waiting for you*; `target_id` is the id of the thing that `place` names."""

    sentence: str
    why: str  # one more line: what follows, or what is safe
    place: TaskPage
    target_id: str
    button: str
    community: str = ""  # the name of the group that it is about
    until: datetime | None = None  # aware UTC; None: whenever the person likes
    anchor: str = ""  # the part of the page


def in_order(rows: Iterable[WaitingTask]) -> tuple[WaitingTask, ...]:
    """Return the rows with the earliest deadline first; those without one come last."""
    return tuple(sorted(rows, key=lambda row: row.until or _NEVER))
