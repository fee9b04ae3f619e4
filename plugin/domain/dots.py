"""Dots: each person puts some on kept notes of a step, by phone; they are shown once, as numbers.

A number is shown when whoever runs the session shows the dots, or when it is closed, and only of as
many people as the group's smallest number. Then nobody can change a dot, so that two countings can
never be compared. How far people are is told before in words, as it was at the last full twenty
seconds. Dots decide nothing: they stand beside a note as a fact.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from plugin.domain.labels import Label
from plugin.domain.quiet_writing import is_nearly_everyone
from plugin.languages import LazyText, lazy_ngettext

MOST_DOTS = 10  # for one person in one step
DOTS_ON = frozenset({Label.M})  # held notes are listened to; of rules the group says yes or no


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot that one person put on one note in a step; `own_hash` is keyed, and gone at Close."""

    step: int
    note_id: str
    own_hash: str


@dataclass(frozen=True, slots=True)
class DotNote:
    """A note that people can put dots on, with its words as the board shows them."""

    id: str
    words: str = field(repr=False)
    box: str  # its title


def counted(dots: Collection[Dot], fewest: int) -> Mapping[str, int]:
    """Return how many dots each note has; nothing where fewer people than `fewest` put any."""
    if len({each.own_hash for each in dots}) < fewest:
        return {}
    return Counter(each.note_id for each in dots)


def readiness(dots: Collection[Dot], step: int, people: int, fewest: int) -> str:
    """Return how many of `people` have put dots in a step, in words and never as a number.

    "" where fewer take part by phone than `fewest`: their dots would not be counted either.
    """
    ready = len({each.own_hash for each in dots if each.step == step})
    if people < fewest:
        return ""
    if not ready:
        return "Nobody has put dots yet."
    if is_nearly_everyone(ready, people):
        return "Nearly everyone has put dots."
    return "Some have put dots."


def in_own_order(notes: Iterable[DotNote], own_hash: str) -> list[DotNote]:
    """Return notes in an order of chance that stays one person's: none is first for everybody."""

    def place(note: DotNote) -> str:
        return hashlib.sha256(f"{own_hash}:{note.id}".encode()).hexdigest()

    return sorted(notes, key=place)


def in_words(dots: int) -> str:
    """Return a number of dots as it stands beside a note."""
    return "One dot in the room" if dots == 1 else f"{dots} dots in the room"


def too_many(most: int, given: int) -> LazyText:
    """Return what to say to somebody who ticked more notes than they have dots."""
    return lazy_ngettext(
        "You have %(num)s dot, and chose %(given)s notes. Nothing was changed, and your choice is "
        "still here. Take some away, then send again.",
        "You have %(num)s dots, and chose %(given)s notes. Nothing was changed, and your choice is "
        "still here. Take some away, then send again.",
        most,
        given=given,
    )
