"""Writing quietly: notes by phone that their writers alone see until all are shown together.

How many have written is told in three words, and only as it was at the last full twenty seconds, so
that nobody can read a single press off a page: neither a note that came or was deleted, nor
somebody who joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from plugin.domain.labels import Label
from plugin.domain.notes import BY_PHONE, Note

LEAST_PEOPLE = 3
LONGEST_RETURN = 300  # characters of the word with which a note is given back
_EVERY = timedelta(seconds=20)
_NEARLY = 0.8  # of those who take part by phone
TOO_FEW = (
    "Fewer than three people take part by phone, so their notes would be easy to recognise. "
    "Nothing was changed. Ask everyone to write by phone for this one."
)


class Readiness(StrEnum):
    """How many have written in a quiet box; never a number."""

    NOBODY = "Nobody is ready yet."
    SOME = "Some are ready."
    NEARLY_EVERYONE = "Nearly everyone is ready."


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietNote:
    """A note that its writer alone sees; it becomes a note of the session when it is shown."""

    id: str
    session_id: str
    zone_code: str
    label: Label
    kind: str
    text: str = field(repr=False)
    author_hash: str
    own_hash: str
    erase_on: date | None
    written_at: datetime
    is_waiting: bool = False  # as a note: another hand moved it to a looser box
    is_held_back: bool = False  # by whoever runs the session
    returned_with: str | None = field(default=None, repr=False)  # their word to its writer

    @classmethod
    def of_note(cls, note: Note, returned_with: str | None) -> QuietNote:
        """Return what a note becomes that is held back, or given back to its writer."""
        return cls(
            id=note.id,
            session_id=note.session_id,
            zone_code=note.zone_code,
            label=note.label,
            kind=note.kind,
            text=note.text or "",
            author_hash=note.author_hash or "",
            own_hash=note.own_hash or "",
            erase_on=note.erase_on,
            written_at=note.seen_at,
            is_waiting=note.is_waiting,
            is_held_back=True,
            returned_with=returned_with,
        )

    def may_be_read(self, today: date) -> bool:
        """Say whether anybody, its writer too, may read it or show it today."""
        return self.erase_on is None or self.erase_on > today

    def as_note(self, at: datetime) -> Note:
        """Return the note that it becomes at `at`; when it was written is told to nobody."""
        return Note(
            id=self.id,
            session_id=self.session_id,
            zone_code=self.zone_code,
            label=self.label,
            kind=self.kind,
            source=BY_PHONE,
            text=self.text,
            miro_item_id=None,
            seen_at=at,
            author_hash=self.author_hash or None,  # of words of another hand
            erase_on=self.erase_on,
            is_waiting=self.is_waiting,
            own_hash=self.own_hash,
        )


def last_tick(now: datetime) -> datetime:
    """Return the last full twenty seconds: what is told changes then alone."""
    start = datetime(2000, 1, 1, tzinfo=UTC)
    return start + (now - start) // _EVERY * _EVERY


def readiness(notes: Iterable[QuietNote], people: int) -> Readiness:
    """Return how many of `people` have written, in three words."""
    ready = len({each.author_hash for each in notes if not each.is_held_back})
    if not ready:
        return Readiness.NOBODY
    return Readiness.NEARLY_EVERYONE if is_nearly_everyone(ready, people) else Readiness.SOME


def is_nearly_everyone(ready: int, people: int) -> bool:
    """Say whether so many are nearly all who take part by phone."""
    return ready >= _NEARLY * people
