"""Where things are on a board: absolute places, what lies in which frame, and what may not.

By the API a child must lie wholly inside its frame (a 400 otherwise); a person in the editor may
leave a note across a frame's edge, and the frame under the note's centre becomes its parent.
"""

from dataclasses import dataclass

from connectors.sandbox.miro.errors import invalid
from connectors.sandbox.miro.models import Board, Item


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the board, from the board's centre."""

    x: float
    y: float


def absolute(board: Board, item: Item) -> Point:
    """Return the centre of an item as seen from the board's centre."""
    if item.parent_id is None:
        return Point(item.x, item.y)
    corner = top_left(board.items[item.parent_id])
    return Point(corner.x + item.x, corner.y + item.y)


def top_left(frame: Item) -> Point:
    """Return the top left corner of something that has no parent."""
    return Point(frame.x - frame.width / 2, frame.y - frame.height / 2)


def frame_under(board: Board, point: Point) -> Item | None:
    """Return the topmost frame that contains this point."""
    for frame in reversed(board.frames()):
        inside_x = abs(point.x - frame.x) <= frame.width / 2
        inside_y = abs(point.y - frame.y) <= frame.height / 2
        if inside_x and inside_y:
            return frame
    return None


def drop(board: Board, item: Item, point: Point) -> None:
    """Put an item where a person let it go: the frame below becomes its parent."""
    frame = frame_under(board, point)
    corner = top_left(frame) if frame else Point(0, 0)
    item.parent_id = frame.id if frame else None
    item.x, item.y = point.x - corner.x, point.y - corner.y


def lift_out(board: Board, item: Item) -> None:
    """Make a child an item of the board, at the place where it already is."""
    place = absolute(board, item)
    item.parent_id, item.x, item.y = None, place.x, place.y


def check_inside(item: Item, frame: Item) -> None:
    """Raise the 400 of Miro if a child would lie outside its frame."""
    fits_x = item.width / 2 <= item.x <= frame.width - item.width / 2
    fits_y = item.height / 2 <= item.y <= frame.height - item.height / 2
    if not (fits_x and fits_y):
        raise invalid("position", "The item is outside of the boundaries of its parent")


def check_place(board: Board, item: Item) -> None:
    """Raise the 400 of Miro if an item, or a child of a frame, would lie outside its frame."""
    if item.parent_id is not None:
        check_inside(item, board.frame(item.parent_id))
    if item.type == "frame":
        for child in board.children(item.id):
            check_inside(child, item)
