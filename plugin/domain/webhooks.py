"""Addresses of a partnership's own programs that are told what happened: ids, and never words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

MOST_WEBHOOKS = 5
LONGEST_ADDRESS = 400
# So long after the first try, then no more: a receiver can be away for a night.
PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 300, 600, 840))


class Happened(Enum):
    """What is told; the value is the type of the message."""

    SESSION_CLOSED = "session.closed"
    READERS_CHANGED = "piece.readers_changed"
    NOTE_GONE = "note.gone"

    @property
    def in_words(self) -> str:
        """Say when it is told."""
        return {
            Happened.SESSION_CLOSED: "a session was closed",
            Happened.READERS_CHANGED: "a group decided who may read a piece",
            Happened.NOTE_GONE: "a note was taken back or erased: delete your copy",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that is told; its secret is locked under the keys of this server."""

    id: str
    partnership_id: str
    address: str
    locked_secret: str
    made_at: datetime
    failed_on: date | None = None  # the last day on which a message was given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message on its way to one address; the same `event_id` however often it is tried."""

    event_id: str
    webhook: Webhook
    happened: Happened
    subject: str  # the id of what it is about
    happened_at: datetime
    attempts: int


def next_try(delivery: Delivery, now: datetime) -> datetime | None:
    """Return when to try again after one more attempt in vain; None: no more."""
    return now + PAUSES[delivery.attempts] if delivery.attempts < len(PAUSES) else None
