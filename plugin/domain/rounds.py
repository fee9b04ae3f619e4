"""A round: everybody once, each with the same time; pure.

Who has not been heard yet is never guessed, and nobody is named: whoever holds the session counts
with a press, and the time that is left is shared among those who are still to come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

LEAST_IN_ROUND, MOST_IN_ROUND = 2, 60


@dataclass(frozen=True, slots=True)
class Round:
    """How many people there are in a round, and how many of them were heard."""

    people: int
    heard: int = 0

    @property
    def to_come(self) -> int:
        """Return how many are still to be heard."""
        return self.people - self.heard

    @property
    def is_over(self) -> bool:
        """Say whether everybody was heard."""
        return self.to_come == 0

    def counted(self, more: int) -> Round:
        """Return the round with one more heard, or one fewer; never beyond its people."""
        return replace(self, heard=min(self.people, max(0, self.heard + more)))

    def each_s(self, left_s: int) -> int:
        """Return how many seconds each has who is still to come, of those that are left."""
        return 0 if self.is_over else max(0, left_s) // self.to_come
