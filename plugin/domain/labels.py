"""Capture labels: what may happen to a note, and which of two labels is stricter.

The letters are for code; people read the words (docs/words.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum

from plugin.domain.days import short_day


class Label(Enum):
    """What the software may do with a note of a box."""

    X = "X"  # stays here: never copied
    H = "H"  # held until a date, never quoted, then deleted
    S = "S"  # we decide: becomes a setting when the group agrees it
    M = "M"  # kept: stays in the group, checked before anyone else reads it


STRICTEST_FIRST = (Label.X, Label.H, Label.S, Label.M)

WORDS = {Label.X: "Stays here", Label.H: "Held", Label.M: "Kept", Label.S: "We decide"}
MARKS = {Label.X: "○", Label.H: "◔", Label.M: "●", Label.S: "✓"}


def strictest(labels: Iterable[Label]) -> Label:
    """Return the strictest of one or more labels (X > H > S > M)."""
    return min(labels, key=STRICTEST_FIRST.index)


def is_looser(label: Label, than: Label) -> bool:
    """Say whether `label` lets a note travel further than `than` does."""
    return STRICTEST_FIRST.index(label) > STRICTEST_FIRST.index(than)


def first_line(label: Label, held_until: date | None = None) -> str:
    """Return what stands large at the top right of a box, with its mark."""
    if label is Label.H and held_until is not None:
        return f"{MARKS[label]} Held until {short_day(held_until)}"
    return f"{MARKS[label]} {WORDS[label]}"


def second_line(label: Label, readers: str) -> str:
    """Return the sentence under the label; `readers` are first names, as in *Sam and Helen*."""
    return {
        Label.X: "Better said than written. Hedgerow keeps nothing from here; "
        "everyone on this board sees it.",
        Label.H: f"Everyone here sees it today. Then only {readers}, then it is deleted.",
        Label.M: "Stays in our group. Checked with us before anyone else reads it.",
        Label.S: "Becomes our rule if we agree it today.",
    }[label]
