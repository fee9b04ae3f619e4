"""Editions: a piece in words of their own, for places like ours and for anyone.

An edition names no place and no organisation, quotes nobody, and is agreed by the group in a
session. When one may be read, `edition_reasons` says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from plugin.domain.piece_records import Confirmation, Rung

WIDE = (Rung.LANDSCAPE, Rung.PUBLIC)
LONGEST_SUMMARY, LONGEST_STORY = 600, 20_000


@dataclass(frozen=True, slots=True)
class GroupYes:
    """The group said yes to an edition in a session."""

    session_id: str
    day: date
    by: str | None  # whoever recorded it


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One version of a piece's words for one of the wide rungs; never edited, only followed."""

    id: str  # nobody can guess it: it is the address for places like ours
    piece_id: str
    rung: Rung
    number: int
    wording_id: str  # the checked wording that it was written from
    title: str = field(repr=False)
    summary: str = field(repr=False)
    story: str = field(repr=False)
    made_at: datetime
    made_by: str | None = None
    let_in_by: tuple[str, ...] = ()
    look_again: date | None = None  # for anyone always, for places like ours never
    agreed: GroupYes | None = None
    read: Confirmation | None = None  # by a second person

    @property
    def texts(self) -> tuple[str, str, str]:
        """Return everything in it that somebody wrote."""
        return (self.title, self.summary, self.story)
