"""How a session was, in three taps: heard, free to doubt, worth the time; and one thing to change.

Answers are changed until Close. Then they become one spread, which nothing changes any more: two
spreads of one session, or one before and after an answer, can never be compared. A question that
fewer people answered than the group's smallest number has no spread at all.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from plugin.domain.agreements import Policy
from plugin.languages import lazy_gettext

FEWEST_ANSWERS = 5  # more where the agreement says more
LONGEST_CHANGE = 300


class PulseQuestion(StrEnum):
    """What is asked of everybody at the end."""

    HEARD = "heard"
    FREE = "free"
    WORTH = "worth"

    @property
    def asks(self) -> str:
        """Return it as the phone asks it."""
        return _ASKS[self]


class Tap(StrEnum):
    """What one taps; nothing is an answer too, and counts nowhere."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def says(self) -> str:
        """Return it as the button says it."""
        return _SAYS[self]


_ASKS = {
    PulseQuestion.HEARD: lazy_gettext("Did you feel heard?"),
    PulseQuestion.FREE: lazy_gettext("Were you free to doubt?"),
    PulseQuestion.WORTH: lazy_gettext("Was it worth the time?"),
}
_SAYS = {
    Tap.YES: lazy_gettext("Yes"),
    Tap.PARTLY: lazy_gettext("Partly"),
    Tap.NO: lazy_gettext("No"),
}


@dataclass(frozen=True, slots=True)
class PulseAnswer:
    """What one link says of a session until Close; nothing says whose it is, or when it came."""

    own_hash: str
    heard: Tap | None = None
    free: Tap | None = None
    worth: Tap | None = None
    change: str = field(default="", repr=False)

    def tap(self, question: PulseQuestion) -> Tap | None:
        """Return what was tapped for one question."""
        return {
            PulseQuestion.HEARD: self.heard,
            PulseQuestion.FREE: self.free,
            PulseQuestion.WORTH: self.worth,
        }[question]


@dataclass(frozen=True, slots=True)
class Spread:
    """How the answers to one question are spread."""

    question: PulseQuestion
    yes: int
    partly: int
    no: int

    @property
    def rows(self) -> tuple[tuple[Tap, int], ...]:
        """Return each answer with how many gave it."""
        return ((Tap.YES, self.yes), (Tap.PARTLY, self.partly), (Tap.NO, self.no))


@dataclass(frozen=True, slots=True)
class ThingToChange:
    """What somebody would change next time; only their own link knows that it is theirs."""

    own_hash: str
    words: str = field(repr=False)
    erase_on: date


def pulse_hash(token: str, session_id: str) -> str:
    """Return by what an answer knows its link; no note has anything in common with it."""
    return hashlib.sha256(f"{token}:pulse:{session_id}".encode()).hexdigest()


def fewest_answers(policy: Policy | None) -> int:
    """Return how many people answer a question before its spread is shown."""
    return max(FEWEST_ANSWERS, policy.limits.smallest_group if policy else 0)


def spreads_of(answers: Iterable[PulseAnswer], fewest: int) -> tuple[Spread, ...]:
    """Return the spreads of questions that at least `fewest` people answered."""
    every = tuple(answers)
    found = []
    for question in PulseQuestion:
        counted = Counter(tap for each in every if (tap := each.tap(question)) is not None)
        if counted.total() >= fewest:
            found.append(Spread(question, counted[Tap.YES], counted[Tap.PARTLY], counted[Tap.NO]))
    return tuple(found)
