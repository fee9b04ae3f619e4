"""Notes that people put beside the card of a piece that came back: what they say to it; pure.

Places alone decide, and only inside one box. Notes that Hedgerow laid out itself say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from plugin.domain.notes import Note

# Pixels from a note’s centre to a card’s edge. A sticky is 200 wide unless somebody pulls it: one
# more could still lie between the two.
NEAR = 300.0


@dataclass(frozen=True, slots=True)
class CardPlace:
    """Where a card lies: its centre and size in pixels, and what it lies in."""

    miro_item_id: str
    container_id: str | None
    x: float
    y: float
    width: float
    height: float

    def distance(self, note: Note) -> float:
        """Return how far a note’s centre is from the card’s edge, in pixels; 0 for one upon it."""
        across = abs(note.x - self.x) - self.width / 2
        down = abs(note.y - self.y) - self.height / 2
        return hypot(max(across, 0), max(down, 0))


def beside(cards: Sequence[CardPlace], notes: Iterable[Note]) -> dict[str, str]:
    """Return which card each note lies beside: note id → Miro’s id of the card.

    Of several cards it is the nearest; between two that are as near, it says nothing to either.
    """
    placed = (each for each in notes if each.source == "miro" and each.text is not None)
    found = ((note, _nearest(cards, note)) for note in placed)
    return {note.id: card.miro_item_id for note, card in found if card is not None}


def _nearest(cards: Sequence[CardPlace], note: Note) -> CardPlace | None:
    here = [
        (each.distance(note), each)
        for each in cards
        if each.container_id is not None and each.container_id == note.container_id
    ]
    near = [found for found in here if found[0] <= NEAR]
    least = min((distance for distance, _ in near), default=None)
    nearest = [card for distance, card in near if distance == least]
    return nearest[0] if len(nearest) == 1 else None
