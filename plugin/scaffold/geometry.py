"""Rectangles on a board, and how much room a text takes at most.

Miro decides a text's height when it draws it; until then a generous estimate keeps neighbours
apart (too much air is better than an overlap). y grows downward, as on the board.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LINE_HEIGHT = 1.45
_BOLD = 1.08
_LETTER = 0.56  # a letter's share of the font size where nobody knows which letter it is
_NARROW = frozenset("iljtfrI.,;:!|'’‘()[]· ")
_BROAD = frozenset("mwMW@%—…◔○●✓")


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the board, in its pixels."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle, by its top-left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return the y of the bottom edge."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """Return the middle, which is what Miro calls an item's position."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def moved(self, dx: float, dy: float) -> Rect:
        """Return the same rectangle somewhere else."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def overlaps(self, other: Rect, gap: float = 0) -> bool:
        """Say whether the two share a point, or come closer than `gap`."""
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )

    def contains(self, other: Rect) -> bool:
        """Say whether `other` lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


def rect_around(centre: Point, width: float, height: float) -> Rect:
    """Return the rectangle with this middle, which is what Miro calls an item's position."""
    return Rect(centre.x - width / 2, centre.y - height / 2, width, height)


def around(rects: Iterable[Rect]) -> Rect:
    """Return the smallest rectangle around one or more others."""
    known = list(rects)
    x, y = min(rect.x for rect in known), min(rect.y for rect in known)
    right, bottom = max(rect.right for rect in known), max(rect.bottom for rect in known)
    return Rect(x, y, right - x, bottom - y)


def text_height(
    paragraphs: Iterable[str], width: float, font_size: int, bold_lines: int = 0
) -> int:
    """Return the height that the paragraphs need at most, at this width.

    Whoever draws the text may break it otherwise than `wrapped` does; the longer of two estimates
    holds, by the letters as they are and by their number alone.
    """
    given = list(paragraphs)
    lines = sum(1 for _ in wrapped(given, width, font_size, bold_lines))
    return math.ceil(max(lines, _counted(given, width / font_size)) * font_size * LINE_HEIGHT)


def wrapped(
    paragraphs: Iterable[str], width: float, font_size: int, bold_lines: int = 0
) -> Iterator[tuple[str, bool]]:
    """Break paragraphs into lines that fit; each line says whether it is bold."""
    for number, paragraph in enumerate(paragraphs):
        bold = number < bold_lines
        room = width / font_size / (_BOLD if bold else 1)
        for given in paragraph.split("\n"):
            for line in _lines(given.split(), room):
                yield line, bold


def _counted(paragraphs: Iterable[str], room: float) -> int:
    """Return how many lines the paragraphs take if every letter were as wide as the next."""
    given = [line for paragraph in paragraphs for line in paragraph.split("\n")]
    return sum(max(1, math.ceil(len(line) * _LETTER / room)) for line in given)


def _lines(words: list[str], room: float) -> Iterator[str]:
    line, used = "", 0.0
    for piece in (piece for word in words for piece in _pieces(word, room)):
        wide = _ems(piece)
        if line and used + _ems(" ") + wide > room:
            yield line
            line, used = piece, wide
        else:
            used += wide + (_ems(" ") if line else 0)
            line = f"{line} {piece}" if line else piece
    yield line


def _pieces(word: str, room: float) -> Iterator[str]:
    """Cut a word that is wider than the line, as a board does."""
    if _ems(word) <= room:
        yield word
        return
    piece, used = "", 0.0
    for character in word:
        wide = _EMS[character]
        if piece and used + wide > room:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + character, used + wide
    yield piece


def _ems(text: str) -> float:
    return sum(map(_EMS.__getitem__, text))


class _Ems(dict[str, float]):
    """How wide each character is, worked out when it is first met."""

    def __missing__(self, character: str) -> float:
        found = _em(character)
        if len(self) < _REMEMBERED:
            self[character] = found
        return found


_REMEMBERED = 1024  # letters, and none of the words that they are of
_EMS = _Ems()


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _BROAD:
        return 1.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1.15
    return 0.74 if character.isupper() else 0.58
