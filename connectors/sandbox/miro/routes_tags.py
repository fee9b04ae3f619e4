"""Tags of a board and on items (`docs/miro.md#tags`)."""

from connectors.sandbox.miro.answers import (
    board_address,
    offset_page,
    tag_answer,
    tag_with_links,
)
from connectors.sandbox.miro.checks import Check, checked, one_of, text
from connectors.sandbox.miro.errors import Json, invalid
from connectors.sandbox.miro.kinds import TAG_COLOURS
from connectors.sandbox.miro.limits import Level
from connectors.sandbox.miro.models import Board, Tag
from connectors.sandbox.miro.routes_items import delete_item
from connectors.sandbox.miro.routing import MiroCall, Route
from connectors.sandbox.miro.tag_rules import put_tag

_RULES: dict[str, Check] = {"title": text(most=120), "fillColor": one_of(TAG_COLOURS)}


def create_tag(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """Make a tag; its title is unique on the board, upper and lower case apart."""
    board = call.board(board_id)
    given = checked(call.body(), _RULES, "")
    if "title" not in given:
        raise invalid("title", "is required")
    _check_unique(board, str(given["title"]))
    tag = Tag(call.state.new_item_id(), str(given["title"]), str(given.get("fillColor", "red")))
    board.tags[tag.id] = tag
    return 201, tag_with_links(board, tag, call.base)


def list_tags(call: MiroCall, board_id: str) -> tuple[int, Json]:
    """List the tags of a board by offset."""
    board = call.board(board_id)
    limit = call.number("limit", usual=20, least=1, most=50)
    offset = call.number("offset", usual=0, least=0, most=1_000_000)
    rows = [tag_answer(tag) for tag in board.tags.values()]
    address = f"{board_address(board, call.base)}/tags"
    return 200, offset_page(rows, offset, limit, address, {})


def get_tag(call: MiroCall, board_id: str, tag_id: str) -> tuple[int, Json]:
    """Show one tag."""
    board = call.board(board_id)
    return 200, tag_with_links(board, board.tag(tag_id), call.base)


def update_tag(call: MiroCall, board_id: str, tag_id: str) -> tuple[int, Json]:
    """Change title or colour of a tag."""
    board = call.board(board_id)
    tag = board.tag(tag_id)
    given = checked(call.body(), _RULES, "")
    title = str(given.get("title", tag.title))
    if title != tag.title:
        _check_unique(board, title)
    tag.title, tag.fill_color = title, str(given.get("fillColor", tag.fill_color))
    return 200, tag_with_links(board, tag, call.base)


def delete_tag(call: MiroCall, board_id: str, tag_id: str) -> tuple[int, None]:
    """Delete a tag and take it off every item."""
    board = call.board(board_id)
    tag = board.tag(tag_id)
    for item in board.items.values():
        if tag.id in item.tag_ids:
            item.tag_ids.remove(tag.id)
    del board.tags[tag.id]
    return 204, None


def attach_tag(call: MiroCall, board_id: str, item_id: str) -> tuple[int, None]:
    """Put a tag on a card or sticky note, at most eight on each."""
    board = call.board(board_id)
    put_tag(board.item(item_id), _asked_tag(call, board))
    return 204, None


def detach_tag(call: MiroCall, board_id: str, item_id: str) -> tuple[int, None]:
    """Take a tag off an item."""
    board = call.board(board_id)
    item, tag = board.item(item_id), _asked_tag(call, board)
    if tag.id in item.tag_ids:
        item.tag_ids.remove(tag.id)
    return 204, None


def delete_or_detach(call: MiroCall, board_id: str, item_id: str) -> tuple[int, None]:
    """Detach a tag where the query names one, delete the item where it does not: one address."""
    view = detach_tag if "tag_id" in call.query else delete_item
    return view(call, board_id, item_id)


def tags_of_item(call: MiroCall, board_id: str, item_id: str) -> tuple[int, Json]:
    """List the tags of an item, without pages or envelope."""
    board = call.board(board_id)
    item = board.item(item_id)
    return 200, {"tags": [tag_answer(board.tags[tag_id]) for tag_id in item.tag_ids]}


def _delete_price(call: MiroCall) -> int:
    return int(Level.ONE if "tag_id" in call.query else Level.THREE)


ROUTES = (
    Route("POST", "/v2/boards/{board_id}/tags", Level.ONE, create_tag),
    Route("GET", "/v2/boards/{board_id}/tags", Level.ONE, list_tags),
    Route("GET", "/v2/boards/{board_id}/tags/{tag_id}", Level.ONE, get_tag),
    Route("PATCH", "/v2/boards/{board_id}/tags/{tag_id}", Level.ONE, update_tag),
    Route("DELETE", "/v2/boards/{board_id}/tags/{tag_id}", Level.ONE, delete_tag),
    Route("POST", "/v2/boards/{board_id}/items/{item_id}", Level.ONE, attach_tag),
    Route("DELETE", "/v2/boards/{board_id}/items/{item_id}", _delete_price, delete_or_detach),
    Route("GET", "/v2/boards/{board_id}/items/{item_id}/tags", Level.ONE, tags_of_item),
)


def _asked_tag(call: MiroCall, board: Board) -> Tag:
    if "tag_id" not in call.query:
        raise invalid("tag_id", "is required")
    return board.tag(call.query["tag_id"])


def _check_unique(board: Board, title: str) -> None:
    if any(tag.title == title for tag in board.tags.values()):
        raise invalid("title", "a tag with this title is already on the board")
