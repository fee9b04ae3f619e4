"""How fast a credential may call: GCRA (a leaky bucket that stores one moment), pure.

A window of the vendor is never exceeded: what may be spent at once and what flows in during one
window together stay below it. Where allowances are kept is the caller's affair (`Book`); every
process that shares a book takes its turn there, and a 429 or 529 moves it for all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

# Miro's levels (docs/miro.md#rate-limits): what one call costs in credits.
LEVELS = {1: 50, 2: 100, 3: 500, 4: 2000}
_FIRST_LEVEL = frozenset(
    {
        ("GET", "/v1/oauth-token"),
        ("POST", "/v2/boards/{board_id}/items/{item_id}"),  # puts a tag on an item
    }
)
_LISTS = ("/items", "/connectors")
_THIRD_LEVEL = frozenset(
    {
        ("POST", "/v2/boards"),
        ("POST", "/v2/boards/{board_id}/members"),
    }
)
_MIRO_AT_ONCE = 40_000
_NOTION_AT_ONCE = 36


@dataclass(frozen=True, slots=True)
class Limit:
    """What a vendor lets a credential spend: `units` in every window of `window_s` seconds.

    `at_once` of them may be spent in one moment after a quiet time; `spare` are never spent, for a
    call that leaves in time may still arrive late and so fall into the next window.
    """

    units: float
    window_s: float
    at_once: float
    spare: float = 0

    def __post_init__(self) -> None:
        """Raise `ValueError` where nothing would ever flow in."""
        if self.at_once <= 0 or self.flow_a_s <= 0:
            raise ValueError("A limit needs units for the moment and units for the window.")

    @property
    def flow_a_s(self) -> float:
        """The units that flow in every second."""
        return (self.units - self.at_once - self.spare) / self.window_s

    @property
    def fill_s(self) -> float:
        """The seconds after which everything may be spent at once again."""
        return self.at_once / self.flow_a_s

    def faster(self, times: float) -> "Limit":
        """Return the same limit in shorter windows, for a stand-in whose minute is shorter."""
        return Limit(self.units, self.window_s / times, self.at_once, self.spare)


def miro_limit(credits_a_minute: int = 100_000) -> Limit:
    """Return Miro's credits, two fifths of them at once: people wait for us.

    See docs/miro.md#rate-limits.
    """
    share = credits_a_minute / 100_000
    return Limit(credits_a_minute, 60, _MIRO_AT_ONCE * share, 1000 * share)


def notion_limit(calls_a_minute: int = 180) -> Limit:
    """Return Notion's requests: nearly evenly, so that long work is quick.

    See docs/notion.md#limits.
    """
    return Limit(calls_a_minute, 60, calls_a_minute / _NOTION_AT_ONCE, 1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is stored of a credential, in seconds since 1970.

    `free_at` is when all that was spent will have flowed in again; nothing is sent before
    `held_until`, because the vendor said so. How much was `spent` in a `window` of the vendor's,
    counted from 1970, and in the one before, decides nothing: it is for whoever looks on. That a
    window lies ahead tells that the clock was set back.
    """

    free_at: float
    held_until: float = 0.0
    window: float = 0.0
    spent: float = 0.0
    spent_before: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that was taken or, where `is_too_late`, not: the wait would be too long."""

    allowance: Allowance
    wait_s: float
    is_too_late: bool = False


def take(
    limit: Limit, known: Allowance | None, now: float, cost: float, longest_wait_s: float
) -> Turn:
    """Return the turn of a call that costs `cost` units, and when it is.

    Turns follow each other in the order in which they were taken. What costs more than may be
    spent at once waits until nothing is owed.
    """
    known = by_this_clock(limit, known or Allowance(now), now)
    owed_until = max(known.free_at, now)
    # No honest queue is longer: the clock was set back, and must not stop us for hours.
    if owed_until > max(now + longest_wait_s, known.held_until) + limit.fill_s + 1:
        owed_until = max(now, known.held_until) + limit.fill_s
    free_at = owed_until + cost / limit.flow_a_s
    starts = max(free_at - max(limit.fill_s, cost / limit.flow_a_s), known.held_until)
    wait_s = max(starts - now, 0.0)
    if wait_s > longest_wait_s:
        return Turn(known, wait_s, is_too_late=True)
    window, spent, before = _spent(limit, known, now)
    return Turn(Allowance(free_at, known.held_until, window, spent + cost, before), wait_s)


def by_this_clock(limit: Limit, known: Allowance, now: float) -> Allowance:
    """Return what is known in moments of a clock that was set back since a turn was taken last.

    How far is known to a window: what the vendor asked for is waited in full, and at most two
    windows more.
    """
    ahead = known.window - now // limit.window_s - 1
    if ahead <= 0:
        return known
    ahead_s = ahead * limit.window_s
    return replace(
        known,
        free_at=known.free_at - ahead_s,
        held_until=known.held_until - ahead_s,
        window=known.window - ahead,
    )


def used(limit: Limit, known: Allowance, now: float) -> float:
    """Return which share of a limit was spent in the window that ends now, as far as is known."""
    _, spent, before = _spent(limit, known, now)
    still = 1 - now % limit.window_s / limit.window_s
    return (spent + before * still) / limit.units


def _spent(limit: Limit, known: Allowance, now: float) -> tuple[float, float, float]:
    """Return the window that it is now, and what was spent in it and in the one before."""
    window = now // limit.window_s
    if known.window == window:
        return window, known.spent, known.spent_before
    return window, 0.0, known.spent if known.window == window - 1 else 0.0


def hold(limit: Limit, known: Allowance | None, now: float, wait_s: float) -> Allowance:
    """Return the allowance after the vendor asked for `wait_s` seconds of quiet.

    What was there to be spent at once is gone: the vendor's count is right, ours was not.
    """
    known = by_this_clock(limit, known or Allowance(now), now)
    held_until = max(known.held_until, now + wait_s)
    return replace(
        known, free_at=max(known.free_at, held_until + limit.fill_s), held_until=held_until
    )


class Book(Protocol):
    """Where allowances are kept, for all processes: one row a credential."""

    def change(
        self, credential: str, decide: Callable[[Allowance | None], Allowance | None]
    ) -> None:
        """Replace a credential's allowance by what `decide` makes of it, alone in the row.

        None leaves it as it is. `decide` may be called again, so it has no other effects.
        """

    def read(self, credential: str) -> Allowance | None:
        """Return a credential's allowance."""


class Pace(Protocol):
    """What a call asks before it is sent."""

    def take(self, method: str, route: str, query: object, longest_wait_s: float) -> Turn:
        """Take the turn of a call."""

    def hold(self, wait_s: float) -> None:
        """Let nobody with this credential send anything for some seconds."""

    def is_held(self) -> bool:
        """Tell whether the vendor has asked for quiet, perhaps of somebody else."""


class NoPace:
    """No limit: for tests, and for services that have none."""

    def take(self, method: str, route: str, query: object, longest_wait_s: float) -> Turn:
        """Go at once."""
        return Turn(Allowance(0), 0)

    def hold(self, wait_s: float) -> None:
        """Remember nothing."""

    def is_held(self) -> bool:
        """Tell that nobody asked for quiet."""
        return False


@dataclass(frozen=True, slots=True)
class SharedPace:
    """The pace of one credential, shared through a book."""

    book: Book
    credential: str
    limit: Limit
    price: Callable[[str, str, object], float]
    now: Callable[[], float]

    def take(self, method: str, route: str, query: object, longest_wait_s: float) -> Turn:
        """Take the turn of a call in the book, unless it would come too late."""
        cost = self.price(method, route, query)
        turns: list[Turn] = []

        def decide(known: Allowance | None) -> Allowance | None:
            turn = take(self.limit, known, self.now(), cost, longest_wait_s)
            turns.append(turn)
            return None if turn.allowance == known else turn.allowance

        self.book.change(self.credential, decide)
        return turns[-1]

    def hold(self, wait_s: float) -> None:
        """Move the credential's next free moment for all."""
        self.book.change(self.credential, lambda known: hold(self.limit, known, self.now(), wait_s))

    def is_held(self) -> bool:
        """Tell whether somebody was asked for quiet that is not over."""
        known, now = self.book.read(self.credential), self.now()
        return known is not None and by_this_clock(self.limit, known, now).held_until > now


def miro_price(method: str, route: str, query: object) -> float:
    """Return the credits of a call by method and route pattern (docs/miro.md).

    What is not known there is priced like its neighbours, rather too high than too low.
    """
    return LEVELS[_level(method, route, query)]


def notion_price(method: str, route: str, query: object) -> float:
    """Return 1: Notion counts requests."""
    return 1


def _level(method: str, route: str, query: object) -> int:
    by_tag = isinstance(query, dict) and "tag_id" in query
    if (method, route) in _FIRST_LEVEL or "/tags" in route or by_tag or "tag_id" in route:
        return 1
    if (method, route) in _THIRD_LEVEL:
        return 3
    if method == "DELETE":
        return 2 if "/members/" in route else 3
    if method == "GET":
        return 2 if route.endswith(_LISTS) or "/groups" in route else 1
    return 4 if (method, route) == ("PUT", "/v2/boards") else 2
