"""Words of a note that was taken back, to be looked for; and the pieces in which they may stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.domain.blankness import fold
from plugin.domain.days import long_day
from plugin.domain.notes import Note
from plugin.domain.overlap import Phrases, phrases_of
from plugin.domain.pieces import PieceWhole
from plugin.domain.receipts import PIECE_OF_DAY, PIECE_OF_OTHERS, say


@dataclass(frozen=True, slots=True)
class Lost:
    """The words that went: for what rested on them, and for what may repeat them anywhere."""

    note: Note
    versions: int
    near: Phrases
    anywhere: Phrases

    @classmethod
    def of(cls, note: Note, older: Sequence[str]) -> Lost:
        """Remember what is looked for, before the words are erased."""
        texts = [text for text in (note.text, *older) if text]
        near, anywhere = phrases_of(texts, with_short=True), phrases_of(texts)
        return cls(note, len(older), near, anywhere)


def name_in_report(whole: PieceWhole) -> str:
    """Return what reports call a piece: by the day on which it was made."""
    return say(PIECE_OF_DAY, day=long_day(whole.piece.made_at.date()))


@dataclass(frozen=True, slots=True)
class Touched:
    """A piece that rested on the note or repeats it, with the wordings in which its words stand."""

    whole: PieceWhole
    rested: bool
    wordings: tuple[int, ...]
    phrases: Phrases
    is_elsewhere: bool = False  # of another group, which the report does not name
    is_quoting: bool = False

    @property
    def name(self) -> str:
        """Return what a report calls it: it is kept, and titles may repeat what goes later.

        The note's page lists its pieces by their titles of now.
        """
        return say(PIECE_OF_OTHERS) if self.is_elsewhere else name_in_report(self.whole)

    @property
    def name_within(self) -> str:
        """Return the same, as it stands within a sentence."""
        return self.name[0].lower() + self.name[1:]

    def is_told_in(self, *texts: str) -> bool:
        """Say whether the words stand in one of these texts."""
        return any(self.phrases.stand_in(fold(text)) for text in texts)
