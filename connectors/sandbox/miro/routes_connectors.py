"""Lines between items (`facts/miro.md`, 2.4 and 2.7): a list of their own, never among the items.

Making one answers 200, not 201; frames cannot be an end; places on an item are percents as text.
Decided here where facts are silent: where an item is deleted, the lines to it stay and that end
hangs in the open (the answer then names no item there).
"""

from urllib.parse import urlencode

from connectors.sandbox.miro import checks
from connectors.sandbox.miro.answers import board_address, connector_answer
from connectors.sandbox.miro.checks import Check, checked, one_of, part
from connectors.sandbox.miro.errors import Json, invalid
from connectors.sandbox.miro.limits import Level
from connectors.sandbox.miro.nouns import Board, Connector, End
from connectors.sandbox.miro.paging import after, cursor_after
from connectors.sandbox.miro.routing import MiroCall, Route

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


def create_connector(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """Draw a line between two items."""
    board, body = call.board(board_id), call.body()
    for name in ("startItem", "endItem"):
        if "id" not in part(body, name):
            raise invalid(f"{name}.id", "is required")
    now = call.state.now()
    made = Connector(
        call.state.new_item_id(), None, None, "curved", [], dict(_FIRST_STYLE),
        now, call.user.id, now, call.user.id,
    )  # fmt: skip
    _change(board, made, body)
    board.connectors[made.id] = made
    return 200, connector_answer(board, made, call.base)


def list_connectors(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """List the lines of a board by cursor."""
    board = call.board(board_id)
    limit = call.number("limit", usual=10, least=10, most=50)
    start = after(call.query.get("cursor", ""))
    rest = [one for one in board.connectors.values() if int(one.id) > start]
    page = rest[:limit]
    address = f"{board_address(board, call.base)}/connectors"

    def link(cursor: str) -> str:
        return f"{address}?{urlencode({'limit': str(limit), 'cursor': cursor})}"

    links = {"self": link(call.query.get("cursor", ""))}
    answer: Json = {
        "data": [connector_answer(board, one, call.base) for one in page],
        "total": len(board.connectors),
        "size": len(page),
        "limit": limit,
        "links": links,
        "type": "cursor-list",
    }
    if len(rest) > limit:
        answer["cursor"] = cursor_after(page[-1].id)
        links["next"] = link(str(answer["cursor"]))
    return 200, answer


def get_connector(call: MiroCall, board_id: str, connector_id: str) -> tuple[int, Json]:
    """Show one line."""
    board = call.board(board_id)
    return 200, connector_answer(board, board.connector(connector_id), call.base)


def update_connector(call: MiroCall, board_id: str, connector_id: str) -> tuple[int, Json]:
    """Change ends, words or looks of a line."""
    board = call.board(board_id)
    found = board.connector(connector_id)
    _change(board, found, call.body())
    found.modified_at, found.modified_by = call.state.now(), call.user.id
    return 200, connector_answer(board, found, call.base)


def delete_connector(call: MiroCall, board_id: str, connector_id: str) -> tuple[int, None]:
    """Take a line off the board."""
    board = call.board(board_id)
    del board.connectors[board.connector(connector_id).id]
    return 204, None


_ALL = "/v2/boards/{board_id}/connectors"
_ONE = f"{_ALL}/{{connector_id}}"
ROUTES = (
    Route("POST", _ALL, Level.TWO, create_connector),
    Route("GET", _ALL, Level.TWO, list_connectors),
    Route("GET", _ONE, Level.ONE, get_connector),
    Route("PATCH", _ONE, Level.TWO, update_connector),
    Route("DELETE", _ONE, Level.THREE, delete_connector),
)


def _change(board: Board, connector: Connector, body: Json) -> None:
    """Read the body whole, then change the line."""
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
    if "position" in given and "snapTo" in given:
        raise invalid(name, "only one of position and snapTo may be set")
    item_id = str(given.get("id", current.item_id if current else ""))
    if board.item(item_id).type == "frame":
        raise invalid(f"{name}.id", "frames cannot be connected")
    side = one_of(tuple(_SIDES))(f"{name}.snapTo", given.get("snapTo", "auto"))
    x, y = _SIDES[str(side)]
    place = part(given, "position")
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
