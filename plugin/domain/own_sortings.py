"""Two curators who each sort the same notes on their own, and how alike they did; pure.

The figure is the share of pairs: of all pairs of notes that at least one of the two put together,
how many both did. Pairs that both kept apart do not count: nearly all pairs are apart, however
people sort, and would make any two sortings look alike. Only notes that both sorted count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations_with_replacement

from plugin.domain.clusters import Cluster

_MOSTLY, _PARTLY = 0.75, 0.4
# The clusters of each note that somebody put somewhere, by the note's id.
Placed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class OwnSorting:
    """What one curator puts together of a session alone; nobody else sees it until it is shown."""

    id: str
    session_id: str
    person_id: str
    begun_at: datetime
    shown_at: datetime | None = None

    @property
    def is_hidden(self) -> bool:
        """Say whether its curator is still sorting, and alone sees it."""
        return self.shown_at is None


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike two sortings are: `both` of the `pairs` that at least one put together."""

    notes: int  # that both sorted
    both: int
    pairs: int

    @property
    def in_words(self) -> str:
        """Say how alike they are as a sentence to the one who compares."""
        if not self.pairs:
            return "No two of these notes were put together."
        if self.both == self.pairs:
            return "You put the same notes together."
        share = self.both / self.pairs
        if share >= _MOSTLY:
            return "You put mostly the same notes together."
        if share >= _PARTLY:
            return "You put some notes together alike, and some otherwise."
        return (
            "You put few notes together alike." if self.both else "You put no notes together alike."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A cluster of one curator beside the one of the other that shares most notes with it."""

    mine: Cluster | None
    theirs: Cluster | None
    both: tuple[str, ...]
    only_mine: tuple[str, ...] = ()
    only_theirs: tuple[str, ...] = ()

    @property
    def note_ids(self) -> tuple[str, ...]:
        """Return the notes that at least one of the two has here."""
        return (*self.both, *self.only_mine, *self.only_theirs)

    @property
    def is_nowhere(self) -> bool:
        """Say whether one of the two says of these notes that they belong nowhere, and matter."""
        return any(each.is_nowhere for each in (self.mine, self.theirs) if each)


def alike(mine: Placed, theirs: Placed, nowhere: AbstractSet[str]) -> Alike:
    """Return how alike two sortings are; clusters in `nowhere` put nothing together."""
    common = set(mine) & set(theirs)
    # Notes that stand in the same clusters are counted at once: a session can have thousands.
    kinds = Counter(
        (frozenset(mine[each]) - nowhere, frozenset(theirs[each]) - nowhere) for each in common
    )
    both = pairs = 0
    for (one, number), (other, others) in combinations_with_replacement(kinds.items(), 2):
        those = number * (number - 1) // 2 if one is other else number * others
        by_me, by_them = bool(one[0] & other[0]), bool(one[1] & other[1])
        both += those * (by_me and by_them)
        pairs += those * (by_me or by_them)
    return Alike(len(common), both, pairs)


def matches(
    my_clusters: Sequence[Cluster], mine: Placed, their_clusters: Sequence[Cluster], theirs: Placed
) -> tuple[Match, ...]:
    """Return clusters side by side: pairs that share most notes first, then what has no partner.

    Each cluster stands in one place only. *Belongs nowhere* is matched with itself alone.
    """
    my_notes = {each.id: _notes_in(each.id, mine) for each in my_clusters}
    their_notes = {each.id: _notes_in(each.id, theirs) for each in their_clusters}
    beside = [
        (one, other)
        for one in my_clusters
        for other in their_clusters
        if one.is_nowhere == other.is_nowhere and my_notes[one.id].keys() & their_notes[other.id]
    ]
    beside.sort(key=lambda each: -len(my_notes[each[0].id].keys() & their_notes[each[1].id]))
    found: list[Match] = []
    done: set[str] = set()
    for one, other in beside:
        if not done & {one.id, other.id}:
            done |= {one.id, other.id}
            found.append(_match(one, my_notes[one.id], other, their_notes[other.id]))
    alone = [
        _match(each, my_notes[each.id], None, {}) for each in my_clusters if each.id not in done
    ]
    alone += [
        _match(None, {}, each, their_notes[each.id])
        for each in their_clusters
        if each.id not in done
    ]
    here = [each for each in (*found, *alone) if each.note_ids]
    return tuple(sorted(here, key=lambda each: each.is_nowhere))


def seen_otherwise(
    note_ids: Iterable[str], placed: Placed, cluster_id: str
) -> Iterator[tuple[str, str]]:
    """Yield each note that somebody put elsewhere than into this cluster, with where instead."""
    for note_id in note_ids:
        here = placed.get(note_id, ())
        if cluster_id not in here:
            yield from ((note_id, each) for each in here)


def _notes_in(cluster_id: str, placed: Placed) -> dict[str, None]:
    """Return the notes of a cluster in their order."""
    return dict.fromkeys(note_id for note_id, those in placed.items() if cluster_id in those)


def _match(
    one: Cluster | None,
    my_notes: Mapping[str, None],
    other: Cluster | None,
    their_notes: Mapping[str, None],
) -> Match:
    return Match(
        mine=one,
        theirs=other,
        both=tuple(each for each in my_notes if each in their_notes),
        only_mine=tuple(each for each in my_notes if each not in their_notes),
        only_theirs=tuple(each for each in their_notes if each not in my_notes),
    )
