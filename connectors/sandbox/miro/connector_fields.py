"""What a line between two items may say: its ends, words and looks.

Places on an item are percents of its width and height as text; frames cannot be an end.
"""

from connectors.sandbox.miro import checks
from connectors.sandbox.miro.checks import Check, checked, one_of, part, refuse_strays
from connectors.sandbox.miro.errors import Json, invalid
from connectors.sandbox.miro.models import Board, Connector, End, User
from connectors.sandbox.miro.state import MiroState

_CAPTIONS_MOST = 20
_SIDES = {
    "auto": ("50%", "50%"),
    "top": ("50%", "0%"),
    "right": ("100%", "50%"),
    "bottom": ("50%", "100%"),
    "left": ("0%", "50%"),
}
_CAPS = (
    "none", "stealth", "rounded_stealth", "diamond", "filled_diamond", "oval", "filled_oval",
    "arrow", "triangle", "filled_triangle", "erd_one", "erd_many", "erd_only_one",
    "erd_zero_or_one", "erd_one_or_many", "erd_zero_or_many",
)  # fmt: skip
_STYLE: dict[str, Check] = {
    "color": checks.hex_colour,
    "endStrokeCap": one_of(_CAPS),
    "fontSize": checks.number_text(10, 288),
    "startStrokeCap": one_of(_CAPS),
    "strokeColor": checks.hex_colour,
    "strokeStyle": one_of(("normal", "dotted", "dashed")),
    "strokeWidth": checks.number_text(1, 24),
    "textOrientation": one_of(("horizontal", "aligned")),
}
_FIRST_STYLE: Json = {
    "color": "#1a1a1a",
    "endStrokeCap": "stealth",
    "fontSize": "14",
    "startStrokeCap": "none",
    "strokeColor": "#000000",
    "strokeStyle": "normal",
    "strokeWidth": "1.0",
    "textOrientation": "aligned",
}
_SHAPE = one_of(("straight", "elbowed", "curved"))
_CAPTION: dict[str, Check] = {
    "content": checks.text(most=200),
    "position": checks.percent,
    "textAlignVertical": one_of(("top", "middle", "bottom")),
}


def new_line(state: MiroState, user: User) -> Connector:
    """Begin a line with nothing at its ends, not yet on the board."""
    now = state.now()
    return Connector(
        state.new_item_id(), None, None, "curved", [], dict(_FIRST_STYLE), now, user.id, now,
        user.id,
    )  # fmt: skip


def change_line(board: Board, connector: Connector, body: Json) -> None:
    """Read the body whole, then change the line; raise the 400 of Miro before that."""
    refuse_strays(body, ("startItem", "endItem", "shape", "captions", "style"))
    start = _end(board, body, "startItem", connector.start)
    end = _end(board, body, "endItem", connector.end)
    if start and end and start.item_id == end.item_id:
        raise invalid("endItem.id", "must be different from startItem.id")
    shape = str(_SHAPE("shape", body.get("shape", connector.shape)))
    captions = _captions(body["captions"]) if "captions" in body else connector.captions
    style = connector.style | checked(part(body, "style"), _STYLE, "style")
    connector.start, connector.end = start, end
    connector.shape, connector.captions, connector.style = shape, captions, style


def _end(board: Board, body: Json, name: str, current: End | None) -> End | None:
    given = part(body, name)
    if not given:
        return current
    refuse_strays(given, ("id", "position", "snapTo"), name)
    if "position" in given and "snapTo" in given:
        raise invalid(name, "only one of position and snapTo may be set")
    item_id = str(given.get("id", current.item_id if current else ""))
    if board.item(item_id).type == "frame":
        raise invalid(f"{name}.id", "frames cannot be connected")
    side = one_of(tuple(_SIDES))(f"{name}.snapTo", given.get("snapTo", "auto"))
    x, y = _SIDES[str(side)]
    place = part(given, "position")
    refuse_strays(place, ("x", "y"), f"{name}.position")
    return End(
        item_id,
        str(checks.percent(f"{name}.position.x", place.get("x", x))),
        str(checks.percent(f"{name}.position.y", place.get("y", y))),
    )


def _captions(given: object) -> list[Json]:
    if not isinstance(given, list) or len(given) > _CAPTIONS_MOST:
        raise invalid("captions", f"must be a list of at most {_CAPTIONS_MOST}")
    found = []
    for index, one in enumerate(given):
        where = f"captions.{index}"
        if not isinstance(one, dict) or "content" not in one:
            raise invalid(f"{where}.content", "is required")
        usual = {"position": "50%", "textAlignVertical": "middle"}
        found.append(usual | checked(one, _CAPTION, where))
    return found
