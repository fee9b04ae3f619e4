"""What the check of a wording rests on: a meeting of the group, or its people by their own links.

By meeting: what was stored of the answers, and when the days are over in which a group may object.

By link: the question has closed, and nothing speaks against it: nobody said that it is off, no
other words came meanwhile, what it rests on is the same, and every writer could be asked. In any
doubt it is not checked. Silence lets a piece rest on somebody's words, but two people say yes;
where words of a note stand in it, everybody does; a piece on one voice has that voice's yes, and a
quote that of whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from plugin.domain.agreements import DAYS_TO_OBJECT
from plugin.domain.days import begin_of, long_day
from plugin.domain.hidden_texts import Review, in_review
from plugin.domain.overlap import are_same_words
from plugin.domain.piece_records import (
    KEPT,
    Independence,
    OwnYes,
    ReadBack,
    Wording,
    keeps_other_view,
)
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.questions import LEFT_OUT, PieceQuestion
from plugin.domain.quotes import Quote

_ENOUGH = 2


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
    only a part of it was left. They begin anew after each day on which words of it, or of a reading
    beside it, were closed to some. Where the words were looked at again in these days, they begin
    anew once that is settled: whoever has no account could not read them.
    """
    day = read_back.day
    begin = max(day, read_back.recorded_on or day, read_back.closed_on or day)
    close = begin_of(begin + timedelta(days=DAYS_TO_OBJECT + 1))
    for each in _looked_at(whole, read_back):
        if each.settled_at is not None and each.opened_at < close:
            again = each.settled_at.date() + timedelta(days=DAYS_TO_OBJECT + 1)
            close = max(close, begin_of(again))
    return close


def is_held_up(whole: PieceWhole, read_back: ReadBack) -> bool:
    """Say whether what was read back is looked at again, or closed, since its days to object."""
    if is_closed(whole, read_back):
        return True
    waiting = [each for each in _looked_at(whole, read_back) if each.settled_at is None]
    close = objections_close(whole, read_back) if waiting else None
    return close is not None and any(each.opened_at < close for each in waiting)


def is_closed(whole: PieceWhole, read_back: ReadBack) -> bool:
    """Say whether some can not read all of what was read back, and could not in its days."""
    if read_back.closed_on is None:
        return False
    return read_back.wording_id in whole.repeats_held | whole.closed_beside


def _looked_at(whole: PieceWhole, read_back: ReadBack) -> list[Review]:
    """Return the reviews for which people outside could not read these words, or cannot."""
    if not whole.reviews:
        return []
    found = sorted(whole.reviews, key=lambda each: each.opened_at)
    return [
        each
        for each in found
        if read_back.wording_id in in_review((replace(each, settled_at=None),), whole.wordings)
    ]


def open_question(whole: PieceWhole, now: datetime) -> PieceQuestion | None:
    """Return the question that the people who wrote it can answer now, or None."""
    found = [
        each
        for each in whole.questions
        if now < each.closes_at and whole.wording(each.wording_id).shown == whole.newest.shown
        if not _came_between(whole, each)
    ]
    return found[-1] if found else None


def last_question(whole: PieceWhole) -> PieceQuestion | None:
    """Return the last question about the newest wording, open or closed, or None."""
    newest = whole.newest.shown
    found = [e for e in whole.questions if whole.wording(e.wording_id).shown == newest]
    return found[-1] if found else None


def is_still_asked(whole: PieceWhole, wording: Wording, now: datetime) -> bool:
    """Say whether people may still answer to these words, or were to when others came."""
    return any(now < each.closes_at for each in _about(whole, wording))


def is_refused(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether somebody who wrote a note under it said that these words are off."""
    return any(each.is_refused for each in _about(whole, wording))


def rests_on_unwanted(whole: PieceWhole, wording: Wording, checked_at: datetime) -> bool:
    """Say whether a wording rests on a note that was left out elsewhere before a moment.

    A later piece on a note that its writer did not want shared is for them to decide: they say yes
    to it by their own link, or it goes nowhere. What was checked before stays; they can take the
    note back.
    """
    if not whole.unwanted:
        return False
    is_asked = _was_asked_last(whole, wording)  # a yes is to the words that were asked about
    since = {
        note_id
        for note_id, at, has_agreed in whole.unwanted
        if at < checked_at and not (has_agreed and is_asked)
    }
    then = whole.as_of(wording).sources if since else ()
    return any(each.note_id in since and each.gone_because is None for each in then)


def agreed_with_its_people(
    whole: PieceWhole, wording: Wording, now: datetime
) -> PieceQuestion | None:
    """Return the question by which a wording is checked at `now`, or None."""
    if is_refused(whole, wording) or is_still_asked(whole, wording, now):
        return None
    whole = whole.as_of(wording)
    own = (each for each in whole.questions if each.wording_id in _same(whole, wording))
    return next((each for each in own if _is_agreed(whole, each, now)), None)


def not_agreed(whole: PieceWhole, wording: Wording, now: datetime) -> tuple[Quote, ...]:
    """Return the quotes in a wording to which their writers have not said yes by their links.

    A yes counts once its question has closed, and for the words in which the quote stood: around
    others it can say the contrary. A quote of which nothing is shown needs none.
    """
    about = _same(whole, wording)
    closed = {e.id for e in whole.questions if now >= e.closes_at and e.wording_id in about}
    found = (each for each in whole.quotes_in(wording) if each.words)
    return tuple(each for each in found if not closed & set(each.yes_in))


def carrying(whole: PieceWhole) -> frozenset[str]:
    """Return the ids of the notes that carry a piece now."""
    return frozenset(each.note_id for each in whole.sources) - whole.absent


def _is_agreed(whole: PieceWhole, asked: PieceQuestion, now: datetime) -> bool:
    if now < asked.closes_at or not asked.reaches_all or _came_between(whole, asked):
        return False
    here, then = carrying(whole), set(asked.note_ids)
    if whole.voices == 1:
        # Whoever answered wrote it, if nothing went since; two answers are two people.
        return here == then and asked.yeses == asked.answers == 1
    # A note that its writer left out has no yes among the answers; of one that went otherwise the
    # yes may be there still.
    left_out = {each.note_id for each in whole.sources if each.gone_because == LEFT_OUT}
    if not here or here != then - left_out:
        return False
    return asked.yeses >= (asked.voices if asked.has_quotes else _ENOUGH)


def _came_between(whole: PieceWhole, asked: PieceQuestion) -> bool:
    """Say whether other words took the place of these while people could answer."""
    wording = whole.wording(asked.wording_id)
    later = (each for each in whole.wordings if each.number > wording.number)
    return any(
        each.shown != wording.shown and asked.asked_at <= each.made_at < asked.closes_at
        for each in later
    )


def _about(whole: PieceWhole, wording: Wording) -> list[PieceQuestion]:
    """Return every question about the same words, whatever the piece was called."""
    return [
        each
        for each in whole.questions
        if are_same_words(whole.wording(each.wording_id).words, wording.words)
    ]


def _was_asked_last(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether the newest question is about this wording, under the title that it has."""
    newest = max(whole.questions, key=lambda each: each.asked_at, default=None)
    return newest is not None and newest.wording_id in _same(whole, wording)


def _same(whole: PieceWhole, wording: Wording) -> set[str]:
    return {each.id for each in whole.wordings if each.shown == wording.shown}


def has_lost_a_reading(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether a reading is gone beside which people may have agreed to these words.

    They may have agreed since somebody said there that they see it otherwise. What is put back, on
    the same basis, is what they were asked about.
    """
    same = [each.number for each in whole.wordings if each.shown == wording.shown]
    first = min([wording.number, *same])
    looked_at = any(each.of_reading and first <= each.up_to for each in whole.reviews)
    return looked_at and any(each.is_missing_beside(wording.basis) for each in whole.readings)
