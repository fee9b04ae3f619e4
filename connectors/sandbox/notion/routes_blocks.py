"""Blocks: read, changed, trashed and restored, and the children of a page or a block.

Decided here where facts dispute it: an edit of a page's body through the API touches the blocks,
not the page. A client that trusts the page's last_edited_time for bodies finds out here.
"""

from connectors.sandbox.notion.answers import block_answer, shown_children
from connectors.sandbox.notion.block_fields import FIELDS
from connectors.sandbox.notion.block_writer import appended_answer, insert_blocks
from connectors.sandbox.notion.blocks import (
    check_lies_in,
    count_blocks,
    may_nest,
    patch_content,
    read_blocks,
    refuse_nesting,
)
from connectors.sandbox.notion.checks import read_flag
from connectors.sandbox.notion.errors import ABSENT, failed, invalid, not_found
from connectors.sandbox.notion.models import Block, DataSource, Page, Thing
from connectors.sandbox.notion.paging import envelope, slice_by_id
from connectors.sandbox.notion.parents import (
    place_of_blocks,
    refuse_trashed,
    refuse_trashed_parent,
)
from connectors.sandbox.notion.request_handler import Json, NotionRequest, RequestHandler
from connectors.sandbox.notion.state import BOT_NAME


def register(handler: RequestHandler) -> None:
    """Add the endpoints of blocks."""
    handler.on("GET", "/v1/blocks/<block_id>")(block)
    handler.on("PATCH", "/v1/blocks/<block_id>")(update_block)
    handler.on("DELETE", "/v1/blocks/<block_id>")(delete_block)
    handler.on("GET", "/v1/blocks/<block_id>/children")(children)
    handler.on("PATCH", "/v1/blocks/<block_id>/children")(append)


def block(call: NotionRequest, block_id: str) -> Json:
    """Show a block; a page or a database shows as the block that it is in its parent."""
    return block_answer(call.state, _find(call, block_id))


def update_block(call: NotionRequest, block_id: str) -> Json:
    """Replace the named fields of a block whole, or put it into the trash and back."""
    state = call.state
    found = _find(call, block_id)
    kind = found.type if isinstance(found, Block) else "child"
    call.takes("object", "type", "in_trash", *({kind} & set(FIELDS)))
    changes = "in_trash" in call.body or kind in call.body
    if not changes:
        raise failed(f"body.{kind}", "defined")
    in_trash = read_flag(call.body.get("in_trash", found.in_trash), "body.in_trash")
    if in_trash or found.in_trash == in_trash:
        refuse_trashed(state, found)
    else:
        refuse_trashed_parent(state, found)
    if isinstance(found, Block) and kind in call.body:
        found.content = patch_content(kind, found.content, call.body[kind], f"body.{kind}")
    found.in_trash = in_trash
    state.touch(found, call.bot)
    return block_answer(state, found)


def delete_block(call: NotionRequest, block_id: str) -> Json:
    """Put a block, a page or a database into the trash."""
    found = _find(call, block_id)
    refuse_trashed(call.state, found)
    if found.parent_id is None:
        raise invalid("A page at the top of the workspace cannot be deleted through the API.")
    found.in_trash = True
    call.state.touch(found, call.bot)
    return block_answer(call.state, found)


def children(call: NotionRequest, block_id: str) -> Json:
    """List the blocks of a page or a block, one level."""
    parent = _holder(call, block_id)
    ids = shown_children(call.state, parent)
    found, cursor = slice_by_id(ids, call.query, "query")
    shown = [block_answer(call.state, call.state.things[one]) for one in found]
    return envelope("block", shown, cursor)


def append(call: NotionRequest, block_id: str) -> Json:
    """Put blocks into a page or a block; repeating it doubles them, as with Notion."""
    call.takes("children", "position")
    parent = _holder(call, block_id)
    refuse_trashed(call.state, parent)
    blocks = read_blocks(call.body.get("children", ABSENT), "body.children")
    if isinstance(parent, Block) and not may_nest(parent.type, parent.content):
        raise refuse_nesting(parent.type)
    check_lies_in(parent, blocks)
    call.state.make_room(count_blocks(blocks))
    at = place_of_blocks(parent, call.body.get("position"))
    made = insert_blocks(call.state, parent, blocks, call.bot, at)
    return envelope("block", appended_answer(call.state, parent, made, at), None)


def _find(call: NotionRequest, block_id: str) -> Thing:
    found = call.state.get(Thing, block_id, call.bot)
    if isinstance(found, DataSource):
        raise not_found("block", block_id, call.bot, BOT_NAME)
    return found


def _holder(call: NotionRequest, block_id: str) -> Page | Block:
    found = _find(call, block_id)
    if not isinstance(found, Page | Block):
        raise invalid("Block type child_database does not support children.")
    return found
