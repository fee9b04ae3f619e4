"""Miro's credits (`docs/miro.md#rate-limits`): levels, a budget per user and minute, headers.

Each minute of the clock starts a new budget; `X-RateLimit-Reset` is its end in UNIX seconds. Where
limits are off credits are counted and shown as spent, but nobody is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from connectors.sandbox.rate_window import WINDOW_S, Rate

CREDITS_A_MINUTE = 100_000


class Level(IntEnum):
    """What one call costs."""

    ONE = 50
    TWO = 100
    THREE = 500
    FOUR = 2000


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left after a call, and whether the call could be paid."""

    paid: bool
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the three headers that every answer carries."""
        return {
            "X-RateLimit-Limit": str(CREDITS_A_MINUTE),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset),
        }


class Credits:
    """The spent credits of each user in the running minute."""

    def __init__(self, clock: Callable[[], datetime], rate: Rate) -> None:
        self._clock = clock
        self._is_limited = rate != "off"
        self._window_s = WINDOW_S[rate]
        self._spent: dict[str, tuple[int, int]] = {}

    def take(self, user_id: str, credits: int) -> Budget:
        """Spend credits, or none at all if they are not there."""
        window = int(self._clock().timestamp()) // self._window_s
        seen_window, spent = self._spent.get(user_id, (window, 0))
        if seen_window != window:
            spent = 0
        paid = spent + credits <= CREDITS_A_MINUTE or not self._is_limited
        if paid:
            spent += credits
        self._spent[user_id] = (window, spent)
        left = max(0, CREDITS_A_MINUTE - spent)
        return Budget(paid, left, (window + 1) * self._window_s)
