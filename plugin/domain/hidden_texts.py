"""Texts of a group in which held words stand: what is shown in their place; pure.

A group writes its question or its rules whenever it likes, also while notes are on a board that
nobody has collected yet. What repeats a held note then is read by nobody, here or elsewhere, until
it is changed or the day of the note is over. The text stays stored: a form that sends the sign
back keeps what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugin.domain.overlap import Phrases
from plugin.domain.text_search import fold

HIDDEN = "(being looked at again)"


def hide(text: str, held: Phrases | None) -> str:
    """Return a text with a sign for each line in which held words stand; or for all of it."""
    if held is None or not text or not held.stand_in(fold(text)):
        return text
    lines = [HIDDEN if held.stand_in(fold(line)) else line for line in text.split("\n")]
    shown = "\n".join(lines)
    return HIDDEN if HIDDEN not in lines or held.stand_in(fold(shown)) else shown


def put_back(given: str, stored: str, held: Phrases | None) -> str:
    """Return a text as it is to be stored, where somebody sends back what `hide` showed."""
    shown = hide(stored, held)
    if shown == stored or HIDDEN not in given:
        return given
    hidden = [stored]
    if shown != HIDDEN and held is not None:
        own = stored.split("\n")
        hidden = [line for line in own if line == HIDDEN or held.stand_in(fold(line))]
    lines = given.replace("\r\n", "\n").split("\n")
    return "\n".join(hidden.pop(0) if line.strip() == HIDDEN and hidden else line for line in lines)


def hide_lines(lines: Iterable[str], held: Phrases | None) -> tuple[str, ...]:
    """Return lines with a sign for those that nobody reads; words may run on from line to line."""
    together = "\n".join(lines)
    return tuple(hide(together, held).split("\n")) if together else ()


def put_lines_back(
    given: Iterable[str], stored: Iterable[str], held: Phrases | None
) -> tuple[str, ...]:
    """Return lines as they are to be stored; the opposite of `hide_lines`."""
    together = "\n".join(given)
    return tuple(put_back(together, "\n".join(stored), held).split("\n")) if together else ()
