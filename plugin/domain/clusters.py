"""Clusters: notes that a learning partner puts together, and a sentence that says why; pure.

A note can be in several clusters. Cluster 0 of a session is *Belongs nowhere, and matters*. What
changes is a set of places, so that each change can be undone, and two people overwrite nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from plugin.domain.blankness import one_line
from plugin.errors import BadInput

SENTENCE_MAX = 400
NAME_MAX = 48
NOWHERE = 0
NOWHERE_NAME = "Belongs nowhere, and matters"
STEPS_KEPT = 20
_CLAUSE = re.compile(r"[,;:.!?\n\u2013\u2014]")
_NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Some notes and why they belong together; `number` orders them, and is their key."""

    id: str
    community_id: str
    session_id: str  # whose notes it was begun with
    number: int
    sentence: str = field(default="", repr=False)
    version: int = 1  # of the sentence
    made_at: datetime
    piece_id: str | None = None  # what was made of it last
    sorting_id: str | None = None  # of one curator's own sorting; None: everybody's who curates

    @property
    def is_nowhere(self) -> bool:
        """Say whether its notes belong nowhere, and matter."""
        return self.number == NOWHERE

    @property
    def name(self) -> str:
        """Return what it is called: the first clause of its sentence, else its number."""
        if self.is_nowhere:
            return NOWHERE_NAME
        return first_clause(self.sentence, NAME_MAX) or f"Cluster {self.number}"


class How(Enum):
    """What is done with the chosen notes and a cluster."""

    MOVE = "put"  # into this cluster, out of those that were seen
    ALSO = "also"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Placement:
    """A note in a cluster; `number` orders the notes there."""

    cluster_id: str
    note_id: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStep:
    """One change at the desk, as its undoing needs it; ids alone, and a sentence from before."""

    put: tuple[Placement, ...] = ()
    taken: tuple[Placement, ...] = ()
    made: str = ""  # the cluster that was made
    read: tuple[str, ...] = ()  # notes that were marked as read
    reworded: str = ""  # the cluster whose sentence was changed
    version: int = 0  # of that sentence, as it was changed to
    before: str = field(default="", repr=False)  # what it said
    theme: str = ""
    themed: tuple[str, ...] = ()  # notes that it was given to
    unthemed: tuple[str, ...] = ()  # notes that it was taken from
    aside: tuple[str, ...] = ()  # notes that were set aside
    under: tuple[tuple[str, str], ...] = ()  # notes, with what stood for each before, "" for none
    judged: tuple[tuple[str, int], ...] = ()  # pieces, with the number of what was judged of them

    @property
    def note_ids(self) -> tuple[str, ...]:
        """Return the notes that it is about, the first first."""
        moved = (each.note_id for each in (*self.put, *self.taken))
        shown = (note_id for note_id, _ in self.under)
        others = (*self.read, *self.themed, *self.unthemed, *self.aside, *shown)
        return tuple(dict.fromkeys((*moved, *others)))


def step_of(
    how: How,
    note_ids: Sequence[str],
    cluster_id: str,
    present: Mapping[str, Collection[str]],
    seen: Mapping[str, Collection[str]],
) -> DeskStep:
    """Return what putting notes somewhere changes.

    `present` are the clusters of each note now, `seen` those that the person saw. A note leaves
    only what was seen: where somebody else put it meanwhile, it stays too. OUT with no cluster is
    out of all that were seen.
    """
    put, taken = [], []
    for note_id in dict.fromkeys(note_ids):
        here = present.get(note_id, ())
        if how is not How.OUT and cluster_id not in here:
            put.append(Placement(cluster_id, note_id))
        if how is How.MOVE:
            leaves = [each for each in here if each in seen.get(note_id, ()) and each != cluster_id]
        elif how is How.OUT:
            leaves = [each for each in here if each == cluster_id] if cluster_id else []
            if not cluster_id:
                leaves = [each for each in here if each in seen.get(note_id, ())]
        else:
            leaves = []
        taken += [Placement(each, note_id) for each in leaves]
    return DeskStep(put=tuple(put), taken=tuple(taken))


def sentence_of(given: str) -> str:
    """Return a cluster's sentence as it is stored; raise BadInput for one that is too long."""
    words = one_line(given)
    if len(words) > SENTENCE_MAX:
        raise BadInput(
            f"The sentence has {len(words)} characters; {SENTENCE_MAX} fit. Nothing was changed. "
            "Shorten it."
        )
    return words


def is_label(sentence: str) -> bool:
    """Say whether a sentence is one or two words, which name something and say nothing of it."""
    return 0 < len(sentence.split()) <= 2


def first_clause(sentence: str, most: int) -> str:
    """Return a sentence up to its first comma or stop, cut at a word where it is longer."""
    words = _CLAUSE.split(sentence.strip(), maxsplit=1)[0].strip()
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip() + "…"


def notes_in_words(number: int) -> str:
    """Write a number of notes as a sentence begins: *Three notes*, *14 notes*."""
    if number == 1:
        return "One note"
    return f"{_NUMBERS[number] if number < len(_NUMBERS) else number} notes"
