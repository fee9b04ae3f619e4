"""Decides what a board still lacks: the frames and items to make, in the fewest calls.

Ours is what a link says is ours, whatever people did to its title, text or place. What was made
but never linked (an answer that was lost) is recognised by kind, parent and content among the
items that are linked to nothing; place only settles a tie. Nothing is ever changed or deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.scaffold.board import WantedFrame, WantedItem
from plugin.scaffold.geometry import Point

ITEMS_PER_CALL = 20
FRAME = "frame"


@dataclass(frozen=True, slots=True)
class SeenItem:
    """An item on the board: a frame's `content` is its title, a card's its title, as plain text.

    `place` is the centre as Miro gives it: on the board, or in the parent frame.
    """

    miro_item_id: str
    kind: str
    content: str
    place: Point
    parent_id: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoardAsSeen:
    """Everything that lies on a board; other people's notes may be left out."""

    items: tuple[SeenItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Adopt:
    """Link what is there already: its making was sent, but the answer never came."""

    key: str
    miro_item_id: str


@dataclass(frozen=True, slots=True)
class CreateFrame:
    """Make one frame: one call."""

    frame: WantedFrame

    @property
    def key(self) -> str:
        """Return the key under which the new frame is linked."""
        return self.frame.key


@dataclass(frozen=True, slots=True)
class CreateItems:
    """Make up to 20 children in one call, all or none; each parent is its `zone`'s frame."""

    items: tuple[WantedItem, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys under which the new items are linked."""
        return tuple(item.key for item in self.items)


Action = Adopt | CreateFrame | CreateItems
