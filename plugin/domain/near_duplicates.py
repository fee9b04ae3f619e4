"""Notes that say nearly the same: a suggestion for whoever sorts, decided from the words alone.

Texts are folded, so that case, accents and signs hide nothing, and compared by the runs of three
letters that they share. Both notes stay what they are: two people may have said it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from plugin.domain.blankness import fold
from plugin.domain.overlap import letters_of

ALIKE = 0.75  # of the runs that two texts have together, how many both have
_RUN = 3
_SHORTEST = 12  # letters; *Yes* and *Yes!* say too little to be said twice


def near_duplicates(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return, by note, the other notes of `texts` that say nearly the same, in their order."""
    runs = {each: found for each, text in texts.items() if (found := _runs(text))}
    near: defaultdict[str, list[str]] = defaultdict(list)
    ids = list(runs)
    for place, one in enumerate(ids):
        for other in ids[place + 1 :]:
            if _are_alike(runs[one], runs[other]):
                near[one].append(other)
                near[other].append(one)
    return {each: tuple(near[each]) for each in ids if each in near}


def _runs(text: str) -> frozenset[str]:
    letters = letters_of(fold(text))
    if len(letters) < _SHORTEST:
        return frozenset()
    return frozenset(letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1))


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    fewer, more = sorted((len(one), len(other)))
    if 2 * fewer < ALIKE * (fewer + more):  # they could not share enough
        return False
    return 2 * len(one & other) >= ALIKE * (fewer + more)
