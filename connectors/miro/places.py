"""Where things lie on a Miro board; the one place that knows Miro's three frames of reference.

An item's x and y name its centre, y grows downward. They count from the board's centre, or in a
frame from the frame's top left corner (docs/miro.md#items). A frame cannot lie in a frame. Pure.
"""

from dataclasses import dataclass, replace

from schemas.miro import Item

IN_FRAME = "parent_top_left"


@dataclass(frozen=True, slots=True)
class Place:
    """A centre and a size, in whichever frame of reference the functions below say."""

    x: float
    y: float
    width: float = 0.0
    height: float = 0.0

    @classmethod
    def of(cls, item: Item) -> "Place":
        """Return the place as Miro gave it; what it left out counts as 0."""
        return cls(item.x or 0.0, item.y or 0.0, item.width or 0.0, item.height or 0.0)

    @classmethod
    def from_top_left(cls, left: float, top: float, width: float, height: float) -> "Place":
        """Return the place of a box whose top left corner is known, as layouts know it."""
        return cls(left + width / 2, top + height / 2, width, height)

    @property
    def left(self) -> float:
        """The x of the left edge."""
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        """The y of the top edge."""
        return self.y - self.height / 2

    def holds(self, other: "Place") -> bool:
        """Tell whether `other`, seen from the board as this one, lies wholly inside."""
        inside_x = self.left <= other.left and other.left + other.width <= self.left + self.width
        inside_y = self.top <= other.top and other.top + other.height <= self.top + self.height
        return inside_x and inside_y


def place_on_board(place: Place, frame: Item | None) -> Place:
    """Return a place seen from the board's centre; `frame` is the one that it counts from."""
    if frame is None:
        return place
    corner = Place.of(frame)
    return replace(place, x=corner.left + place.x, y=corner.top + place.y)


def place_in(frame: Item, place: Place) -> Place:
    """Return a place of the board seen from the top left corner of `frame`."""
    corner = Place.of(frame)
    return replace(place, x=place.x - corner.left, y=place.y - corner.top)


def is_in_frame(item: Item) -> bool:
    """Tell whether an item's x and y count from a frame.

    The parent decides; `relative_to` is believed only where Miro names no parent.
    """
    return item.parent_id is not None or item.relative_to == IN_FRAME
