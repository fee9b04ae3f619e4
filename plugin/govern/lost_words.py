"""Words of a note that was taken back, to be looked for; and the pieces in which they may stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.domain.days import long_day
from plugin.domain.notes import Note
from plugin.domain.overlap import Phrases, phrases_of
from plugin.domain.pieces import PieceWhole
from plugin.domain.text_search import fold


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


@dataclass(frozen=True, slots=True)
class Touched:
    """A piece that rested on the note or repeats it, with the wordings in which its words stand."""

    whole: PieceWhole
    rested: bool
    wordings: tuple[int, ...]
    phrases: Phrases
    is_elsewhere: bool = False  # of another group, which the report does not name

    @property
    def name(self) -> str:
        """Return its title, or the day it was made where the title repeats the words."""
        if self.is_elsewhere:
            return "A piece of another group"
        title, made = self.whole.newest.title, self.whole.piece.made_at
        if self.phrases.stand_in(fold(title)):
            return f"The piece made on {long_day(made.date())}"
        return f"“{title}”"

    def is_told_in(self, *texts: str) -> bool:
        """Say whether the words stand in one of these texts."""
        return any(self.phrases.stand_in(fold(text)) for text in texts)
