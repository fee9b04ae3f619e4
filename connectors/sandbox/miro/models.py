"""What the stand-in for Miro holds: users, boards, members, items and tags.

Positions are stored as Miro sends them: the item's centre, from the board's centre or, in a
frame, from the frame's top left corner.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from connectors.sandbox.miro.errors import Json, not_on_board


@dataclass(frozen=True, slots=True)
class User:
    """A Miro account."""

    id: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on a board, with a role there."""

    user: User
    role: str


@dataclass(slots=True)
class Tag:
    """A tag of a board."""

    id: str
    title: str
    fill_color: str


@dataclass(slots=True)
class Item:
    """A frame, sticky note, text, shape or card."""

    id: str
    type: str
    data: Json
    style: Json
    x: float
    y: float
    width: float
    height: float
    rotation: float
    parent_id: str | None
    created_at: datetime
    created_by: str
    modified_at: datetime
    modified_by: str
    tag_ids: list[str] = field(default_factory=list)
    is_orphan: bool = False  # its frame was deleted

    def touch(self, user: User, now: datetime) -> None:
        """Note who changed the item last."""
        self.modified_at = now
        self.modified_by = user.id


@dataclass(frozen=True, slots=True)
class End:
    """Where a line meets an item: percents of its width and height, from its top left corner."""

    item_id: str
    x: str
    y: str


@dataclass(slots=True)
class Connector:
    """A line between two items; an end whose item is gone hangs in the open."""

    id: str
    start: End | None
    end: End | None
    shape: str
    captions: list[Json]
    style: Json
    created_at: datetime
    created_by: str
    modified_at: datetime
    modified_by: str


@dataclass(slots=True)
class Board:
    """A board with everything on it. Items, tags and lines are in the order of their ids."""

    id: str
    name: str
    description: str
    owner: User
    sharing: Json
    permissions: Json
    created_at: datetime
    modified_at: datetime
    modified_by: User
    invited: dict[str, Member] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    connectors: dict[str, Connector] = field(default_factory=dict)

    def item(self, item_id: str) -> Item:
        """Return an item; raise the 404 of Miro if it is not there."""
        try:
            return self.items[item_id]
        except KeyError:
            raise not_on_board("Item", self.id) from None

    def tag(self, tag_id: str) -> Tag:
        """Return a tag; raise the 404 of Miro if it is not there."""
        try:
            return self.tags[tag_id]
        except KeyError:
            raise not_on_board("Tag", self.id) from None

    def connector(self, connector_id: str) -> Connector:
        """Return a line; raise the 404 of Miro if it is not there."""
        try:
            return self.connectors[connector_id]
        except KeyError:
            raise not_on_board("Connector", self.id) from None

    def frame(self, item_id: str) -> Item:
        """Return a frame; an item of another type is as unknown as none."""
        item = self.item(item_id)
        if item.type != "frame":
            raise not_on_board("Frame", self.id)
        return item

    def frames(self) -> list[Item]:
        """Return all frames, oldest (lowest in the stack) first."""
        return [item for item in self.items.values() if item.type == "frame"]

    def children(self, frame_id: str) -> list[Item]:
        """Return the items inside a frame."""
        return [item for item in self.items.values() if item.parent_id == frame_id]

    def put(self, items: Iterable[Item]) -> None:
        """Place items on the board."""
        for item in items:
            self.items[item.id] = item
