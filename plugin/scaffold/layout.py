"""Places a session design on a board: boxes in reading order, nothing overlapping.

Every box keeps at least 1400 × 1100 pixels below its question in which nothing of ours stands.
A board reads like a page: rows from left to right, Welcome first, Close last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plugin.domain.agreements import Policy
from plugin.domain.labels import Label
from plugin.domain.returns import ReturnCard, box_of
from plugin.domain.templates import WELCOME, Template, Zone
from plugin.scaffold.board import (
    Align,
    Kind,
    TextStyle,
    WantedBoard,
    WantedFrame,
    WantedItem,
)
from plugin.scaffold.board_texts import (
    BoardWords,
    day_line,
    foot_lines,
    key_lines,
    label_lines,
    permission_lines,
    rule_lines,
    title_of,
)
from plugin.scaffold.geometry import Point, Rect, around, text_height

COLUMNS = 4
GAP = 240
GAP_BESIDE = 600
FRAME_WIDTH = 2200
MARGIN = 80
INNER_WIDTH = FRAME_WIDTH - 2 * MARGIN
NOTE_AREA_HEIGHT = 1100

_BETWEEN = 40
_LABEL_WIDTH = 1020
_HEADING_WIDTH = INNER_WIDTH - _LABEL_WIDTH - _BETWEEN
_COLUMN_WIDTH = (INNER_WIDTH - _BETWEEN) // 2
_CARDS_IN_ROW = 3
_CARD_WIDTH = (INNER_WIDTH - (_CARDS_IN_ROW - 1) * _BETWEEN) // _CARDS_IN_ROW
CARD_PADDING = 24
DESCRIPTION_SIZE = 28

_HEADING = TextStyle(80, bold_lines=1)
_QUESTION = TextStyle(72)
_INQUIRY = TextStyle(88, bold_lines=1)
_LABEL = TextStyle(64, bold_lines=1, align=Align.RIGHT)
_LABEL_MEANING = TextStyle(40, align=Align.RIGHT)
_KEY = TextStyle(56, bold_lines=1)
_BODY = TextStyle(48, bold_lines=1)
_FOOT = TextStyle(40)
_CARD = TextStyle(36, bold_lines=1, colour="#2e5e3e")

# Three of the sixteen fills that Miro allows a frame; the words at the top right say the same.
_PALE_YELLOW, _PALE_GREY, _CLEAR = "#fff9b1", "#f5f6f8", None


def lay_out(
    template: Template,
    policy: Policy,
    words: BoardWords,
    returns: Sequence[ReturnCard] = (),
    origin: Point | None = None,
) -> WantedBoard:
    """Return the board of one session; `origin` is the top-left corner of its first box."""
    frames = [
        (_welcome if zone.code == WELCOME else _box)(
            zone,
            policy.labels[zone.code],
            words,
            [card for card in returns if box_of(card, template) == zone.code],
        )
        for zone in template.zones
    ]
    return WantedBoard(title_of(words), _in_rows(frames, origin or Point(0, 0)))


def note_area(board: WantedBoard, zone_code: str) -> Rect:
    """Return where notes of a zone go, on the board; raise KeyError for an unknown zone.

    Welcome takes no notes and sets no room aside: whoever writes there anyway has its whole frame.
    """
    frame = board.frame(zone_code)
    return frame.note_area or frame.rect


def box_around(board: WantedBoard) -> Rect:
    """Return the box around all frames, on the board."""
    return around(frame.rect for frame in board.frames)


def origin_beside(taken: Sequence[Rect]) -> Point:
    """Return where new boxes begin on a board: to the right of everything that is there."""
    if not taken:
        return Point(0, 0)
    box = around(taken)
    return Point(box.right + GAP_BESIDE, box.y)


def _in_rows(frames: Sequence[WantedFrame], origin: Point) -> tuple[WantedFrame, ...]:
    placed: list[WantedFrame] = []
    y = origin.y
    for start in range(0, len(frames), COLUMNS):
        row = frames[start : start + COLUMNS]
        height = max(frame.rect.height for frame in row)
        for column, frame in enumerate(row):
            placed.append(_placed(frame, origin.x + column * (FRAME_WIDTH + GAP), y, height))
        y += height + GAP
    return tuple(placed)


def _placed(frame: WantedFrame, x: float, y: float, height: float) -> WantedFrame:
    """Put a frame in its row: as high as the highest of them, the room for notes growing along."""
    area = frame.note_area
    if area is not None:
        area = Rect(x + area.x, y + area.y, area.width, height - MARGIN - area.y)
    return replace(frame, rect=Rect(x, y, FRAME_WIDTH, height), note_area=area)


def _box(zone: Zone, label: Label, words: BoardWords, returns: Sequence[ReturnCard]) -> WantedFrame:
    items = _head(zone, label, (zone.frame_title,), words)
    items.append(_below(items, zone, "question", zone.prompts, _QUESTION))
    items += _cards(zone, returns, _bottom(items) + _BETWEEN)
    top = _bottom(items) + _BETWEEN
    return WantedFrame(
        key=zone.code,
        title=zone.frame_title,
        rect=Rect(0, 0, FRAME_WIDTH, top + NOTE_AREA_HEIGHT + MARGIN),
        fill=_CLEAR if label is Label.X else _PALE_GREY,
        items=tuple(items),
        note_area=Rect(MARGIN, top, INNER_WIDTH, NOTE_AREA_HEIGHT),
    )


def _welcome(
    zone: Zone, label: Label, words: BoardWords, returns: Sequence[ReturnCard]
) -> WantedFrame:
    items = _head(zone, label, (zone.frame_title, words.meeting, day_line(words)), words)
    items.append(_below(items, zone, "question", (words.question, *zone.prompts), _INQUIRY))
    top = _bottom(items) + _BETWEEN
    columns = (("permission", permission_lines(words)), ("rules", rule_lines(words)))
    left: float = MARGIN
    for name, lines in columns:
        if lines:
            items.append(_text(zone, name, lines, _BODY, left, top, _COLUMN_WIDTH))
            left += _COLUMN_WIDTH + _BETWEEN
    items.append(_below(items, zone, "key", key_lines(words), _KEY))
    items.append(_below(items, zone, "foot", foot_lines(words), _FOOT))
    items += _cards(zone, returns, _bottom(items) + _BETWEEN)
    return WantedFrame(
        key=zone.code,
        title=zone.frame_title,
        rect=Rect(0, 0, FRAME_WIDTH, _bottom(items) + MARGIN),
        fill=_PALE_YELLOW,
        items=tuple(items),
    )


def _head(
    zone: Zone, label: Label, heading: tuple[str, ...], words: BoardWords
) -> list[WantedItem]:
    first, second = label_lines(label, words)
    left = FRAME_WIDTH - MARGIN - _LABEL_WIDTH
    upper = _text(zone, "label", (first,), _LABEL, left, MARGIN, _LABEL_WIDTH)
    below = upper.rect.bottom
    return [
        _text(zone, "heading", heading, _HEADING, MARGIN, MARGIN, _HEADING_WIDTH),
        upper,
        _text(zone, "label-meaning", second, _LABEL_MEANING, left, below, _LABEL_WIDTH),
    ]


def _text(
    zone: Zone,
    name: str,
    lines: tuple[str, ...],
    style: TextStyle,
    x: float,
    y: float,
    width: float,
) -> WantedItem:
    height = text_height(lines, width, style.font_size, style.bold_lines)
    rect = Rect(x, y, width, height)
    return WantedItem(f"{zone.code}/{name}", zone.code, Kind.TEXT, lines, rect, style)


def _below(
    items: Sequence[WantedItem], zone: Zone, name: str, lines: tuple[str, ...], style: TextStyle
) -> WantedItem:
    return _text(zone, name, lines, style, MARGIN, _bottom(items) + _BETWEEN, INNER_WIDTH)


def _bottom(items: Sequence[WantedItem]) -> float:
    return max(item.rect.bottom for item in items)


def _cards(zone: Zone, returns: Sequence[ReturnCard], top: float) -> list[WantedItem]:
    """Lay cards out in rows, each row as high as its highest card."""
    placed: list[WantedItem] = []
    for start in range(0, len(returns), _CARDS_IN_ROW):
        row = returns[start : start + _CARDS_IN_ROW]
        height = max(_card_height(card) for card in row)
        placed += (_card(zone, card, column, top, height) for column, card in enumerate(row))
        top += height + _BETWEEN
    return placed


def _card(zone: Zone, card: ReturnCard, column: int, top: float, height: float) -> WantedItem:
    return WantedItem(
        key=f"{zone.code}/return/{card.key}",
        zone=zone.code,
        kind=Kind.CARD,
        content=(card.title,),
        rect=Rect(MARGIN + column * (_CARD_WIDTH + _BETWEEN), top, _CARD_WIDTH, height),
        style=_CARD,
        description=card.description,
    )


def _card_height(card: ReturnCard) -> float:
    width = _CARD_WIDTH - 2 * CARD_PADDING
    title = text_height((card.title,), width, _CARD.font_size, bold_lines=1)
    below = text_height((card.description,), width, DESCRIPTION_SIZE) if card.description else 0
    return title + below + 2 * CARD_PADDING
