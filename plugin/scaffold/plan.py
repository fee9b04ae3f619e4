"""Decides what a board still lacks: the frames and items to make, in the fewest calls.

Ours is what a link says is ours, whatever people did to its title, text or place. What was made
but never linked (an answer that was lost) is recognised by kind, parent and content among the
items that are linked to nothing; place only settles a tie. Nothing is ever changed or deleted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plugin.scaffold.board import WantedBoard, WantedFrame, WantedItem
from plugin.scaffold.geometry import Point

ITEMS_PER_CALL = 20
FRAME = "frame"


@dataclass(frozen=True, slots=True)
class SeenItem:
    """An item on the board: a frame's `content` is its title, a card's its title, as plain text.

    `place` is the centre as Miro gives it: on the board, or in the parent frame.
    """

    miro_item_id: str
    kind: str
    content: str
    place: Point
    parent_id: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoardAsSeen:
    """What lies on a board; other people's notes may be left out.

    `in_doubt` are the keys whose making was sent without an answer: only for these is anything
    adopted, so that a person's copy of a box never becomes ours.
    """

    items: tuple[SeenItem, ...] = ()
    in_doubt: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Adopt:
    """Link what is there already: its making was sent, but the answer never came."""

    key: str
    miro_item_id: str


@dataclass(frozen=True, slots=True)
class CreateFrame:
    """Make one frame: one call."""

    frame: WantedFrame

    @property
    def key(self) -> str:
        """Return the key under which the new frame is linked."""
        return self.frame.key


@dataclass(frozen=True, slots=True)
class CreateItems:
    """Make up to 20 children in one call, all or none; each parent is its `zone`'s frame."""

    items: tuple[WantedItem, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys under which the new items are linked."""
        return tuple(item.key for item in self.items)


Action = Adopt | CreateFrame | CreateItems


def plan(wanted: WantedBoard, links: Mapping[str, str], seen: BoardAsSeen) -> tuple[Action, ...]:
    """Return what is to be adopted and made so that `seen` has everything that is `wanted`.

    `links` maps our keys to Miro item ids. Adoptions come first, then the frames in reading order,
    then their children. A frame that is gone is made anew with all its children, wherever the old
    ones lie: a box without its question and its label would be worse than a loose text.
    """
    adopted, boxes = _standing_frames(wanted, links, seen)
    missing = [frame for frame in wanted.frames if frame.key not in boxes]
    present = {item.miro_item_id for item in seen.items}
    linked = set(links.values())
    loose = [item for item in seen.items if item.miro_item_id not in linked]
    lacking: list[WantedItem] = []
    for item in wanted.items:
        box = boxes.get(item.zone)
        if box is not None and links.get(item.key) in present:
            continue
        in_doubt = box is not None and item.key in seen.in_doubt
        found = _lost_child(item, box, loose) if in_doubt else None
        if found is None:
            lacking.append(item)
        else:
            loose.remove(found)
            adopted.append(Adopt(item.key, found.miro_item_id))
    return (*adopted, *(CreateFrame(frame) for frame in missing), *_in_calls(lacking))


def least_calls(frames: int, items: int) -> int:
    """Return the fewest calls that can make a new board with so many frames and children.

    1 to create it + 1 to read back who may open it + 1 for each frame, since children need their
    parent first and bulk create takes no frames + ⌈items / 20⌉ for the children, 20 a call across
    all frames. T3 has 11 frames and 49 children: 1 + 1 + 11 + 3 = 16.
    """
    return 1 + 1 + frames + math.ceil(items / ITEMS_PER_CALL)


def _standing_frames(
    wanted: WantedBoard, links: Mapping[str, str], seen: BoardAsSeen
) -> tuple[list[Adopt], dict[str, str]]:
    """Return the frames to adopt, and the Miro id of every frame that is on the board."""
    present = {item.miro_item_id for item in seen.items}
    linked = set(links.values())
    loose = [item for item in seen.items if item.kind == FRAME and item.miro_item_id not in linked]
    adopted: list[Adopt] = []
    boxes: dict[str, str] = {}
    for frame in wanted.frames:
        if links.get(frame.key) in present:
            boxes[frame.key] = links[frame.key]
            continue
        same = [item for item in loose if _bare(item.content) == _bare(frame.title)]
        if same and frame.key in seen.in_doubt:
            found = _nearest(same, frame.rect.centre)
            loose.remove(found)
            boxes[frame.key] = found.miro_item_id
            adopted.append(Adopt(frame.key, found.miro_item_id))
    return adopted, boxes


def _lost_child(item: WantedItem, box: str | None, loose: Iterable[SeenItem]) -> SeenItem | None:
    """Return the child that was made for `item` by a call whose answer was lost, or None."""
    words = _bare(" ".join(item.content))
    same = [
        seen
        for seen in loose
        if seen.kind == item.kind.value and seen.parent_id == box and _bare(seen.content) == words
    ]
    return _nearest(same, item.position) if same else None


def _nearest(items: Iterable[SeenItem], place: Point) -> SeenItem:
    return min(items, key=lambda item: math.dist((item.place.x, item.place.y), (place.x, place.y)))


def _bare(text: str) -> str:
    """Leave all white space out: boards keep paragraphs and spaces in ways of their own."""
    return "".join(text.split())


def _in_calls(items: list[WantedItem]) -> Iterable[CreateItems]:
    for start in range(0, len(items), ITEMS_PER_CALL):
        yield CreateItems(tuple(items[start : start + ITEMS_PER_CALL]))
