"""Somebody else at work between two pages of a list: an item is changed, or gone.

Without an id it is the next thing that the list would have shown.
"""

from base64 import b64decode
from collections.abc import Mapping

from connectors.sandbox.faults import ITEM_DELETED, Fault
from connectors.sandbox.miro.kinds import KINDS
from connectors.sandbox.miro.nouns import Board, Item
from connectors.sandbox.miro.state import MiroState
from connectors.sandbox.miro.writing import remove_item
from connectors.sandbox.notion.nouns import Block, Page
from connectors.sandbox.notion.rich_text import from_plain
from connectors.sandbox.notion.state import OWNER_ID, NotionState


def meddle_in_miro(state: MiroState, fault: Fault, board_id: str, cursor: str) -> None:
    """Change or delete an item of a board, as somebody of the room."""
    board = state.boards.get(board_id)
    item = board and _item(board, fault.item_id, cursor)
    if not board or not item:
        return
    if fault.kind == ITEM_DELETED:
        remove_item(board, item, with_content=False)
        return
    item.data = item.data | {KINDS[item.type].words: fault.text}
    item.touch(state.people()[0], state.now())


def meddle_in_notion(state: NotionState, fault: Fault, cursor: str) -> None:
    """Change or trash a page or block, as the workspace's owner."""
    thing = state.things.get(fault.item_id or cursor.rpartition(":")[2])
    if not isinstance(thing, Page | Block):
        return
    if fault.kind == ITEM_DELETED:
        thing.in_trash = True
    elif isinstance(thing, Page):
        thing.values["title"] = from_plain(fault.text)
    elif "rich_text" in thing.content:
        thing.content = {**thing.content, "rich_text": from_plain(fault.text)}
    state.touch(thing, OWNER_ID)


def cursor_of(query: Mapping[str, str], body: object) -> str:
    """Return the cursor of a call for a later page, in whichever way it is given."""
    given = query.get("cursor") or query.get("start_cursor")
    if given:
        return given
    asked = body.get("start_cursor") if isinstance(body, dict) else None
    if isinstance(asked, str):
        return asked
    offset = query.get("offset", "0")
    return "" if offset == "0" else offset


def _item(board: Board, item_id: str, cursor: str) -> Item | None:
    if item_id:
        return board.items.get(item_id)
    try:
        last = int(b64decode(cursor).decode().removesuffix("~"))
    except ValueError:
        return None
    later = sorted((item for item in board.items.values() if int(item.id) > last), key=_number)
    return later[0] if later else None


def _number(item: Item) -> int:
    return int(item.id)
