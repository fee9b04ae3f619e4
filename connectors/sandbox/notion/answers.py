"""Things of the workspace as Notion's API shows them at version 2026-03-11.

Rule: every field that the recordings show is there, and no `archived`.
"""

import re
from collections.abc import Iterable
from typing import Any

from connectors.sandbox.notion.models import (
    Block,
    Comment,
    Database,
    DataSource,
    Page,
    Property,
    Thing,
    View,
)
from connectors.sandbox.notion.property_types import type_of
from connectors.sandbox.notion.rich_text import UNTITLED, from_plain, plain
from connectors.sandbox.notion.state import BOT_NAME, NotionState
from connectors.sandbox.notion.times import to_milliseconds, to_minute
from connectors.sandbox.notion.values import value_answer

Json = dict[str, Any]
UNTITLED_DATABASE = "New database"


def page_answer(state: NotionState, page: Page, shown: Iterable[Property] | None = None) -> Json:
    """Show a page or row, with all its properties unless only some are to be shown."""
    return {
        "object": "page",
        "id": page.id,
        **_minutes(page),
        **_authors(page),
        "cover": page.cover,
        "icon": page.icon,
        "parent": parent_answer(state, page),
        "in_trash": state.is_trashed(page),
        "is_archived": page.is_archived,
        "is_locked": page.is_locked,
        "properties": {
            prop.name: value_answer(state, page, prop)
            for prop in (properties_of(state, page) if shown is None else shown)
        },
        "url": _url(page.id, state.title_of(page)),
        "public_url": None,
    }


def properties_of(state: NotionState, page: Page) -> list[Property]:
    """Return the properties of a row, or the lone title of a plain page."""
    source = state.source_of(page)
    if source is None:
        return [Property(id="title", name="title", type="title", config={})]
    return list(source.schema.values())


def database_answer(state: NotionState, database: Database) -> Json:
    """Show a database: a container that tells its data sources but no schema."""
    return {
        "object": "database",
        "id": database.id,
        "title": database.title or from_plain(UNTITLED_DATABASE),
        "description": database.description,
        "parent": parent_answer(state, database),
        "is_inline": database.is_inline,
        "in_trash": state.is_trashed(database),
        "is_locked": database.is_locked,
        "created_time": to_milliseconds(database.created),
        "last_edited_time": to_milliseconds(database.edited),
        "data_sources": [
            {"id": source.id, "name": plain(source.title) or UNTITLED_DATABASE}
            for source in state.of(DataSource, database.children)
            if not source.in_trash
        ],
        "icon": database.icon,
        "cover": database.cover,
        "url": _url(database.id),
        "public_url": None,
    }


def data_source_answer(state: NotionState, source: DataSource) -> Json:
    """Show a data source with its schema; description and place are its database's."""
    database = state.things[str(source.parent_id)]
    about = database if isinstance(database, Database) else None
    return {
        "object": "data_source",
        "id": source.id,
        "cover": source.cover,
        "icon": source.icon,
        "created_time": to_minute(source.created),
        **_authors(source),
        "last_edited_time": to_minute(source.edited),
        "title": source.title,
        "description": about.description if about else [],
        "is_inline": about.is_inline if about else False,
        "properties": {prop.name: _schema_answer(state, prop) for prop in source.schema.values()},
        "parent": parent_answer(state, source),
        "database_parent": parent_answer(state, database),
        "url": _url(database.id),
        "public_url": None,
        "in_trash": state.is_trashed(source),
    }


def block_answer(state: NotionState, thing: Thing) -> Json:
    """Show a block; pages and databases show as child_page and child_database."""
    kind, content = _as_block(state, thing)
    return {
        "object": "block",
        "id": thing.id,
        "parent": parent_answer(state, thing),
        **_minutes(thing),
        **_authors(thing),
        "has_children": _has_children(state, thing),
        "in_trash": state.is_trashed(thing),
        "type": kind,
        kind: content,
    }


def as_called(state: NotionState, pieces: Iterable[Json]) -> list[Json]:
    """Return the pieces of a text; a mention says what its page is called now."""
    return [_named_now(state, each) if each["type"] == "mention" else each for each in pieces]


def _named_now(state: NotionState, piece: Json) -> Json:
    page = state.things.get(piece["mention"]["page"]["id"])
    if not isinstance(page, Page) or not state.is_shared(page):
        return piece
    return {**piece, "plain_text": state.title_of(page) or UNTITLED}


def shown_children(state: NotionState, thing: Thing) -> list[str]:
    """Return the ids of what lies in a thing; a synced copy shows what lies in its original."""
    if isinstance(thing, Block) and thing.content.get("synced_from"):
        original = state.things.get(thing.content["synced_from"]["block_id"])
        is_seen = isinstance(original, Block) and state.is_shared(original)
        return shown_children(state, original) if original and is_seen else []
    return [one for one in thing.children if not state.things[one].in_trash]


def comment_answer(state: NotionState, comment: Comment) -> Json:
    """Show a comment."""
    by_bot = comment.created_by in state.bots
    key = "page_id" if isinstance(state.things[comment.parent_id], Page) else "block_id"
    return {
        "object": "comment",
        "id": comment.id,
        "parent": {"type": key, key: comment.parent_id},
        "discussion_id": comment.discussion_id,
        "created_time": to_minute(comment.created),
        "last_edited_time": to_minute(comment.created),
        "created_by": {"object": "user", "id": comment.created_by},
        "rich_text": comment.rich_text,
        "display_name": {
            "type": "integration" if by_bot else "user",
            "resolved_name": BOT_NAME if by_bot else state.people.get(comment.created_by),
        },
    }


def view_answer(state: NotionState, view: View) -> Json:
    """Show a view; beside each property's id its configuration says the name."""
    source = state.things[view.data_source_id]
    return {
        "object": "view",
        "id": view.id,
        "parent": {"type": "database_id", "database_id": view.database_id},
        "data_source_id": view.data_source_id,
        "name": view.name,
        "type": view.type,
        "filter": view.filter,
        "sorts": view.sorts,
        "quick_filters": None,
        "configuration": _named(source, view.configuration) or _first_configuration(view),
        "created_time": to_milliseconds(view.created),
        "last_edited_time": to_milliseconds(view.edited),
        "created_by": {"object": "user", "id": view.by},
        "last_edited_by": {"object": "user", "id": view.by},
        "url": f"{_url(view.database_id)}?v={view.id.replace('-', '')}",
    }


def parent_answer(state: NotionState, thing: Thing) -> Json:
    """Show where a thing lies."""
    parent = state.things.get(thing.parent_id or "")
    if parent is None:
        return {"type": "workspace", "workspace": True}
    if isinstance(parent, DataSource):
        ids = {"data_source_id": parent.id, "database_id": parent.parent_id}
        return {"type": "data_source_id", **ids}
    key = {Page: "page_id", Database: "database_id"}.get(type(parent), "block_id")
    return {"type": key, key: parent.id}


def _first_configuration(view: View) -> Json | None:
    return {"type": "table"} if view.type == "table" else None


def _named(source: Thing, value: Any) -> Any:
    if isinstance(value, list):
        return [_named(source, one) for one in value]
    if not isinstance(value, dict):
        return value
    shown = {key: _named(source, one) for key, one in value.items()}
    for key in ("property_id", "date_property_id"):
        prop = source.find(value[key]) if key in value and isinstance(source, DataSource) else None
        if prop is not None:
            shown[key.replace("_id", "_name")] = prop.name
    return shown


def _schema_answer(state: NotionState, prop: Property) -> Json:
    return {
        "id": prop.id,
        "name": prop.name,
        "description": prop.description,
        "type": prop.type,
        prop.type: type_of(prop).config_answer(state, prop),
    }


def _as_block(state: NotionState, thing: Thing) -> tuple[str, Json]:
    if isinstance(thing, Block):
        pieces = thing.content.get("rich_text")
        named = {"rich_text": as_called(state, pieces)} if pieces else {}
        return thing.type, {**thing.content, **named}
    if isinstance(thing, Database):
        return "child_database", {"title": plain(thing.title) or UNTITLED_DATABASE}
    return "child_page", {"title": state.title_of(thing) if isinstance(thing, Page) else ""}


def _has_children(state: NotionState, thing: Thing) -> bool:
    if isinstance(thing, Database):
        return False
    return bool(shown_children(state, thing))


def _minutes(thing: Thing) -> Json:
    return {
        "created_time": to_minute(thing.created),
        "last_edited_time": to_minute(thing.edited),
    }


def _authors(thing: Thing) -> Json:
    return {
        "created_by": {"object": "user", "id": thing.created_by},
        "last_edited_by": {"object": "user", "id": thing.edited_by},
    }


def _url(thing_id: str, title: str = "") -> str:
    slug = "-".join(re.findall(r"[A-Za-z0-9]+", title))
    flat = thing_id.replace("-", "")
    return f"https://app.notion.com/p/{slug}-{flat}" if slug else f"https://app.notion.com/p/{flat}"
