"""Lines between items: a list of their own, never among the items.

See docs/miro.md#making-items and docs/miro.md#listing-items.

Making one answers 200, not 201; frames cannot be an end; places on an item are percents as text.
Decided here where facts are silent: where an item is deleted, the lines to it stay and that end
hangs in the open (the answer then names no item there).
"""

from urllib.parse import urlencode

from connectors.sandbox.miro.answers import board_address, connector_answer
from connectors.sandbox.miro.checks import part
from connectors.sandbox.miro.connector_fields import change_line, new_line
from connectors.sandbox.miro.errors import Json, invalid
from connectors.sandbox.miro.limits import Level
from connectors.sandbox.miro.paging import after, cursor_after
from connectors.sandbox.miro.routing import MiroCall, Route


def create_connector(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """Draw a line between two items."""
    board, body = call.board(board_id), call.body()
    for name in ("startItem", "endItem"):
        if "id" not in part(body, name):
            raise invalid(f"{name}.id", "is required")
    made = new_line(call.state, call.user)
    change_line(board, made, body)
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
    change_line(board, found, call.body())
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
