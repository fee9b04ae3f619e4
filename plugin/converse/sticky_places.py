"""Where on a box the stickies of phone notes go: from its foot upwards, row by row; pure.

People who write on the board begin at the top, so that both rarely meet before a box is full; then
stickies lie a little beside those that are there.
"""

from __future__ import annotations

from dataclasses import dataclass

STICKY_WIDTH, STICKY_HEIGHT = 199.0, 228.0  # of a square sticky with its shadow, as Miro makes it
_GAP, _MARGIN = 24.0, 80.0
_ROOM_HEIGHT = 1100.0  # of a box that nothing of ours stands in (`scaffold.layout`)


@dataclass(frozen=True, slots=True)
class StickyPlace:
    """The centre of a sticky, in pixels from the top left corner of its box."""

    x: float
    y: float


def spot(number: int, width: float, height: float) -> StickyPlace:
    """Return the place of the sticky of this number, from 0, on a box of this size."""
    columns = _fit(width - 2 * _MARGIN, STICKY_WIDTH)
    rows = _fit(min(height - 2 * _MARGIN, _ROOM_HEIGHT), STICKY_HEIGHT)
    layer, place = divmod(number, columns * rows)
    row, column = divmod(place, columns)
    beside = (layer % 5) * _GAP
    x = _MARGIN + STICKY_WIDTH / 2 + column * (STICKY_WIDTH + _GAP) + beside
    y = height - _MARGIN - STICKY_HEIGHT / 2 - row * (STICKY_HEIGHT + _GAP) - beside
    return StickyPlace(_within(x, STICKY_WIDTH, width), _within(y, STICKY_HEIGHT, height))


def _fit(room: float, size: float) -> int:
    return max(1, int((room + _GAP) // (size + _GAP)))


def _within(centre: float, size: float, whole: float) -> float:
    """Miro refuses what reaches over the edge of a box."""
    return max(size / 2, min(centre, whole - size / 2))
