"""Who could be the same person as whom: whoever added a person could be behind them.

A host adds people by their addresses. An address of the host's own makes a second person of them,
so the two count as one where two are needed, until somebody independent of both confirms that this
is another person. What an administrator wrote is nobody's, and so is what was written before this
was kept.

Whoever was removed and is added again is a new person here, whatever their address: nothing of the
old one is kept to know them by. So whoever came after somebody had left could be that person, and
counts as one with them, and with whomever these had added, where two are needed. Two people who
both came later are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AddressWriters:
    """Who wrote the addresses of a partnership's people that nobody has confirmed, by ids."""

    by_person: Mapping[str, frozenset[str]] = field(default_factory=dict)
    who_replaced: Mapping[str, frozenset[str]] = field(default_factory=dict)  # another address
    came: Mapping[str, datetime] = field(default_factory=dict)  # who is here; long ago: not in it
    left: Mapping[str, datetime] = field(default_factory=dict)  # who is here no more

    def behind(self, person_ids: Iterable[str | None]) -> frozenset[str]:
        """Return these people and everybody who could be one of them, over any number of steps."""
        return _reached(self.by_person, person_ids)

    def behind_addresses_of(self, person_ids: Iterable[str]) -> frozenset[str]:
        """Return these people and whoever may have taken the place of one by another address."""
        return _reached(self.who_replaced, person_ids)

    def are_one(self, one: Iterable[str | None], other: Iterable[str | None]) -> bool:
        """Say whether somebody of these people could be somebody of the others."""
        these, those = self.behind(one), self.behind(other)
        return bool(these & those) or self._came_back(these, those) or self._came_back(those, these)

    def _came_back(self, gone: Iterable[str], here: Iterable[str]) -> bool:
        """Say whether one of those who are here came when one of the others had left."""
        left = [self.left[each] for each in gone if each in self.left]
        came = [self.came[each] for each in here if each in self.came]
        return bool(left and came) and min(left) <= max(came)


def _reached(
    by_person: Mapping[str, frozenset[str]], person_ids: Iterable[str | None]
) -> frozenset[str]:
    found: set[str] = set()
    waiting = [each for each in person_ids if each is not None]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting.extend(by_person.get(each, ()))
    return frozenset(found)
