"""Where a running session is in its plan: the current step, when it ends, when the others come.

Steps are numbered from 0 in the order of the form that is held. The clock is the server's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugin.domain.rounds import Round
from plugin.domain.templates import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveStep:
    """A step that was begun: when, how many minutes were added, and its round, if there is one.

    `told` is what is told of its dots from `told_since` on, for twenty seconds.
    """

    number: int
    began_at: datetime
    added_minutes: int = 0
    round: Round | None = None
    told: str = ""
    told_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedStep:
    """A step of the plan with its times; they are None where no start is known."""

    number: int
    step: Step
    minutes: int  # with what was added
    starts_at: datetime | None
    is_past: bool
    is_current: bool
    round: Round | None = None

    @property
    def ends_at(self) -> datetime | None:
        """Return when the step ends, None where no start is known."""
        return None if self.starts_at is None else self.starts_at + timedelta(minutes=self.minutes)


def timed(
    steps: Sequence[Step], begun: Sequence[LiveStep], planned: datetime | None, now: datetime
) -> tuple[TimedStep, ...]:
    """Return the plan with times: those that were, and those that follow from the current step.

    `begun` are the steps that were begun, by number; the last one is current. `planned` is when
    the session was to start, if anybody said so. A step that lasts too long moves the later ones.
    """
    known = {each.number: each for each in begun if each.number < len(steps)}
    current = max(known, default=None)
    at = planned
    found = []
    for number, step in enumerate(steps):
        own = known.get(number)
        at = own.began_at if own else at
        one = TimedStep(
            number=number,
            step=step,
            minutes=step.minutes + (own.added_minutes if own else 0),
            starts_at=at,
            is_past=current is not None and number < current,
            is_current=number == current,
            round=own.round if own else None,
        )
        found.append(one)
        at = one.ends_at
        if one.is_current and at is not None:
            at = max(at, now)
    return tuple(found)


def current_step(steps: Sequence[TimedStep]) -> TimedStep | None:
    """Return the step that it is now; None before a session is started."""
    return next((each for each in steps if each.is_current), None)


def left_s(step: TimedStep, now: datetime) -> int:
    """Return how many seconds of the current step are left; below 0 once it lasts too long."""
    return 0 if step.ends_at is None else round((step.ends_at - now).total_seconds())


def in_words(seconds: int) -> str:
    """Write a length as a clock does: *7:40*, *−1:05* once it is over."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'−' if seconds < 0 else ''}{minutes}:{rest:02d}"
