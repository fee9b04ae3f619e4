"""The board that we want, as values: frames with their children, each with a key of its own.

Keys (`Z3`, `Z3/question`, `Z1/return/…`) are what links are stored under: they stay the same
when a board is planned again, whatever people did to titles and texts in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from plugin.scaffold.geometry import Point, Rect


class Kind(Enum):
    """What an item of ours is on a Miro board; the value is Miro's word."""

    TEXT = "text"
    CARD = "card"
    APP_CARD = "app_card"  # opens in our panel; capture reads neither


class Align(Enum):
    """How the lines of a text are set; the value is Miro's word."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text looks; the first `bold_lines` paragraphs are bold."""

    font_size: int
    bold_lines: int = 0
    align: Align = Align.LEFT
    colour: str = "#1a1a1a"


@dataclass(frozen=True, slots=True)
class WantedItem:
    """One text or card of ours; `rect` counts from the top-left corner of its frame.

    `content` is plain text, a paragraph each (a card's title is its only paragraph). A text's
    height is an estimate and is not sent; Miro places an item by `position`, its centre.
    """

    key: str
    zone: str
    kind: Kind
    content: tuple[str, ...]
    rect: Rect
    style: TextStyle
    description: str = ""

    @property
    def position(self) -> Point:
        """Return the centre, counted from the frame's top-left corner."""
        return self.rect.centre


@dataclass(frozen=True, slots=True)
class WantedFrame:
    """One box; `rect` and `note_area` are places on the board. `fill` None is see-through."""

    key: str
    title: str
    rect: Rect
    fill: str | None
    items: tuple[WantedItem, ...]
    note_area: Rect | None = None


@dataclass(frozen=True, slots=True)
class WantedBoard:
    """All boxes of one session, in reading order."""

    title: str
    frames: tuple[WantedFrame, ...]

    @property
    def items(self) -> tuple[WantedItem, ...]:
        """Return the children of all frames, in reading order."""
        return tuple(item for frame in self.frames for item in frame.items)

    def frame(self, key: str) -> WantedFrame:
        """Return the frame of this key; raise KeyError if there is none."""
        found = next((frame for frame in self.frames if frame.key == key), None)
        if found is None:
            raise KeyError(key)
        return found
