"""What somebody asks for who wants to know, or to have erased, what a group has about them.

Words are typed one spelling a line: a name, a nickname, a telephone number. A text is found where
every word of one line stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from plugin.domain.blankness import fold, one_line
from plugin.domain.text_search import spellings, terms_of

MOST_LINES = 10
LONGEST_LINE = 120


class FoundIn(StrEnum):
    """Where something was found; the value is said to people."""

    NOTE = "Notes"
    OLDER_NOTE = "Older words of notes"
    PIECE = "Pieces, in any of their wordings"
    READING = "How people read a piece, what is beside its notes, and why it was changed"
    GROUP = "The group’s own page, its permission and what it wrote of itself"
    AGREED = "What the group agreed"
    SESSION = "Sessions and their invitations"
    DESK = "Clusters, themes and reasons on the desk"
    BETWEEN = "Commitments, asks and their answers"
    PERSON = "People"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """One text in which something was found; `text` is empty where its words may not be shown.

    `about` is the id of a note, a piece, a session or a person, for a link to it.
    """

    found_in: FoundIn
    about: str
    text: str
    day: date | None = None
    says: str = ""
    goes_as: str = ""  # what a file says in place of it; empty: it goes as it is

    def for_a_file(self) -> FoundText:
        """Return what of it goes into a file: of a held note that there is one, and no words."""
        return replace(self, text="", says=self.goes_as) if self.goes_as else self


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The lines that are looked for, in the form in which words are compared."""

    lines: tuple[tuple[str, ...], ...]

    def stand_in(self, text: str) -> bool:
        """Say whether every word of one line stands in a text."""
        folded = fold(text)
        return any(
            all(any(one in folded for one in spellings(term)) for term in line)
            for line in self.lines
        )


def asked_for(typed: str) -> AskedFor | None:
    """Return what is looked for, None where nothing can be."""
    lines = (terms_of(line[:LONGEST_LINE]) for line in typed.splitlines())
    found = tuple(line for line in lines if any(len(term) > 1 for term in line))
    return AskedFor(found[:MOST_LINES]) if found else None


def as_markdown(
    group: str, day: str, words: str, found: Sequence[FoundText], left_out: Sequence[str]
) -> str:
    """Return what was found as a text for whoever asked."""
    lines = [f"# What “{group}” has", "", f"Looked up on {day}, for:", ""]
    lines += [f"- {each}" for each in words.splitlines() if each.strip()]
    for place in FoundIn:
        here = [each for each in found if each.found_in is place]
        if here:
            lines += ["", f"## {place.value}", ""]
            lines += [f"- {_line(each)}" for each in here]
    if not found:
        lines += ["", "Nothing was found."]
    lines += ["", "## What was left out, and why", "", *(f"- {each}" for each in left_out), ""]
    return "\n".join(lines)


def _line(each: FoundText) -> str:
    text = one_line(each.text)
    return f"{text} ({each.says})" if text and each.says else text or each.says
