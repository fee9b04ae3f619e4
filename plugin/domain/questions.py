"""Asking the people who wrote the notes of a piece: the question, its days, and how answers come.

Each of them answers by their own link, once for each question, until it closes. Their answers come
out together: those that wait become a batch for the next day as soon as there are two, and
everything comes when the question has closed. Of an answer no time is stored, but the day of its
batch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum

from plugin.domain.days import begin_of
from plugin.languages import lazy_gettext

WORKING_DAYS = 10  # for an answer, unless the next session comes before
FEWEST_DAYS = 3  # a session that comes earlier cuts nothing short
LONGEST_ANSWER = 1000
LEFT_OUT = "Its writer did not want it in this piece."


class Reach(Enum):
    """Which of the writers of notes can be asked by their own link; never how many, or which."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class AnswerKind(StrEnum):
    """What somebody says to the words that were made of their notes."""

    YES = "yes"
    NEARLY = "nearly"
    OFF = "off"
    NOT_SHARED = "not shared"

    @property
    def says(self) -> str:
        """Return it as the button says it."""
        return _SAYS[self]

    @property
    def takes_words(self) -> bool:
        """Say whether whoever gives it is asked what they would say instead."""
        return self in (AnswerKind.NEARLY, AnswerKind.OFF)


_SAYS = {
    AnswerKind.YES: lazy_gettext("Yes, that’s right"),
    AnswerKind.NEARLY: lazy_gettext("Nearly"),
    AnswerKind.OFF: lazy_gettext("No, it’s off"),
    AnswerKind.NOT_SHARED: lazy_gettext("Please don’t share it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceQuestion:
    """The writers were asked about a wording; what the piece rested on then, and what they said.

    Pages show none of its numbers.
    """

    id: str
    piece_id: str
    wording_id: str
    asked_at: datetime
    closes_at: datetime
    note_ids: tuple[str, ...]  # that carried the piece
    voices: int
    reaches_all: bool
    has_quotes: bool
    is_refused: bool = False  # somebody said that it is off
    yeses: int = 0
    answers: int = 0  # of any kind

    @property
    def last_day(self) -> date:
        """Return the last day on which people can answer."""
        return last_day(self.closes_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one link says to one question; nothing says whose it is, or when it came."""

    link_hash: str
    question_id: str
    kind: AnswerKind
    words: str = ""
    comes_out: date | None = None  # the day of its batch; None: it waits for another
    told: AnswerKind | None = None  # what came out before it was changed
    told_words: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Return its words, and those that came out before they were changed; no empty ones."""
        return tuple(each for each in (self.words, self.told_words) if each)

    def seen(self, today: date, *, is_closed: bool) -> tuple[AnswerKind, str] | None:
        """Return what whoever curates may know of it, or None."""
        if is_closed or (self.comes_out is not None and self.comes_out <= today):
            return self.kind, self.words
        return None if self.told is None else (self.told, self.told_words)


def closes_at(asked_on: date, next_session: date | None) -> datetime:
    """Return when a question closes: after ten working days, or on the eve of the next session."""
    last = asked_on
    left = WORKING_DAYS
    while left:
        last += timedelta(days=1)
        left -= last.weekday() < 5
    if next_session is not None:
        eve = next_session - timedelta(days=1)
        if asked_on + timedelta(days=FEWEST_DAYS) <= eve < last:
            last = eve
    return begin_of(last + timedelta(days=1))


def last_day(closes: datetime) -> date:
    """Return the last day before a moment: people are told days, not midnights."""
    return (closes - timedelta(microseconds=1)).date()


def with_answer(answers: Iterable[Answer], given: Answer, today: date) -> tuple[Answer, ...]:
    """Return the answers to a question with one that is given, or changed, today.

    It comes out tomorrow if another waits for its day too. One that came out before is seen as it
    was until then, so that nobody can watch when it is changed.
    """
    others = [each for each in answers if each.link_hash != given.link_hash]
    before = next((each for each in answers if each.link_hash == given.link_hash), None)
    if before is not None:
        seen = before.seen(today, is_closed=False) or (None, "")
        given = replace(given, told=seen[0], told_words=seen[1])
    if not any(each.comes_out is None or each.comes_out > today for each in others):
        return (*others, replace(given, comes_out=None))
    tomorrow = today + timedelta(days=1)
    waiting = [
        replace(each, comes_out=tomorrow) if each.comes_out is None else each for each in others
    ]
    return (*waiting, replace(given, comes_out=tomorrow))


def said_so_far(
    answers: Iterable[Answer], question: PieceQuestion, now: datetime
) -> tuple[tuple[AnswerKind, ...], tuple[tuple[AnswerKind, str], ...]]:
    """Return which kinds of answers came out, and those with words; never how many."""
    is_closed = now >= question.closes_at
    every = sorted(answers, key=lambda each: each.link_hash)
    seen = [found for each in every if (found := each.seen(now.date(), is_closed=is_closed))]
    kinds = {kind for kind, _ in seen}
    return (
        tuple(kind for kind in AnswerKind if kind in kinds),
        tuple((kind, words) for kind, words in seen if words),
    )
