"""Who did something, as it is stored: the person, and whoever could have been the one that acted.

Where two people are needed, or one particular person, no bare id is compared. Two people are two
where `counts_as` of the one has nobody of the other (`tests/repo/test_who_counts.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WhoActed:
    """A person, None for one who left or who runs the server; and who let them in by links."""

    person_id: str | None
    let_in_by: tuple[str, ...] = ()

    @property
    def counts_as(self) -> frozenset[str]:
        """Return the ids of everybody who may be the one that acted."""
        return frozenset(each for each in (self.person_id, *self.let_in_by) if each is not None)


def who_acted(person_id: str | None, let_in_by: Iterable[str] | None) -> WhoActed:
    """Return who acted, as two columns of a row hold it."""
    return WhoActed(person_id, tuple(let_in_by or ()))


def all_of(acted: Iterable[WhoActed]) -> frozenset[str]:
    """Return the ids of everybody who may be one of those that acted."""
    return frozenset().union(*(each.counts_as for each in acted))
