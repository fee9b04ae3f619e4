"""Draws a box of a collected board with the notes that lie in it, or the part around one note.

The notes stand where they stood on the board. A box that is never collected is drawn blank. Nothing
of a note is drawn but its words and its place: no writer, and no colour, which people chose. Pure:
it draws what it is given and decides nothing about who may read it. Colours are classes, so that
the page's own colours hold in the light and in the dark.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from markupsafe import Markup

from plugin.scaffold.geometry import LINE_HEIGHT, Point, Rect, around, rect_around, wrapped
from plugin.scaffold.layout import COLUMNS, FRAME_WIDTH, GAP

_NOTE = 200.0  # pixels on a board: how large a sticky is unless somebody pulls it
_PADDING, _SIZE, _TITLE_SIZE = 12, 28, 44
_LEAST_HEIGHT = 1_600.0
_AROUND = 60.0
_SEEN = (1_100.0, 850.0)  # how much of the board is drawn around one note
_NEAR = 3
_SHORT = 80


@dataclass(frozen=True, slots=True)
class PictureNote:
    """A note with its centre, from the top-left corner of its box."""

    id: str
    x: float
    y: float
    words: str = field(repr=False)

    @property
    def has_place(self) -> bool:
        """Say whether it stood on a board; one that was typed in has no place."""
        return bool(self.x or self.y)


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A box in the order of its board; a blank one says why in a word."""

    code: str
    title: str
    blank: str
    notes: tuple[PictureNote, ...]


def picture_around(boxes: Sequence[PictureBox], note_id: str) -> Markup | None:
    """Return the part of the board around a note, outlined; None where it had no place there."""
    frames = _frames(boxes)
    found = [
        (box, note, _centre(frames[box.code], note))
        for box in boxes
        for note in box.notes
        if note.has_place
    ]
    own = next((each for each in found if each[1].id == note_id), None)
    if own is None:
        return None
    box, _, at = own
    seen = rect_around(at, *_SEEN)
    others = [
        each
        for each in found
        if each is not own and seen.overlaps(rect_around(each[2], _NOTE, _NOTE))
    ]
    others.sort(key=lambda each: (each[2].x - at.x) ** 2 + (each[2].y - at.y) ** 2)
    near = [note.words for _, note, _ in others[:_NEAR]]
    told = f"It stands in “{box.title}”, {_nearest(near)}"
    shapes = [
        *(part for each in boxes for part in _frame(each, frames[each.code], seen)),
        *(part for _, note, place in reversed(others) for part in _note(note, place)),
        *_note(own[1], at, "bp-note bp-here"),
    ]
    return _svg(seen, "This note on its board", told, shapes)


def picture_of(box: PictureBox) -> Markup:
    """Return one box with all its notes."""
    frame = _frames([box])[box.code]
    placed = [each for each in box.notes if each.has_place]
    squares = [rect_around(_centre(frame, each), _NOTE, _NOTE) for each in placed]
    middle = around(squares or [frame])
    # What is empty around its notes is left out, so that they can be read.
    seen = rect_around(
        middle.centre,
        max(middle.width + 2 * _AROUND, _SEEN[0]),
        max(middle.height + 4 * _AROUND, _SEEN[1]),
    )
    number = len(placed)
    told = f"{number} {'note' if number == 1 else 'notes'} where they stood on the board"
    shapes = [
        *_frame(box, frame, seen),
        *(part for each in placed for part in _note(each, _centre(frame, each))),
    ]
    return _svg(seen, f"The box “{box.title}”", told, shapes)


def _frames(boxes: Sequence[PictureBox]) -> dict[str, Rect]:
    """Return where each box lies: in rows, as boards are laid out, high enough for its notes."""
    lowest = max((note.y for box in boxes for note in box.notes), default=0.0)
    height = max(_LEAST_HEIGHT, lowest + _NOTE)
    return {
        box.code: Rect(
            number % COLUMNS * (FRAME_WIDTH + GAP),
            number // COLUMNS * (height + GAP),
            FRAME_WIDTH,
            height,
        )
        for number, box in enumerate(boxes)
    }


def _centre(frame: Rect, note: PictureNote) -> Point:
    return Point(frame.x + note.x, frame.y + note.y)


def _nearest(near: Sequence[str]) -> str:
    if not near:
        return "and no other note is near it"
    return "near " + ", ".join(f"“{_short(words)}”" for words in near)


def _frame(box: PictureBox, rect: Rect, seen: Rect) -> Iterator[str]:
    if not seen.overlaps(rect, 2 * _TITLE_SIZE):
        return
    kind = "bp-blank" if box.blank else "bp-box"
    yield _rect(rect, kind, 16)
    x = max(rect.x, seen.x) + _PADDING  # read also where its box begins further left
    y = max(rect.y - _TITLE_SIZE / 2, seen.y + 1.5 * _TITLE_SIZE)
    room = min(rect.right, seen.right) - x
    for number, words in enumerate(filter(None, (box.title, box.blank))):
        lines = list(wrapped([words], room, _TITLE_SIZE))
        if len(lines) == 1:  # what is cut off is no help
            yield _text(words, x, y + 2 * number * _TITLE_SIZE, _TITLE_SIZE)


def _note(note: PictureNote, centre: Point, kind: str = "bp-note") -> Iterator[str]:
    place = rect_around(centre, _NOTE, _NOTE)
    yield _rect(place, kind, 8)
    room = place.width - 2 * _PADDING
    most = int((place.height - 2 * _PADDING) / (_SIZE * LINE_HEIGHT))
    lines = [line for line, _ in islice(wrapped([note.words], room, _SIZE), most + 1)]
    shown = lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-2]}…"]
    for number, line in enumerate(shown):
        baseline = place.y + _PADDING + (number + 0.8) * _SIZE * LINE_HEIGHT
        yield _text(line, place.x + _PADDING, baseline, _SIZE)


def _svg(seen: Rect, title: str, told: str, shapes: Sequence[str]) -> Markup:
    view = " ".join(_number(each) for each in (seen.x, seen.y, seen.width, seen.height))
    said = f"{title}. {told}."
    head = (
        f'<svg class="board-part" role="img" aria-label="{_escaped(said)}" viewBox="{view}"'
        f' width="{_number(seen.width)}" height="{_number(seen.height)}">'
    )
    return Markup(f"{head}{''.join(shapes)}</svg>")  # noqa: S704  every text in it is escaped


def _rect(rect: Rect, kind: str, corner: int) -> str:
    place = f'x="{_number(rect.x)}" y="{_number(rect.y)}"'
    size = f'width="{_number(rect.width)}" height="{_number(rect.height)}"'
    return f'<rect class="{kind}" {place} {size} rx="{corner}"/>'


def _text(words: str, x: float, y: float, size: int) -> str:
    place = f'x="{_number(x)}" y="{_number(y)}" font-size="{size}"'
    return f'<text class="bp-words" {place} unicode-bidi="plaintext">{_escaped(words)}</text>'


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1].rstrip()}…"


def _escaped(words: str) -> str:
    return html.escape(words)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
