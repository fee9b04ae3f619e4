"""The whole state of the stand-in for Miro as JSON, for tests and for the demo's leak search."""

from connectors.sandbox.miro.answers import (
    board_answer,
    connector_answer,
    item_answer,
    member_answer,
    tag_answer,
)
from connectors.sandbox.miro.errors import Json
from connectors.sandbox.miro.geometry import absolute
from connectors.sandbox.miro.models import Board, Item
from connectors.sandbox.miro.state import MiroState


def state_json(state: MiroState) -> Json:
    """Return people and boards, items with their tags and their absolute places."""
    return {
        "people": [{"id": p.id, "name": p.name, "email": p.email} for p in state.people()],
        "boards": [_board(state, board) for board in state.boards.values()],
    }


def _board(state: MiroState, board: Board) -> Json:
    return board_answer(board, None, "/miro") | {
        "members": [member_answer(member) for member in state.members(board)],
        "tags": [tag_answer(tag) for tag in board.tags.values()],
        "connectors": [connector_answer(board, c, "/miro") for c in board.connectors.values()],
        "items": [_item(board, item) for item in board.items.values()],
    }


def _item(board: Board, item: Item) -> Json:
    place = absolute(board, item)
    return item_answer(board, item, "/miro") | {
        "tags": [board.tags[tag_id].title for tag_id in item.tag_ids],
        "absolute": {"x": place.x, "y": place.y},
    }
