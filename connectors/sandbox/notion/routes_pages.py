"""Pages and rows: made, read, changed, trashed, restored and moved.

Decided here where facts are silent: making a page touches the page that it lies in; trash and
restore are edits like any other and touch the page itself.
"""

from typing import Any

from connectors.sandbox.notion.answers import page_answer, properties_of
from connectors.sandbox.notion.block_writer import insert_blocks
from connectors.sandbox.notion.blocks import check_lies_in, count_blocks, read_blocks
from connectors.sandbox.notion.checks import read_choice, read_flag, read_object
from connectors.sandbox.notion.errors import ABSENT, failed, invalid, not_built
from connectors.sandbox.notion.icons import read_icon_and_cover
from connectors.sandbox.notion.markdown import as_markdown
from connectors.sandbox.notion.models import DataSource, Page, Property, find_property
from connectors.sandbox.notion.parents import (
    parent_of_page,
    place_of_page,
    refuse_trashed,
    refuse_trashed_parent,
)
from connectors.sandbox.notion.property_type import Column
from connectors.sandbox.notion.property_types import type_of
from connectors.sandbox.notion.request_handler import Json, NotionRequest, RequestHandler
from connectors.sandbox.notion.rollback import schema_unchanged
from connectors.sandbox.notion.schema import find_all
from connectors.sandbox.notion.state import NotionState
from connectors.sandbox.notion.values import read_value, write_value

_NOT_BUILT = ("markdown", "allow_async")
_TITLE_ALONE = (Property(id="title", name="title", type="title", config={}),)


def register(handler: RequestHandler) -> None:
    """Add the endpoints of pages."""
    handler.on("POST", "/v1/pages")(create_page)
    handler.on("GET", "/v1/pages/<page_id>")(page)
    handler.on("PATCH", "/v1/pages/<page_id>")(update_page)
    handler.on("POST", "/v1/pages/<page_id>/move")(move_page)
    handler.on("GET", "/v1/pages/<page_id>/markdown")(page_markdown)


def create_page(call: NotionRequest) -> Json:
    """Make a page under a page, or a row of a data source, with its first blocks."""
    call.takes(
        "parent", "properties", "icon", "cover", "children", "content", "template", "position",
        *_NOT_BUILT,
    )  # fmt: skip
    _refuse_unbuilt(call.body)
    state = call.state
    parent = parent_of_page(call, call.body.get("parent", ABSENT))
    at = place_of_page(parent, call.body.get("position"))
    made = Page(**state.stamp(call.bot, parent.id))
    made.icon, made.cover = read_icon_and_cover(call.body, None, None)
    children = call.body.get("children", call.body.get("content"))
    blocks = [] if children is None else read_blocks(children, "body.children")
    check_lies_in(made, blocks)
    state.make_room(1 + count_blocks(blocks))
    source = parent if isinstance(parent, DataSource) else None
    with schema_unchanged(source):
        values = _read_values(call, made, source, call.body.get("properties", {}))
    if source:
        source.last_number += 1
        made.number = source.last_number
    else:
        state.touch(parent, call.bot)
    state.add(made, at=at)
    _write_values(state, made, values)
    insert_blocks(state, made, blocks, call.bot)
    return _answer(call, made)


def page(call: NotionRequest, page_id: str) -> Json:
    """Show a page, trashed ones too."""
    return _answer(call, call.state.get(Page, page_id, call.bot))


def update_page(call: NotionRequest, page_id: str) -> Json:
    """Change the named properties and flags of a page; nothing guards against a lost update."""
    call.takes(
        "properties", "icon", "cover", "in_trash", "is_archived", "is_locked", "template",
        "erase_content", *_NOT_BUILT,
    )  # fmt: skip
    _refuse_unbuilt(call.body)
    state, body = call.state, call.body
    found = state.get(Page, page_id, call.bot)
    flags = {
        name: read_flag(body[name], f"body.{name}")
        for name in ("in_trash", "is_archived", "is_locked")
        if name in body
    }
    if flags.get("in_trash") is False:
        refuse_trashed_parent(state, found)
    else:
        refuse_trashed(state, found)
    source = state.source_of(found)
    with schema_unchanged(source):
        values = _read_values(call, found, source, body.get("properties", {}))
    found.icon, found.cover = read_icon_and_cover(body, found.icon, found.cover)
    for name, flag in flags.items():
        setattr(found, name, flag)
    _write_values(state, found, values)
    state.touch(found, call.bot)
    return _answer(call, found)


def move_page(call: NotionRequest, page_id: str) -> Json:
    """Put a page under another page or data source; of its values only the title goes along."""
    call.takes("parent")
    state = call.state
    found = state.get(Page, page_id, call.bot)
    refuse_trashed(state, found)
    parent = parent_of_page(call, call.body.get("parent", ABSENT))
    if any(one is found for one in state.way_up(parent)):
        raise invalid("A page cannot be moved into itself.")
    if found.parent_id is None:
        raise invalid("A page at the top of the workspace cannot be moved here.")
    if parent.id != found.parent_id:
        _write_values(
            state,
            found,
            [(one, None) for one in properties_of(state, found) if type_of(one).written],
        )
        state.things[found.parent_id].children.remove(found.id)
        found.parent_id = parent.id
        found.values = {"title": found.values.get("title", [])}
        parent.children.append(found.id)
        if isinstance(parent, DataSource):
            parent.last_number += 1
            found.number = parent.last_number
    state.touch(found, call.bot)
    return _answer(call, found)


def page_markdown(call: NotionRequest, page_id: str) -> Json:
    """Show a page's body in Notion's markdown; what it cannot say is listed as unknown."""
    found = call.state.get(Page, page_id, call.bot)
    text, unknown = as_markdown(call.state, found)
    return {
        "object": "page_markdown",
        "id": found.id,
        "markdown": text,
        "truncated": bool(unknown),
        "unknown_block_ids": unknown,
    }


def _answer(call: NotionRequest, found: Page) -> Json:
    properties = properties_of(call.state, found)
    only = call.filter_properties
    return page_answer(call.state, found, find_all(properties, only) if only else properties)


def _refuse_unbuilt(body: Json) -> None:
    for name in (*_NOT_BUILT, "erase_content"):
        if body.get(name):
            raise not_built(f"{name} on pages")
    if body.get("template") is not None:
        template = read_object(body["template"], "body.template")
        if (
            read_choice(
                template.get("type", ABSENT),
                "body.template.type",
                ("none", "default", "template_id"),
            )
            != "none"
        ):
            raise not_built("templates")


def _read_values(
    call: NotionRequest, made: Page, source: DataSource | None, given: Any
) -> list[tuple[Property, Any]]:
    properties = read_object(given, "body.properties")
    known = source.schema.values() if source else _TITLE_ALONE
    read = []
    for key, value in properties.items():
        prop = find_property(known, key)
        if prop is None:
            raise invalid(f"{key} is not a property that exists.")
        path = f"body.properties.{key}"
        is_bare = isinstance(value, list) and type_of(prop).takes_bare_list
        wrapped = {prop.type: value} if is_bare else value
        if wrapped is None:
            raise failed(path, "an object", value)
        read.append((prop, read_value(Column(call.state, prop, call.bot), wrapped, path)))
    return read


def _write_values(state: NotionState, made: Page, values: list[tuple[Property, Any]]) -> None:
    for prop, value in values:
        write_value(state, made, prop, value)
