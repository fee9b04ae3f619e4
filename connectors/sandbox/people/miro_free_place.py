"""Where there is room for a note that nobody dragged anywhere: in a box, or on the bare board.

The editor would put it under the person's eyes; a page without scripts has none, so the note goes
to the first free place below what a program wrote into the box.
"""

from collections.abc import Iterable, Iterator

from connectors.sandbox.miro.geometry import top_left
from connectors.sandbox.miro.kinds import STICKY_SIZES
from connectors.sandbox.miro.models import Board, Item
from connectors.sandbox.people.miro_edits import NotePosition

_STEP_X, _STEP_Y = 220.0, 248.0
_MARGIN = 40.0
_ROWS, _COLUMNS_OUTSIDE = 40, 40


def free_place(board: Board, frame_id: str | None) -> NotePosition:
    """Return a place where a new note covers none; a full box starts over at its corner."""
    width, height = STICKY_SIZES["square"]
    taken = [
        item
        for item in board.items.values()
        if item.parent_id == frame_id and item.type == "sticky_note"
    ]
    for x, y in _spots(board, frame_id):
        if not any(_covers(note, x, y, width, height) for note in taken):
            return NotePosition(frame_id, x, y)
    x, y = next(iter(_spots(board, frame_id)))
    return NotePosition(frame_id, x, y)


def _spots(board: Board, frame_id: str | None) -> Iterator[tuple[float, float]]:
    width, height = STICKY_SIZES["square"]
    if frame_id is None:
        left, top = _corner_of_all(board.frames())
        across, first_x, first_y = _COLUMNS_OUTSIDE, left + width / 2, top - _MARGIN - height / 2
        step_y = -_STEP_Y
    else:
        frame = board.frame(frame_id)
        first_x, first_y = _MARGIN + width / 2, _written(board, frame) + _MARGIN + height / 2
        first_y = min(first_y, max(height / 2, frame.height - height / 2))
        across = max(1, int((frame.width - _MARGIN) // _STEP_X))
        step_y = _STEP_Y
    for row in range(_ROWS):
        for column in range(across):
            yield first_x + column * _STEP_X, first_y + row * step_y


def _written(board: Board, frame: Item) -> float:
    """Return how far down a program wrote into a frame, from the frame's top."""
    others = [child for child in board.children(frame.id) if child.type != "sticky_note"]
    return max((child.y + child.height / 2 for child in others), default=0.0)


def _covers(note: Item, x: float, y: float, width: float, height: float) -> bool:
    return abs(note.x - x) < (note.width + width) / 2 and abs(note.y - y) < (
        (note.height + height) / 2
    )


def _corner_of_all(frames: Iterable[Item]) -> tuple[float, float]:
    corners = [top_left(frame) for frame in frames]
    return min((c.x for c in corners), default=0.0), min((c.y for c in corners), default=0.0)
