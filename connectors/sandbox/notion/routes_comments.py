"""Comments on pages and blocks, in discussions."""

from typing import Any

from connectors.sandbox.notion.answers import comment_answer
from connectors.sandbox.notion.checks import read_choice, read_id, read_object
from connectors.sandbox.notion.errors import ABSENT, NotionError, failed, not_built
from connectors.sandbox.notion.models import Block, Comment, Page
from connectors.sandbox.notion.paging import envelope, slice_by_id
from connectors.sandbox.notion.parents import read_parent, refuse_trashed
from connectors.sandbox.notion.request_handler import Json, NotionRequest, RequestHandler
from connectors.sandbox.notion.rich_text import read_rich_text


def register(handler: RequestHandler) -> None:
    """Add the endpoints of comments."""
    handler.on("POST", "/v1/comments")(create_comment)
    handler.on("GET", "/v1/comments")(list_comments)
    handler.on("GET", "/v1/comments/<comment_id>")(comment)


def create_comment(call: NotionRequest) -> Json:
    """Begin a discussion on a page or a block, or go on with one."""
    call.takes("parent", "discussion_id", "rich_text", "markdown", "attachments", "display_name")
    for name in ("markdown", "attachments"):
        if call.body.get(name):
            raise not_built(f"{name} in comments")
    _check_name(call.body.get("display_name"))
    if ("parent" in call.body) == ("discussion_id" in call.body):
        raise failed("body", "an object with either `parent` or `discussion_id`", ABSENT)
    parent_id, discussion_id = _place(call)
    text = read_rich_text(call.body.get("rich_text", ABSENT), "body.rich_text")
    made = Comment(
        id=call.state.make_id(),
        parent_id=parent_id,
        discussion_id=discussion_id,
        created=call.state.clock(),
        created_by=call.bot,
        rich_text=text,
    )
    call.state.comments.append(made)
    return comment_answer(call.state, made)


def list_comments(call: NotionRequest) -> Json:
    """List the comments on a page or a block, oldest first."""
    block_id = read_id(call.query.get("block_id", ABSENT), "query.block_id")
    _commented(call, block_id)
    found = {one.id: one for one in call.state.comments if one.parent_id == block_id}
    ids, cursor = slice_by_id(list(found), call.query, "query")
    return envelope("comment", [comment_answer(call.state, found[one]) for one in ids], cursor)


def comment(call: NotionRequest, comment_id: str) -> Json:
    """Show one comment."""
    for one in call.state.comments:
        if one.id == comment_id:
            _commented(call, one.parent_id)
            return comment_answer(call.state, one)
    raise NotionError(404, "object_not_found", f"Could not find comment with ID: {comment_id}.")


def _place(call: NotionRequest) -> tuple[str, str]:
    if "parent" in call.body:
        _, parent_id = read_parent(call, call.body["parent"], ("page_id", "block_id"))
        refuse_trashed(call.state, _commented(call, parent_id))
        return parent_id, call.state.make_id()
    wanted = read_id(call.body["discussion_id"], "body.discussion_id")
    for one in call.state.comments:
        if one.discussion_id == wanted:
            _commented(call, one.parent_id)
            return one.parent_id, wanted
    raise NotionError(404, "object_not_found", f"Could not find discussion with ID: {wanted}.")


def _commented(call: NotionRequest, thing_id: str) -> Page | Block:
    thing = call.state.things.get(thing_id)
    if isinstance(thing, Page):
        return call.state.get(Page, thing_id, call.bot)
    return call.state.get(Block, thing_id, call.bot)


def _check_name(given: Any) -> None:
    if given is None:
        return
    kind = read_object(given, "body.display_name").get("type", ABSENT)
    if read_choice(kind, "body.display_name.type", ("integration", "user", "custom")) != (
        "integration"
    ):
        raise not_built("comments under another name")
