"""How often to look whether something changed at Miro or Notion; pure, for whoever polls.

Neither vendor tells us in time, so looking is the base. While no session is open all looking with
one credential together takes a tenth of its window at most; an open session may take half.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

QUIET_SHARE = 0.1
OPEN_SHARE = 0.5
# With nothing new the wait grows by this factor from look to look.
_SLOWER = 1.5


@dataclass(frozen=True, slots=True)
class PollInterval:
    """The shortest and the longest wait between two looks, in seconds."""

    shortest_s: float
    longest_s: float


OPEN = PollInterval(15, 60)
QUIET = PollInterval(60, 30 * 60)


@dataclass(frozen=True, slots=True)
class Window:
    """What a credential may spend: units (Miro's credits, Notion's requests) in some seconds."""

    units: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Watch:
    """One board, or one partnership's memory, that is looked at again and again.

    `cost` are the units of one look as the last one counted them; `quiet_looks` is how many looks
    in a row brought nothing new.
    """

    key: str
    cost: float
    quiet_looks: int
    is_open: bool = False


def wait_s(watch: Watch, costs: Mapping[bool, float], window: Window) -> float:
    """Return the seconds until the next look at one of all that a credential watches.

    `costs` are those of one look at each of them together: by whether they are open.

    A look that brought something new is followed by the shortest wait, the others by ever longer
    ones. Where the shares of the window do not suffice, all of a kind wait longer, each as much as
    the whole of them costs. The guarantee: looks cost a tenth of the window at most in any long
    run while nothing is open, and what is open takes a half at most beside it.
    """
    return max(_wished_s(watch), _affordable_s(watch.is_open, costs, window))


def distance_s(spent: float, window: Window, *, is_open: bool = False) -> float:
    """Return how long a credential is left alone after something that cost it `spent` units.

    In the long run no more than the share is spent, and what is spent in equal parts that are
    smaller than the share keeps within it in every single window.
    """
    share = (OPEN_SHARE if is_open else QUIET_SHARE) * window.units
    at_most = share // spent if 0 < spent <= share else share / spent if spent else inf
    return window.seconds / at_most


def _wished_s(watch: Watch) -> float:
    waits = OPEN if watch.is_open else QUIET
    # The exponent is held, for a board may have been quiet for years.
    return min(waits.shortest_s * _SLOWER ** min(watch.quiet_looks, 40), waits.longest_s)


def _affordable_s(is_open: bool, costs: Mapping[bool, float], window: Window) -> float:
    """Return the wait at which all watches of this kind together stay within their share."""
    share = OPEN_SHARE if is_open else QUIET_SHARE
    return costs.get(is_open, 0.0) / (share * window.units / window.seconds)
