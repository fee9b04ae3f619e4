"""A board as a page draws it: frames, texts, cards and notes at their places, in reading order.

Everything is worked out here, so that the template only writes it down and no style is needed
besides classes: sizes and places become attributes of the drawing.
"""

import hashlib
import math
from dataclasses import dataclass

from markupsafe import Markup

from connectors.sandbox.miro.geometry import absolute
from connectors.sandbox.miro.markup import shown
from connectors.sandbox.miro.models import Board, Item
from connectors.sandbox.miro.state import MiroState
from connectors.sandbox.people.miro_edits import plain

CARDS = ("card", "app_card")
OUTSIDE = "Outside every box"
_MARGIN = 160.0
_ROW = 240.0
_NOTE_PADDING = 12.0
_LARGEST_PX, _SMALLEST_PX = 30, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One item: its top left corner on the board, what it says, and how it looks."""

    id: str
    type: str
    x: float
    y: float
    width: float
    height: float
    words: Markup
    text: str
    below: Markup
    colour: str
    ink: str
    font_px: float
    align: str
    writer: str
    tags: tuple[str, ...]

    @property
    def colour_words(self) -> str:
        """The colour as people say it."""
        return self.colour.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFrame:
    """A box, or with `id` empty the bare board around them, with what lies in it."""

    id: str
    title: str
    x: float
    y: float
    width: float
    height: float
    fill: str
    others: tuple[Drawn, ...]
    notes: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole board with the window that shows all of it."""

    frames: tuple[DrawnFrame, ...]
    x: float
    y: float
    width: float
    height: float


def draw(state: MiroState, board: Board) -> Drawing:
    """Return the drawing of a board; the boxes come in reading order, the bare board last."""
    frames = _in_order([_drawn(state, board, frame) for frame in board.frames()], board)
    boxes = tuple(_frame_with_content(state, board, frame) for frame in frames)
    others, notes = _inside(state, board, None)
    bare = DrawnFrame(
        id="", title=OUTSIDE, x=0, y=0, width=0, height=0, fill="none", others=others, notes=notes
    )
    everything = [_drawn(state, board, item) for item in board.items.values()]
    left = min((item.x for item in everything), default=0.0) - _MARGIN
    top = min((item.y for item in everything), default=0.0) - _MARGIN
    right = max((item.x + item.width for item in everything), default=1600.0) + _MARGIN
    bottom = max((item.y + item.height for item in everything), default=900.0) + _MARGIN
    return Drawing((*boxes, bare), left, top, right - left, bottom - top)


def _frame_with_content(state: MiroState, board: Board, frame: Drawn) -> DrawnFrame:
    others, notes = _inside(state, board, frame.id)
    return DrawnFrame(
        id=frame.id,
        title=frame.text,
        x=frame.x,
        y=frame.y,
        width=frame.width,
        height=frame.height,
        fill=frame.colour,
        others=others,
        notes=notes,
    )


def version(board: Board) -> str:
    """Return a mark that changes whenever the drawing would."""
    seen = [
        (i.id, i.data, i.style, i.x, i.y, i.width, i.height, i.parent_id, i.tag_ids)
        for i in board.items.values()
    ]
    return hashlib.sha256(repr((board.name, seen)).encode()).hexdigest()[:16]


def _inside(
    state: MiroState, board: Board, frame_id: str | None
) -> tuple[tuple[Drawn, ...], tuple[Drawn, ...]]:
    items = [i for i in board.items.values() if i.parent_id == frame_id and i.type != "frame"]
    drawn = _in_order([_drawn(state, board, item) for item in items], board)
    others = tuple(item for item in drawn if item.type != "sticky_note")
    return others, tuple(item for item in drawn if item.type == "sticky_note")


def _in_order(items: list[Drawn], board: Board) -> list[Drawn]:
    """Sort as one reads: rows from top to bottom, each from left to right."""
    return sorted(items, key=lambda item: (round(item.y / _ROW), item.x, item.y, int(item.id)))


def _drawn(state: MiroState, board: Board, item: Item) -> Drawn:
    place = absolute(board, item)
    words = str(item.data.get("content", item.data.get("title", "")))
    description = str(item.data.get("description", ""))
    return Drawn(
        id=item.id,
        type=item.type,
        x=place.x - item.width / 2,
        y=place.y - item.height / 2,
        width=item.width,
        height=item.height,
        words=shown(words),
        text=words if item.type == "frame" else plain(words),
        below=shown(description),
        colour=_fill(item),
        ink=str(item.style.get("color", "#1a1a1a")),
        font_px=_font_px(item, plain(words)),
        align=str(item.style.get("textAlign", "left")),
        writer=state.name_of(board, item.created_by),
        tags=tuple(board.tags[tag_id].title for tag_id in item.tag_ids),
    )


def _fill(item: Item) -> str:
    if item.type == "card":
        return str(item.style["cardTheme"])
    if item.type == "app_card":
        return str(item.style["fillColor"])
    fill = str(item.style.get("fillColor", "none"))
    if item.type != "sticky_note" and (len(fill) == 9 or item.style.get("fillOpacity") == "0.0"):
        return "none"
    return fill


def _font_px(item: Item, text: str) -> float:
    if item.type == "sticky_note":
        return _fitting_px(text, item.width - 2 * _NOTE_PADDING, item.height - 60)
    if item.type in CARDS:
        return max(14.0, min(36.0, item.width / 16))
    return float(str(item.style.get("fontSize", "14")))


def _fitting_px(text: str, width: float, height: float) -> float:
    """Return the largest letters with which a text fits into a note, as the editor does."""
    for px in range(_LARGEST_PX, _SMALLEST_PX, -1):
        in_a_line = max(1, int(width / (px * 0.56)))
        lines = sum(max(1, math.ceil(len(line) / in_a_line)) for line in text.split("\n"))
        if lines * px * 1.3 <= height:
            return float(px)
    return float(_SMALLEST_PX)
