"""Making and changing items as the API does it: check the request, then write, or write nothing."""

from collections.abc import Mapping
from dataclasses import replace

from connectors.sandbox.miro.checks import checked, number, part, refuse_strays
from connectors.sandbox.miro.errors import Json, invalid
from connectors.sandbox.miro.geometry import check_place, lift_out
from connectors.sandbox.miro.kinds import Kind, Size
from connectors.sandbox.miro.models import Board, Item, User
from connectors.sandbox.miro.state import MiroState


def make_item(
    state: MiroState, board: Board, user: User, kind: Kind, body: Mapping[str, object]
) -> Item:
    """Make an item that is not yet on the board; raise Miro's 400 for a request it would refuse."""
    _refuse_strays(kind, body)
    data = kind.first_data | _data(kind, body)
    given_style = checked(part(body, "style"), kind.style, "style")
    style = kind.first_style | _filled(kind, given_style) | given_style
    for name in kind.required:
        if name not in data:
            raise invalid(f"data.{name}", "is required")
    size = kind.measure(part(body, "geometry"), data, style, None)
    x, y = _position(body, 0.0, 0.0)
    parent_id = _parent(board, kind, body, None)
    now = state.now()
    item = Item(
        state.new_item_id(), kind.type, data, style, x, y, size.width, size.height, size.rotation,
        parent_id, now, user.id, now, user.id,
    )  # fmt: skip
    check_place(board, item)
    return item


def change_item(
    state: MiroState, board: Board, user: User, kind: Kind, item: Item, body: Mapping[str, object]
) -> Item:
    """Change an item by a PATCH; its place is checked only if the request speaks of it."""
    _refuse_strays(kind, body)
    data = item.data | _data(kind, body)
    style = item.style | checked(part(body, "style"), kind.style, "style")
    current = Size(item.width, item.height, item.rotation)
    size = kind.measure(part(body, "geometry"), data, style, current)
    x, y = _position(body, item.x, item.y)
    changed = replace(
        item, data=data, style=style, x=x, y=y, width=size.width, height=size.height,
        rotation=size.rotation, parent_id=_parent(board, kind, body, item.parent_id),
    )  # fmt: skip
    if body.keys() & {"position", "parent", "geometry"}:
        check_place(board, changed)
    if "parent" in body:
        changed.is_orphan = False
    changed.touch(user, state.now())
    board.put([changed])
    return changed


def remove_item(board: Board, item: Item, *, with_content: bool) -> None:
    """Take an item off the board; what a frame held stays where it was, or goes with it.

    By the API it stays: live, the children of a deleted frame had `parent: null`.
    """
    if item.type == "frame":
        for child in board.children(item.id):
            if with_content:
                del board.items[child.id]
            else:
                lift_out(board, child)
                child.is_orphan = True
    del board.items[item.id]


# Places that are read may be sent back: many clients do, and are not refused.
_PLACE = ("x", "y", "origin", "relativeTo")


def _refuse_strays(kind: Kind, body: Mapping[str, object]) -> None:
    """Refuse fields that this kind of item does not have; those of data and style with them."""
    known = ("data", "position", "geometry", *(("style",) if kind.style else ()), "parent")
    refuse_strays(body, known)
    refuse_strays(part(body, "position"), _PLACE, "position")
    refuse_strays(part(body, "geometry"), ("width", "height", "rotation"), "geometry")
    if kind.has_parent:
        refuse_strays(part(body, "parent"), ("id",), "parent")


def _filled(kind: Kind, given: Json) -> Json:
    """Return the opacity of a fill that was given a colour and none: then it is opaque."""
    return {"fillOpacity": "1.0"} if "fillColor" in given and "fillOpacity" in kind.style else {}


def _data(kind: Kind, body: Mapping[str, object]) -> Json:
    given = checked(part(body, "data"), kind.data, "data")
    given.pop("showContent", None)
    return given


def _position(body: Mapping[str, object], x: float, y: float) -> tuple[float, float]:
    given = part(body, "position")
    return number("position.x", given.get("x", x)), number("position.y", given.get("y", y))


def _parent(
    board: Board, kind: Kind, body: Mapping[str, object], current: str | None
) -> str | None:
    """Return the wanted parent. `{"id": null}` detaches; coordinates are not translated."""
    if "parent" not in body:
        return current
    if not kind.has_parent:
        raise invalid("parent", "frames cannot have a parent")
    wanted = part(body, "parent").get("id")
    if wanted is None:
        return None
    frame = board.items.get(str(wanted))
    if frame is None or frame.type != "frame":
        raise invalid("parent.id", "no such frame on this board")
    return frame.id
