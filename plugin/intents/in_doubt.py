"""How long a write whose outcome is not known may still arrive, and the waiting for it.

Before that time is over nothing is believed to be missing: what is not found is waited for, in
growing pauses, and looked for again; whoever cannot wait so long hears when to come back.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from plugin.domain.jobs import JobPhase
from plugin.domain.remote_writes import Intent
from plugin.errors import NotNow

T = TypeVar("T")

# A vendor goes on with a call when whoever sent it is gone, and may show late what came of it:
# lists of both were seen to lag behind by seconds. Their gateways give a call up after some ten
# seconds, as far as anybody outside can tell; twice that is beyond what was ever seen.
MAY_ARRIVE_FOR_S = 20.0
LEFT_AT = "left_at"  # in an outcome: when the write may have been sent at the latest
_FIRST_PAUSE_S = 0.5
# So long a page may take: servers and people give up on slower ones.
_A_PAGE_S = 4.0

_WAITING = (
    "Hedgerow sent something a moment ago, and does not know yet whether it arrived. Nothing "
    "is lost, and nothing is done twice. Hedgerow looks for it for up to {s} seconds, then goes on."
)
_WAITED = (
    "Hedgerow did not know whether something arrived that it sent before, and looked for it for "
    "{s} seconds. Nothing is lost, and nothing was done twice."
)
_COME_BACK = (
    "Hedgerow sent something a moment ago, and does not know yet whether it arrived. Nothing "
    "is lost, and nothing was done twice. Try again in {s} seconds."
)


def still_arrives_s(intent: Intent, now: datetime) -> float:
    """Return the seconds for which a write may still arrive; 0 for one that is too old.

    It counts from when it may have been sent at the latest: a write waits for its turn first.
    """
    left_at = intent.outcome.get(LEFT_AT)
    said = datetime.fromisoformat(left_at) if isinstance(left_at, str) else intent.made_at
    age_s = (now - max(said, intent.made_at)).total_seconds()
    return min(max(MAY_ARRIVE_FOR_S - age_s, 0.0), MAY_ARRIVE_FOR_S)


def pauses_s(in_all_s: float, least: int = 0) -> tuple[float, ...]:
    """Return growing pauses between looks that last `in_all_s`, and are `least` at least."""
    pauses: list[float] = []
    while len(pauses) < least or sum(pauses) < in_all_s:
        next_s = _FIRST_PAUSE_S * 2.0 ** len(pauses)
        left_s = in_all_s - sum(pauses)
        pauses.append(next_s if len(pauses) < least else min(next_s, left_s))
    return tuple(pauses)


def _to_nobody(_said: object) -> None:
    return


@dataclass(frozen=True, slots=True)
class WaitPolicy:
    """How whoever asked for a run waits: `longest_s` at most, and `tell` hears what for.

    `progress` hears how far the run is; it is called between writes, outside every transaction,
    and may raise Cancelled or Interrupted to end the run there.
    """

    pause: Callable[[float], None] = time.sleep
    tell: Callable[[str], None] = _to_nobody
    longest_s: float = math.inf
    progress: Callable[[JobPhase], None] = _to_nobody


PATIENT = WaitPolicy()
LIKE_A_PAGE = WaitPolicy(longest_s=_A_PAGE_S)


@dataclass(slots=True)
class ArrivalWait:
    """The waiting of one run for all that may still arrive."""

    waits: WaitPolicy = PATIENT
    waited_s: float = 0.0
    _left_s: dict[str, float] = field(default_factory=dict)  # by intent, as pauses use it up

    @property
    def messages(self) -> tuple[str, ...]:
        """Return what a run says of its waiting."""
        return (_WAITED.format(s=math.ceil(self.waited_s)),) if self.waited_s else ()

    def find(
        self, intent: Intent, now: datetime, look: Callable[[], T | None], least: int = 0
    ) -> T | None:
        """Return what `look` finds, as soon as it does; None once the write cannot arrive any more.

        It looks `least` times more in any case, for vendors show late what is there. Raise NotNow
        where whoever asked cannot wait that long.
        """
        found, rests = look(), self.rests(intent, now, least)
        while found is None and next(rests, None) is not None:
            found = look()
        return found

    def rests(self, intent: Intent, now: datetime, least: int = 0) -> Iterator[float]:
        """Wait between looks, and yield after each pause, until a write cannot arrive any more."""
        for pause_s in pauses_s(self._left_of(intent, now), least):
            self._rest(intent, pause_s)
            yield pause_s

    def wait_out(self, intent: Intent, now: datetime) -> None:
        """Wait until a write that cannot be looked for has arrived, or cannot any more."""
        left_s = self._left_of(intent, now)
        if left_s > 0:
            self._rest(intent, left_s)

    def _left_of(self, intent: Intent, now: datetime) -> float:
        return self._left_s.setdefault(intent.id, still_arrives_s(intent, now))

    def _rest(self, intent: Intent, pause_s: float) -> None:
        left_s = self._left_s[intent.id]
        if left_s > 0:
            if self.waited_s + pause_s > self.waits.longest_s:
                raise NotNow(_COME_BACK.format(s=math.ceil(left_s)))
            if not self.waited_s:
                self.waits.tell(_WAITING.format(s=math.ceil(left_s)))
            self.waited_s += pause_s
        self.waits.pause(pause_s)
        self._left_s = {each: left - pause_s for each, left in self._left_s.items()}
