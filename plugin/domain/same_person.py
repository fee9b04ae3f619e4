"""Who could be the same person as whom: whoever added a person could be behind them.

A host adds people by their addresses. An address of the host's own makes a second person of them,
so the two count as one where two are needed, until somebody independent of both confirms that this
is another person. What an administrator wrote is nobody's, and so is what was written before this
was kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AddressWriters:
    """Who wrote the addresses of a partnership's people that nobody has confirmed, by ids."""

    by_person: Mapping[str, frozenset[str]] = field(default_factory=dict)
    who_replaced: Mapping[str, frozenset[str]] = field(default_factory=dict)  # another address

    def behind(self, person_ids: Iterable[str | None]) -> frozenset[str]:
        """Return these people and everybody who could be one of them, over any number of steps."""
        return _reached(self.by_person, person_ids)

    def behind_addresses_of(self, person_ids: Iterable[str]) -> frozenset[str]:
        """Return these people and whoever may have taken the place of one by another address."""
        return _reached(self.who_replaced, person_ids)


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
