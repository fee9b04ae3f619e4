"""Items of all kinds, one by one and twenty at once.

See docs/miro.md#items and docs/miro.md#listing-items.

Lists walk by item id, so that what is added during a walk lands at its end. In bulk, frames are
refused: the description's `data` knows none. What came from outside the known kinds is a 501.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from connectors.sandbox.miro.answers import board_address, item_answer, offset_page
from connectors.sandbox.miro.checks import refuse_strays
from connectors.sandbox.miro.errors import (
    Json,
    MiroError,
    WrongField,
    invalid,
    invalid_fields,
    not_built,
    not_on_board,
)
from connectors.sandbox.miro.kinds import KINDS, Kind
from connectors.sandbox.miro.limits import Level
from connectors.sandbox.miro.models import Board, Item
from connectors.sandbox.miro.paging import after, cursor_after
from connectors.sandbox.miro.routing import MiroCall, Route
from connectors.sandbox.miro.writing import change_item, make_item, remove_item

_LISTED_TYPES = (
    "text", "shape", "sticky_note", "image", "document", "card", "app_card", "preview", "frame",
    "embed", "doc_format", "data_table_format",
)  # fmt: skip
_BULK_LIMIT = 20
_BULK_TYPES = ("app_card", "text", "shape", "sticky_note", "image", "document", "card", "embed")


def list_items(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """List items by cursor; with `tag_id` by offset, as the only list of items."""
    board = call.board(board_id)
    if "tag_id" in call.query:
        return 200, _tagged(call, board)
    limit = call.number("limit", usual=10, least=10, most=50)
    items = _wanted(call, board)
    start = after(call.query.get("cursor", ""))
    rest = [item for item in items if int(item.id) > start]
    page = rest[:limit]
    query = {k: call.query[k] for k in ("type", "parent_item_id") if k in call.query}
    address = f"{board_address(board, call.base)}/items"

    def link(cursor: str) -> str:
        return f"{address}?{urlencode(query | {'limit': str(limit), 'cursor': cursor})}"

    answer: Json = {
        "data": [item_answer(board, item, call.base) for item in page],
        "total": len(items),
        "size": len(page),
        "limit": limit,
        "type": "cursor-list",
    }
    links = {"self": link(call.query.get("cursor", ""))}
    if len(rest) > limit:
        answer["cursor"] = cursor_after(page[-1].id)
        links["next"] = link(cursor_after(page[-1].id))
    answer["links"] = links
    return 200, answer


def get_item(call: MiroCall, board_id: str, item_id: str) -> tuple[int, Json]:
    """Show one item of any kind."""
    board = call.board(board_id)
    return 200, item_answer(board, board.item(item_id), call.base)


def move_item(call: MiroCall, board_id: str, item_id: str) -> tuple[int, Json]:
    """Change place or parent of an item, and nothing else."""
    board = call.board(board_id)
    item = board.item(item_id)
    body = call.body()
    refuse_strays(body, ("position", "parent"))
    changed = change_item(call.state, board, call.user, KINDS[item.type], item, body)
    return 200, item_answer(board, changed, call.base)


def delete_item(call: MiroCall, board_id: str, item_id: str) -> tuple[int, None]:
    """Delete an item of any kind; the children of a frame stay on the board."""
    board = call.board(board_id)
    remove_item(board, board.item(item_id), with_content=False)
    return 204, None


def create_in_bulk(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """Make up to twenty items, all or none."""
    board = call.board(board_id)
    wanted = call.json()
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= _BULK_LIMIT:
        raise invalid("body", f"must be a list of 1 to {_BULK_LIMIT} items")
    made: list[Item] = []
    wrong: list[WrongField] = []
    for index, body in enumerate(wanted):
        try:
            made.append(_one_of_bulk(call, board, body))
        except MiroError as error:
            if error.status != 400:
                raise
            wrong += [WrongField(f"{index}.{f.field}", f.message) for f in error.fields]
    if wrong:
        raise invalid_fields(wrong)
    board.put(made)
    answers = [item_answer(board, item, call.base) for item in made]
    return 201, {"data": answers, "type": "bulk-list"}


def _bulk_price(call: MiroCall) -> int:
    wanted = call.json()
    return int(Level.TWO) * (max(1, len(wanted)) if isinstance(wanted, list) else 1)


def _list_price(call: MiroCall) -> int:
    return int(Level.ONE if "tag_id" in call.query else Level.TWO)


ROUTES = (
    Route("GET", "/v2/boards/{board_id}/items", _list_price, list_items),
    Route("GET", "/v2/boards/{board_id}/items/{item_id}", Level.ONE, get_item),
    Route("PATCH", "/v2/boards/{board_id}/items/{item_id}", Level.TWO, move_item),
    Route("POST", "/v2/boards/{board_id}/items/bulk", _bulk_price, create_in_bulk),
)


def kind_routes(kind: Kind) -> list[Route]:
    """Return the four endpoints of one kind of item."""
    all_of, one_of = (
        f"/v2/boards/{{board_id}}/{kind.collection}",
        f"/v2/boards/{{board_id}}/{kind.collection}/{{item_id}}",
    )
    return [
        Route("POST", all_of, Level.TWO, _creator(kind)),
        Route("GET", one_of, Level.ONE, _reader(kind)),
        Route("PATCH", one_of, Level.TWO, _changer(kind)),
        Route("DELETE", one_of, Level.THREE, _remover(kind)),
    ]


def _creator(kind: Kind) -> Callable[..., tuple[int, Json]]:
    def create(call: MiroCall, board_id: str) -> tuple[int, Json]:
        board = call.board(board_id)
        body = call.body()
        if "data" not in body and kind.type in ("frame", "text", "image"):
            raise invalid("data", "is required")
        item = make_item(call.state, board, call.user, kind, body)
        board.put([item])
        return 201, item_answer(board, item, call.base)

    return create


def _reader(kind: Kind) -> Callable[..., tuple[int, Json]]:
    def read(call: MiroCall, board_id: str, item_id: str) -> tuple[int, Json]:
        board = call.board(board_id)
        return 200, item_answer(board, _of_kind(board, item_id, kind), call.base)

    return read


def _changer(kind: Kind) -> Callable[..., tuple[int, Json]]:
    def change(call: MiroCall, board_id: str, item_id: str) -> tuple[int, Json]:
        board = call.board(board_id)
        item = _of_kind(board, item_id, kind)
        changed = change_item(call.state, board, call.user, kind, item, call.body())
        return 200, item_answer(board, changed, call.base)

    return change


def _remover(kind: Kind) -> Callable[..., tuple[int, None]]:
    def remove(call: MiroCall, board_id: str, item_id: str) -> tuple[int, None]:
        board = call.board(board_id)
        remove_item(board, _of_kind(board, item_id, kind), with_content=False)
        return 204, None

    return remove


def _of_kind(board: Board, item_id: str, kind: Kind) -> Item:
    item = board.item(item_id)
    if item.type != kind.type:
        raise not_on_board("Item", board.id)
    return item


def _one_of_bulk(call: MiroCall, board: Board, body: object) -> Item:
    if not isinstance(body, dict):
        raise invalid("body", "must be an object")
    kind = body.get("type")
    if kind not in _BULK_TYPES:
        raise invalid("type", f"must be one of: {', '.join(_BULK_TYPES)}")
    if kind not in KINDS:
        raise not_built(f"items of the type {kind}")
    without_type = {name: value for name, value in body.items() if name != "type"}
    return make_item(call.state, board, call.user, KINDS[kind], without_type)


def _wanted(call: MiroCall, board: Board) -> list[Item]:
    items = list(board.items.values())
    wanted_type = call.query.get("type")
    if wanted_type is not None:
        if wanted_type not in _LISTED_TYPES:
            raise invalid("type", f"must be one of: {', '.join(_LISTED_TYPES)}")
        items = [item for item in items if item.type == wanted_type]
    if "parent_item_id" in call.query:
        frame = board.frame(call.query["parent_item_id"])
        items = [item for item in items if item.parent_id == frame.id]
    return sorted(items, key=lambda item: int(item.id))


def _tagged(call: MiroCall, board: Board) -> Json:
    tag = board.tag(call.query["tag_id"])
    limit = call.number("limit", usual=20, least=1, most=50)
    offset = call.number("offset", usual=0, least=0, most=1_000_000)
    items = [item for item in board.items.values() if tag.id in item.tag_ids]
    rows = [item_answer(board, item, call.base) for item in items]
    address = f"{board_address(board, call.base)}/items"
    return offset_page(rows, offset, limit, address, {"tag_id": tag.id})
