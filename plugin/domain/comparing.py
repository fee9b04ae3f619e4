"""Compares sequences within a budget of work, so that no crafted text keeps a page or a sync busy.

`difflib` takes the square of the length of ordinary texts and the cube of crafted ones. Here every
step is counted beforehand; what is too much is told as one change between what is the same at both
ends, which is true of any two texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate

Opcode = tuple[str, int, int, int, int]
STEPS = 3_000_000  # about half a second


class TooMuchToCompare(Exception):
    """The budget is used up."""


class Budget:
    """The steps that may be spent on comparing, together by all who share it."""

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Count steps before they are taken; raise TooMuchToCompare where they are too many."""
        if steps > self.left:
            self.left = 0
            raise TooMuchToCompare
        self.left -= steps


def opcodes(
    before: Sequence[str], now: Sequence[str], budget: Budget, *, autojunk: bool = False
) -> list[Opcode]:
    """Return what turns `before` into `now`, as difflib does; one change where that is too much."""
    try:
        found = _Counted(before, now, budget, autojunk).get_opcodes()
    except TooMuchToCompare:
        return _one_change(before, now)
    return [(tag, i, j, k, m) for tag, i, j, k, m in found]


def matching_blocks(part: str, whole: str, budget: Budget) -> list[Match]:
    """Return the runs of characters that stand in both; raise TooMuchToCompare."""
    return _Counted(part, whole, budget).get_matching_blocks()


def ratio(one: str, other: str, budget: Budget) -> float:
    """Return how alike two texts are, 0 to 1; raise TooMuchToCompare."""
    return _Counted(one, other, budget, autojunk=True).ratio()


class _Counted(SequenceMatcher[str]):
    """Counts the steps of each search before it is made."""

    def __init__(
        self, before: Sequence[str], now: Sequence[str], budget: Budget, autojunk: bool = False
    ) -> None:
        budget.spend(len(before) + len(now))
        super().__init__(None, before, now, autojunk)
        self._budget = budget
        places: dict[str, list[int]] = self.b2j  # type: ignore[attr-defined] # documented, untyped
        steps = (1 + len(places.get(each, ())) for each in before)
        self._steps = (0, *accumulate(steps))

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Find as difflib does, which looks at every place of every part."""
        end = len(self._steps) - 1 if ahi is None else ahi
        self._budget.spend(self._steps[end] - self._steps[alo])
        return super().find_longest_match(alo, ahi, blo, bhi)


def _one_change(before: Sequence[str], now: Sequence[str]) -> list[Opcode]:
    shorter = min(len(before), len(now))
    start = next((at for at in range(shorter) if before[at] != now[at]), shorter)
    most = shorter - start
    end = next((at for at in range(most) if before[-1 - at] != now[-1 - at]), most)
    i, k = len(before) - end, len(now) - end
    found = [("equal", 0, start, 0, start)] if start else []
    if i > start or k > start:
        tag = "delete" if k == start else "insert" if i == start else "replace"
        found.append((tag, start, i, start, k))
    return found + ([("equal", i, len(before), k, len(now))] if end else [])
