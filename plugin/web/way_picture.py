"""Draws the way of a piece as an SVG: its notes, the piece, its wordings, and where these went.

Pure: it draws what it is given and decides nothing about who may read it. The page says the same in
a list, so the picture shortens words and has no links. Colours are those of the page's text, so
that it is read on dark pages too.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT, _GAP, _BETWEEN, _TOP = 220, 52, 14, 48, 34
_MOST = 12  # in one column: the list has them all
_LETTERS = 26  # wide ones fit, at the size below
_COLUMNS = ("Notes", "Piece", "Wordings", "Where it went")


@dataclass(frozen=True, slots=True)
class WayStep:
    """One thing on the way: what it says, what it is, and where it is looked at."""

    words: str
    what: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class PieceWay:
    """A whole way; `out` is the number among its wordings of the one that went to places."""

    notes: tuple[WayStep, ...]
    piece: WayStep
    wordings: tuple[WayStep, ...]
    places: tuple[WayStep, ...]
    out: int = 0


def way_picture(way: PieceWay) -> str:
    """Return the picture as one SVG element."""
    columns = [_shown(each) for each in (way.notes, (way.piece,), way.wordings, way.places)]
    rows = max(len(each) for each in columns)
    height = _TOP + rows * (_HEIGHT + _GAP)
    width = len(columns) * (_WIDTH + _BETWEEN) - _BETWEEN
    out = min(way.out, len(columns[2]) - 1)
    lines = [
        *(_line((0, number), (1, 0)) for number in range(len(columns[0]))),
        *(_line((1, 0), (2, number)) for number in range(len(columns[2]))),
        *(_line((2, out), (3, number)) for number in range(len(columns[3]))),
    ]
    boxes = [
        part
        for x, column in enumerate(columns)
        for y, step in enumerate(column)
        for part in _box(x, y, step)
    ]
    heads = [
        f'<text x="{_left(x)}" y="16" font-size="14" font-weight="600">{head}</text>'
        for x, head in enumerate(_COLUMNS)
    ]
    return "".join(
        (
            f'<svg role="img" aria-labelledby="way-title way-said" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" fill="currentColor">',
            f'<title id="way-title">{_escaped(f"The way of “{way.piece.words}”")}</title>',
            f'<desc id="way-said">{_escaped(_said(way))}</desc>',
            *lines,
            *heads,
            *boxes,
            "</svg>",
        )
    )


def _said(way: PieceWay) -> str:
    counted = (
        (len(way.notes), "note", "notes"),
        (len(way.wordings), "wording", "wordings"),
        (len(way.places), "place that it went to", "places that it went to"),
    )
    parts = [f"{number} {one if number == 1 else more}" for number, one, more in counted]
    return f"{', '.join(parts)}. The list below says each."


def _shown(steps: Sequence[WayStep]) -> list[WayStep]:
    if len(steps) <= _MOST:
        return list(steps)
    left = len(steps) - _MOST + 1
    return [*steps[: _MOST - 1], WayStep(f"and {left} more", "in the list below")]


def _box(x: int, y: int, step: WayStep) -> Iterator[str]:
    left, top = _left(x), _top(y)
    yield (
        f'<rect x="{left}" y="{top}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" fill="none"'
        ' stroke="currentColor"/>'
    )
    for line, words, size in ((21, step.words, 13), (41, step.what, 12)):
        yield (
            f'<text x="{left + 10}" y="{top + line}" font-size="{size}"'
            f' unicode-bidi="plaintext">{_escaped(_short(words))}</text>'
        )


def _line(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = start, end
    left, right = _left(x1) + _WIDTH, _left(x2)
    above, below = _top(y1) + _HEIGHT // 2, _top(y2) + _HEIGHT // 2
    half = (left + right) // 2
    return (
        f'<path d="M{left} {above}C{half} {above} {half} {below} {right} {below}" fill="none"'
        ' stroke="currentColor" stroke-opacity="0.6"/>'
    )


def _left(column: int) -> int:
    return column * (_WIDTH + _BETWEEN)


def _top(row: int) -> int:
    return _TOP + row * (_HEIGHT + _GAP)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LETTERS else f"{line[: _LETTERS - 1].rstrip()}…"


def _escaped(words: str) -> str:
    return html.escape(words)
