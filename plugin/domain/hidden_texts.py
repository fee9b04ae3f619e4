"""What nobody reads while it is looked at again: texts of a group, and wordings of pieces; pure.

A group writes its question or its rules whenever it likes, also while notes are on a board that
nobody has collected yet. What repeats a held note then is read by nobody, here or elsewhere, until
it is changed or the day of the note is over. The text stays stored: a form that sends the sign
back keeps what it stands for.

A review of a piece is opened when a note that it rests on is taken back or erased: until somebody
who curates has looked, nobody outside reads it. It covers the wordings that were written before,
and the same words put back later, however they are typed. It ends for words that a curator wrote
since, and for the newest of them once a curator says that the piece still stands. An edit in Notion
ends nothing: whoever wrote it may not know what was taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plugin.domain.blankness import fold
from plugin.domain.overlap import Phrases, letters_of

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


@dataclass(frozen=True, slots=True)
class Review:
    """A piece is to be looked at again because a note is gone; who took it back is not stored."""

    piece_id: str
    note_id: str  # of the source stub
    opened_at: datetime
    up_to: int  # number of the newest wording at that time
    settled_at: datetime | None = None
    of_reading: bool = False  # what went stood in a reading beside the words


class Worded(Protocol):
    """What a review asks of a wording."""

    @property
    def id(self) -> str:
        """Return its id."""

    @property
    def number(self) -> int:
        """Return its place among the wordings of its piece."""

    @property
    def words(self) -> tuple[str, str, str]:
        """Return title, line and narrative."""

    @property
    def made_at(self) -> datetime:
        """Return when it was made."""

    @property
    def made_in(self) -> str:
        """Return where it was made: here, notion, read back."""


def in_review(reviews: Collection[Review], wordings: Sequence[Worded]) -> frozenset[str]:
    """Return the ids of the wordings, oldest first, that a review covers: an open one, or older
    words than those that a curator looked at when they said that it still stands."""
    return frozenset(
        each
        for review in reviews
        for each in (
            _covered(review, wordings)
            if review.settled_at is None
            else _not_looked_at(review, review.settled_at, wordings)
        )
    )


def _not_looked_at(
    review: Review, settled_at: datetime, wordings: Sequence[Worded]
) -> Iterator[str]:
    before = [e for e in wordings if e.number <= review.up_to or e.made_at < settled_at]
    # What was written in that very moment: the first of it alone can have been looked at for sure.
    then = [e for e in wordings if e.number > review.up_to and e.made_at == settled_at]
    seen = then[:1] or before[-1:]
    stands = _letters_in(seen[0].words) if seen else ""
    older = {_letters_in(e.words) for e in wordings if e.number <= review.up_to} - {stands}
    for each in wordings:
        if _letters_in(each.words) in older:
            yield each.id


def _covered(review: Review, wordings: Sequence[Worded]) -> list[str]:
    before = {_letters_in(each.words) for each in wordings if each.number <= review.up_to}
    found, is_rewritten = [], False
    for each in wordings:
        is_new = each.number > review.up_to and _letters_in(each.words) not in before
        # Only a curator writes here; a meeting's words, and Notion's, may still tell the story.
        is_rewritten = is_rewritten or (is_new and each.made_in == "here")
        if not (is_rewritten and is_new):
            found.append(each.id)
    return found


def _letters_in(words: Sequence[str]) -> str:
    """Return the letters of a wording's title, line and narrative as they look."""
    return letters_of(fold("\n".join(words)))
