"""Editions: a piece in words of their own, for places like ours and for anyone.

An edition names no place and no organisation, quotes nobody, and is agreed by the group in a
session. That is told to every member, who have the days of a read-back to object. When one may be
read, `edition_reasons` says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from plugin.domain.agreements import DAYS_TO_OBJECT
from plugin.domain.overlap import compared_text
from plugin.domain.piece_records import Confirmation, Independence, Rung
from plugin.domain.who_acted import WhoActed

WIDE = (Rung.LANDSCAPE, Rung.PUBLIC)
READ_BY = {
    Independence.NOT_INDEPENDENT: "read by nobody independent of its author",
    Independence.BY_AUTHOR: "read by its author only",
}
LONGEST_SUMMARY, LONGEST_STORY = 600, 20_000
LONGEST_UNREAD = timedelta(days=731)  # after two years somebody looks at it again


@dataclass(frozen=True, slots=True)
class GroupYes:
    """The group said yes to an edition in a session."""

    session_id: str
    day: date
    by: WhoActed  # whoever recorded it
    at: datetime  # when it was recorded, and every member was told
    recorded: Independence = Independence.INDEPENDENT

    @property
    def how(self) -> str:
        """Return what every page adds to it; empty where somebody else recorded it."""
        return self.recorded.how

    @property
    def counts_from(self) -> datetime:
        """Return from when nobody has objected in the days for it; that of recording is none."""
        day = self.at.date() + timedelta(days=DAYS_TO_OBJECT + 1)
        return datetime.combine(day, time(), tzinfo=UTC)


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
    read: Confirmation | None = None  # by a second person, where there is one
    read_as: Independence = Independence.INDEPENDENT
    objections: int = 0  # who objected, and when, is not stored

    @property
    def texts(self) -> tuple[str, str, str]:
        """Return everything in it that somebody wrote."""
        return (self.title, self.summary, self.story)

    @property
    def how(self) -> str:
        """Return what every page says of who answered; empty where others than its author did."""
        recorded = self.agreed.how if self.agreed else ""
        said = f"The yes of the group was{recorded[1:]}." if recorded else ""
        return f"{said} {f'It was {self.read_how}.' if self.read_how else ''}".strip()

    @property
    def read_how(self) -> str:
        """Return who read it where no second person could; empty where one did."""
        return READ_BY.get(self.read_as, "") if self.read else ""

    @property
    def written_by(self) -> WhoActed:
        """Return everybody who may have written it."""
        return WhoActed(self.made_by, self.let_in_by)

    @property
    def letters(self) -> str:
        """Return what is compared of it, as of a wording: another title is no other words.

        It is never the same as a wording: who objects to words for others says nothing of those
        that the group keeps.
        """
        return f"for others\n{compared_text(self.summary, self.story)}"

    @property
    def last_look(self) -> date | None:
        """Return the day on which it is looked at again, two years after it was written at most."""
        if self.look_again is None:
            return None
        return min(self.look_again, self.made_at.date() + LONGEST_UNREAD)
