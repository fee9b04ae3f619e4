"""How a wording was checked: what was stored of the answers that it rests on, and its words.

Here too: when the days are over in which a group may object.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from plugin.domain.agreements import DAYS_TO_OBJECT
from plugin.domain.days import begin_of, long_day
from plugin.domain.piece_records import (
    KEPT,
    Independence,
    OwnYes,
    ReadBack,
    Wording,
    keeps_other_view,
)
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.questions import PieceQuestion
from plugin.domain.reviews import Review, in_review

HELD_UP = (
    "It is looked at again, and the days for objections begin anew once that is settled: not "
    "everybody could read it."
)


@dataclass(frozen=True, slots=True)
class Check:
    """How a wording was checked: by a meeting of the group, by its writers, or by both."""

    wording: Wording
    since: datetime
    read_back: ReadBack | None = None
    own_yes: OwnYes | None = None
    is_author_known: bool = True
    question: PieceQuestion | None = None  # that its writers answered by their own links

    @property
    def day(self) -> date:
        """Return the day of the meeting, or on which its writers' answer was complete."""
        if self.read_back:
            return self.read_back.day
        return self.question.last_day if self.question else self.since.date()

    @property
    def is_by_writer(self) -> bool:
        """Say whether it rests on the answer of those who wrote it, not of a meeting alone."""
        return self.own_yes is not None or self.question is not None

    @property
    def with_whom(self) -> str:
        """Return with whom it was checked, as pages say it."""
        if self.question is not None:
            return "its people"
        return "its writer" if self.own_yes is not None else "the group"

    @property
    def keeps_other_view(self) -> bool:
        """Say whether its words hold what somebody sees otherwise."""
        return keeps_other_view(self.wording.narrative)

    @property
    def kept_view(self) -> str:
        """Return what follows where its words hold what somebody sees otherwise."""
        return KEPT if self.keeps_other_view else ""

    @property
    def recorded_how(self) -> str:
        """Return what follows where the author recorded what others said, or nobody independent."""
        if self.question is not None:
            return ""  # nobody recorded it: they answered themselves
        read, yes = self.read_back, self.own_yes
        found = [read.independence] if read else []
        found += [yes.recorded] if yes else []
        found += [] if self.is_author_known else [Independence.UNKNOWN_AUTHOR]
        return max(found, default=Independence.INDEPENDENT).how

    @property
    def in_words(self) -> str:
        """Say it as every page does: *checked with the group on 18 November 2026*."""
        on = long_day(self.day)
        return f"checked with {self.with_whom} on {on}{self.recorded_how}{self.kept_view}"


def is_author_known(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether no words of this wording, or of one that it followed, came from Notion.

    Nor of one of another piece from which some came. Words from there that ours followed at once,
    as they had been, were only kept beside them.
    """
    behind = (each.wordings for each in whole.origins if each.since <= wording.made_at)
    own = [each for each in whole.wordings if each.number <= wording.number]
    return all(_are_known(each) for each in (own, *behind))


def _are_known(so_far: Sequence[Wording]) -> bool:
    ours: list[Wording] = []
    for place, each in enumerate(so_far):
        if each.made_in != "notion":
            ours.append(each)
            continue
        after = so_far[place + 1] if place + 1 < len(so_far) else None
        is_beside = after is not None and bool(ours) and after.words == ours[-1].words
        later = so_far[place + 1 :]
        if not is_beside or any(one.words == each.words for one in later):
            return False
    return True


def objections_close(whole: PieceWhole, read_back: ReadBack) -> datetime:
    """Return when the days for objections to a read-back are over, aware UTC.

    They begin when it was recorded: nobody can object to what they cannot see yet, and a meeting
    of long ago would check new words at once. The day of recording is none of the seven, since
    only a part of it was left. Where the words were looked at again in these days, they begin anew
    once that is settled: whoever has no account could not read them.
    """
    begin = max(read_back.day, read_back.recorded_on or read_back.day)
    close = begin_of(begin + timedelta(days=DAYS_TO_OBJECT + 1))
    for each in _looked_at(whole, read_back):
        if each.settled_at is not None and each.opened_at < close:
            again = each.settled_at.date() + timedelta(days=DAYS_TO_OBJECT + 1)
            close = max(close, begin_of(again))
    return close


def is_held_up(whole: PieceWhole, read_back: ReadBack) -> bool:
    """Say whether what was read back is still looked at again since its days for objections."""
    waiting = [each for each in _looked_at(whole, read_back) if each.settled_at is None]
    close = objections_close(whole, read_back) if waiting else None
    return close is not None and any(each.opened_at < close for each in waiting)


def _looked_at(whole: PieceWhole, read_back: ReadBack) -> list[Review]:
    """Return the reviews for which people outside could not read these words, or cannot."""
    found = sorted(whole.reviews, key=lambda each: each.opened_at)
    return [
        each
        for each in found
        if read_back.wording_id in in_review((replace(each, settled_at=None),), whole.wordings)
    ]
