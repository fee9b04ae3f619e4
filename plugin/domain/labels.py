"""Capture labels: what may happen to a note, and which of two labels is stricter.

The letters are for code; people read the words (docs/words.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum

from plugin.domain.days import lazy_short_day
from plugin.languages import Language, LazyText, SessionLanguage, lazy_gettext


class Label(Enum):
    """What the software may do with a note of a box."""

    X = "X"  # stays here: never copied
    H = "H"  # held until a date, never quoted, then deleted
    S = "S"  # we decide: becomes a setting when the group agrees it
    M = "M"  # kept: stays in the group, checked before anyone else reads it


STRICTEST_FIRST = (Label.X, Label.H, Label.S, Label.M)

WORDS = {
    Label.X: lazy_gettext("Stays here"),
    Label.H: lazy_gettext("Held"),
    Label.M: lazy_gettext("Kept"),
    Label.S: lazy_gettext("We decide"),
}
MARKS = {Label.X: "○", Label.H: "◔", Label.M: "●", Label.S: "✓"}


def strictest(labels: Iterable[Label]) -> Label:
    """Return the strictest of one or more labels (X > H > S > M)."""
    return min(labels, key=STRICTEST_FIRST.index)


def is_looser(label: Label, than: Label) -> bool:
    """Say whether `label` lets a note travel further than `than` does."""
    return STRICTEST_FIRST.index(label) > STRICTEST_FIRST.index(than)


def first_line(label: Label, held_until: date | None = None) -> LazyText:
    """Return what stands large at the top right of a box, with its mark."""
    if label is Label.H and held_until is not None:
        day = lazy_short_day(held_until)
        return lazy_gettext("%(mark)s Held until %(day)s", mark=MARKS[label], day=day)
    return LazyText(lambda language: f"{MARKS[label]} {WORDS[label].in_language(language)}")


def board_line(label: Label, held_until: date, spoken: SessionLanguage) -> str:
    """Return the first line as a board shows it: in both languages its mark stands once."""
    line = first_line(label, held_until)
    first, *more = (line.in_language(each) for each in spoken.languages)
    return " / ".join((first, *(each.removeprefix(MARKS[label]).strip() for each in more)))


def known_lines() -> tuple[str, ...]:
    """Return how the first line of a label can begin on a board, in every language."""
    return tuple(
        line
        for label in Label
        for language in Language
        for line in (first_line(label).in_language(language), _held_line(language))
    )


def _held_line(language: Language) -> str:
    line = lazy_gettext("%(mark)s Held until %(day)s", mark=MARKS[Label.H], day="")
    return line.in_language(language).strip()


def second_line(label: Label, readers: str) -> LazyText:
    """Return the sentence under the label; `readers` are first names, as in *Sam and Helen*."""
    match label:
        case Label.X:
            return lazy_gettext(
                "Better said than written. Hedgerow keeps nothing from here; everyone on this "
                "board sees it."
            )
        case Label.H:
            return lazy_gettext(
                "Everyone here sees it today. Then only %(readers)s, then it is deleted.",
                readers=readers,
            )
        case Label.M:
            return lazy_gettext("Stays in our group. Checked with us before anyone else reads it.")
        case Label.S:
            return lazy_gettext("Becomes our rule if we agree it today.")
