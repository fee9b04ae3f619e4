"""Somebody else at work between two pages of a list: an item is changed, or gone.

Without an id it is the next thing that the list would have shown.
"""

from base64 import b64decode

from connectors.sandbox.faults.fault import Fault, IncomingCall, Vendors
from connectors.sandbox.miro.kinds import KINDS
from connectors.sandbox.miro.models import Board, Item
from connectors.sandbox.miro.writing import remove_item
from connectors.sandbox.notion.models import Block, Page
from connectors.sandbox.notion.rich_text import from_plain
from connectors.sandbox.notion.state import OWNER_ID, NotionState


def change_item(vendors: Vendors, fault: Fault, call: IncomingCall) -> None:
    """Give an item other words, as somebody of the room or as the workspace's owner."""
    if fault.vendor == "miro":
        board = vendors.miro.boards.get(call.board_id)
        item = board and _item(board, fault.item_id, call.cursor)
        if item:
            item.data = item.data | {KINDS[item.type].words: fault.text}
            item.touch(vendors.miro.people()[0], vendors.miro.now())
        return
    thing = _thing(vendors.notion, fault, call)
    if isinstance(thing, Page):
        thing.values["title"] = from_plain(fault.text)
    elif thing and "rich_text" in thing.content:
        thing.content = {**thing.content, "rich_text": from_plain(fault.text)}
    if thing:
        vendors.notion.touch(thing, OWNER_ID)


def delete_item(vendors: Vendors, fault: Fault, call: IncomingCall) -> None:
    """Delete an item of a board; put a page or a block into the trash."""
    if fault.vendor == "miro":
        board = vendors.miro.boards.get(call.board_id)
        item = board and _item(board, fault.item_id, call.cursor)
        if board and item:
            remove_item(board, item, with_content=False)
        return
    thing = _thing(vendors.notion, fault, call)
    if thing:
        thing.in_trash = True
        vendors.notion.touch(thing, OWNER_ID)


def _thing(state: NotionState, fault: Fault, call: IncomingCall) -> Page | Block | None:
    thing = state.things.get(fault.item_id or call.cursor.rpartition(":")[2])
    return thing if isinstance(thing, Page | Block) else None


def _item(board: Board, item_id: str, cursor: str) -> Item | None:
    if item_id:
        return board.items.get(item_id)
    try:
        last = int(b64decode(cursor).decode().removesuffix("~"))
    except ValueError:
        return None
    later = [item for item in board.items.values() if int(item.id) > last]
    return min(later, key=lambda item: int(item.id), default=None)
