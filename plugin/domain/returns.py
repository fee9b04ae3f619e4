"""What goes onto a group's next board as cards: checked pieces, open sentences, earlier notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.domain.blankness import one_line
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.templates import LAYS_OUT_NOTES, LAYS_OUT_PIECES, Template

PIECE = "piece:"  # begins the keys of cards that bring a piece back
NOTE = "note:"  # begins the keys of cards that lay out a note
OPEN = "open:"  # begins the keys of cards that ask about a sentence of the group
LONGEST_CARD = 400  # characters of a note: a card that people still read on a board


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """One card for a board; `key` stays the same when a board is built again."""

    key: str
    title: str
    description: str = ""
    piece_id: str | None = None
    proposal_id: str | None = None

    @property
    def words(self) -> str:
        """Return everything that stands on it."""
        return f"{self.title}\n{self.description}"


def box_of(card: ReturnCard, template: Template) -> str:
    """Return the code of the box in which a card lies: one that is meant for it, or Welcome."""
    if card.key.startswith(NOTE):
        return template.box_that_lays_out(LAYS_OUT_NOTES)
    if card.key.startswith(PIECE):
        return template.box_that_lays_out(LAYS_OUT_PIECES)
    return template.returns_zone


def can_be_card(note: Note, today: date) -> bool:
    """Say whether a note may be laid out for its own group: it is kept, and read today."""
    return note.label is Label.M and note.may_be_read(today) and not note.is_waiting


def note_card(note: Note, words: str, where: str) -> ReturnCard:
    """Return a note as a card: how its words begin as they may leave, where it was written.

    Never by whom. A card as long as a long note would make its box higher than anybody scrolls.
    """
    whole = one_line(words)
    begins = whole[:LONGEST_CARD].rpartition(" ")[0] or whole[:LONGEST_CARD]
    title = whole if len(whole) <= LONGEST_CARD else f"{begins} …"
    return ReturnCard(f"{NOTE}{note.id}", title, where)
