"""Draws the board that would be built as an SVG, for the page that asks *Build?*.

Every text is escaped, nothing is fetched from anywhere, and the picture names and describes
itself for people who hear pages. Colours and sizes are attributes, since our pages allow no
inline style.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from plugin.scaffold.board import Align, Kind, WantedBoard, WantedFrame, WantedItem
from plugin.scaffold.geometry import LINE_HEIGHT, Rect, wrapped
from plugin.scaffold.layout import CARD_PADDING, DESCRIPTION_SIZE, box_around

_AROUND = 120
_TITLE_SIZE = 80
_INK, _SECOND_INK, _LINE, _PAPER = "#22261f", "#55594f", "#8a8f82", "#ffffff"
# XML has no way to write these characters, escaped or not.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def board_picture(board: WantedBoard) -> str:
    """Return the board as one SVG document."""
    box = box_around(board)
    view = (box.x - _AROUND, box.y - 2 * _AROUND, box.width + 2 * _AROUND, box.height + 3 * _AROUND)
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" role="img"'
        ' aria-labelledby="board-title board-boxes"'
        f' viewBox="{" ".join(_number(part) for part in view)}"'
        ' font-family="Arial, Liberation Sans, sans-serif">',
        f'<title id="board-title">{_escaped("Board: " + board.title)}</title>',
        f'<desc id="board-boxes">{_escaped(_described(board))}</desc>',
        *(line for frame in board.frames for line in _frame(frame)),
        "</svg>",
    ]
    return "\n".join(lines)


def _described(board: WantedBoard) -> str:
    boxes = ". ".join(f"{frame.title}: {_label(frame)}" for frame in board.frames)
    return f"{len(board.frames)} boxes in reading order. {boxes}."


def _label(frame: WantedFrame) -> str:
    lines = (item.content[0] for item in frame.items if item.key == f"{frame.key}/label")
    return next(lines, "no label")


def _frame(frame: WantedFrame) -> Iterator[str]:
    rect = frame.rect
    title = (frame.title, True)
    yield from _text([title], rect.x, rect.y - 1.4 * _TITLE_SIZE, _TITLE_SIZE, _SECOND_INK)
    yield _rect(rect, f'fill="{frame.fill or _PAPER}" stroke="{_LINE}" stroke-width="6"')
    if frame.note_area is not None:
        yield from _room(frame.note_area)
    for item in frame.items:
        yield from _item(item, item.rect.moved(rect.x, rect.y))


def _room(area: Rect) -> Iterator[str]:
    dashes = f'stroke="{_LINE}" stroke-width="4" stroke-dasharray="24 24"'
    yield _rect(area, f'fill="{_PAPER}" fill-opacity="0.6" rx="16" {dashes}')
    words, size = [("room for notes", False)], 48
    yield from _text(words, area.centre.x, area.centre.y - size, size, _SECOND_INK, "middle")


def _item(item: WantedItem, place: Rect) -> Iterator[str]:
    style = item.style
    if item.kind is not Kind.TEXT:
        yield from _card(item, place)
        return
    lines = wrapped(item.content, place.width, style.font_size, style.bold_lines)
    right = style.align is Align.RIGHT
    x, anchor = (place.right, "end") if right else (place.x, "start")
    yield from _text(lines, x, place.y, style.font_size, style.colour, anchor)


def _card(item: WantedItem, place: Rect) -> Iterator[str]:
    size, room = item.style.font_size, place.width - 2 * CARD_PADDING
    yield _rect(place, f'fill="{_PAPER}" rx="12" stroke="{item.style.colour}" stroke-width="6"')
    title = list(wrapped(item.content, room, size, item.style.bold_lines))
    x, y = place.x + CARD_PADDING, place.y + CARD_PADDING
    yield from _text(title, x, y, size, _INK)
    below = wrapped((item.description,), room, DESCRIPTION_SIZE)
    y += len(title) * size * LINE_HEIGHT
    yield from _text(below, x, y, DESCRIPTION_SIZE, _SECOND_INK)


def _rect(rect: Rect, look: str) -> str:
    place = f'x="{_number(rect.x)}" y="{_number(rect.y)}"'
    size = f'width="{_number(rect.width)}" height="{_number(rect.height)}"'
    return f"<rect {place} {size} {look}/>"


def _text(
    lines: Iterable[tuple[str, bool]],
    x: float,
    top: float,
    size: int,
    colour: str,
    anchor: str = "start",
) -> Iterator[str]:
    for number, (line, bold) in enumerate(lines):
        baseline = top + (number + 0.8) * size * LINE_HEIGHT
        weight = ' font-weight="bold"' if bold else ""
        yield (
            f'<text x="{_number(x)}" y="{_number(baseline)}" font-size="{size}"{weight}'
            f' fill="{_escaped(colour)}" text-anchor="{anchor}" unicode-bidi="plaintext">'
            f"{_escaped(line)}</text>"
        )


def _escaped(text: str) -> str:
    return html.escape(_NOT_IN_XML.sub("\ufffd", text))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
