"""Ids in order: id1, id2, …"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Numbers:
    """Makes the next id; a test may put `last` back."""

    last: int = 0

    def __call__(self) -> str:
        self.last += 1
        return f"id{self.last}"
