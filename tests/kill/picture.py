"""All that boards, Notion and the database hold, in an order and with names that do not depend on
when it was made or which ids it was given: two runs that came to the same have the same picture."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from connectors.sandbox.app import Sandbox
from connectors.sandbox.miro.dump import state_json
from connectors.sandbox.notion.models import DataSource, Page, Thing
from connectors.sandbox.notion.rich_text import plain
from plugin.store.database import Database
from tests import databases

# Records of runs, not of what they made: one more run is one more row.
_RECORDS = frozenset(
    {"intent", "sync_run", "sync_step", "capture", "lease", "turn", "alembic_version"}
)
_IDS = re.compile(  # and digests over ids, keyed ones with a k
    r"\bk?[0-9a-f]{32}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b\d{19}\b|uXjV[\w-]+="
)
_MOMENTS = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+00:00)?")
_OF_A_THING = frozenset({"id", "parent_id", "created", "created_by", "edited", "edited_by"})
_OF_AN_ITEM = frozenset({"id", "links", "parent", "createdAt", "modifiedAt"})


def picture(sandbox: Sandbox, database: Database) -> list[str]:
    """Return what is everywhere, a line for each thing."""
    names = {**_miro_names(sandbox), **_notion_names(sandbox)}
    lines = [*_miro(sandbox, names), *_notion(sandbox, names), *_database(sandbox, database, names)]
    return sorted(lines)


def unfinished(database: Database) -> list[tuple[str, str]]:
    """Return kind and state of every write whose outcome is not known."""
    wanted = "SELECT kind, state FROM intent WHERE state NOT IN ('done', 'failed')"
    found = databases.selected(database, wanted)
    database.close()
    return found


def _miro_names(sandbox: Sandbox) -> dict[str, str]:
    names = {}
    for board in sandbox.miro.boards.values():
        names[board.id] = f"<board {board.name}>"
        for item in board.items.values():
            words = item.data.get("title") or item.data.get("content") or ""
            names[item.id] = f"<{item.type} {words}>"
    return names


def _notion_names(sandbox: Sandbox) -> dict[str, str]:
    return {thing.id: _name_of(sandbox, thing) for thing in sandbox.notion.things.values()}


def _name_of(sandbox: Sandbox, thing: Thing) -> str:
    if isinstance(thing, Page):
        return f"<page {sandbox.notion.title_of(thing)}>"
    title = getattr(thing, "title", None)
    words = plain(title) if title else _plain_of(getattr(thing, "content", {}))
    return f"<{type(thing).__name__} {words}>"


def _plain_of(content: Mapping[str, Any]) -> str:
    return plain(content.get("rich_text") or [])


def _miro(sandbox: Sandbox, names: Mapping[str, str]) -> Iterator[str]:
    boards: Any = state_json(sandbox.miro)["boards"]
    for board in boards:
        parent_of = {each["id"]: (each.get("parent") or {}).get("id") for each in board["items"]}
        yield _line("board", [board["name"], board["description"], board.get("policy")], names)
        for item in board["items"]:
            shown = {key: value for key, value in item.items() if key not in _OF_AN_ITEM}
            parent = names.get(parent_of[item["id"]] or "", "")
            yield _line(f"on {board['name']}", [parent, shown], names)


def _notion(sandbox: Sandbox, names: Mapping[str, str]) -> Iterator[str]:
    columns = _columns(sandbox)
    for thing in sandbox.notion.things.values():
        parent = sandbox.notion.things.get(thing.parent_id or "")
        shown = {key: value for key, value in asdict(thing).items() if key not in _OF_A_THING}
        if not isinstance(thing, Page):
            shown["children"] = list(thing.children)
        elif isinstance(parent, DataSource):
            shown["number"] = 0
        if isinstance(thing, DataSource):
            shown["children"] = len(thing.children)
            shown["last_number"] = 0
        shown = json.loads(json.dumps(shown, default=str))
        yield _line(f"in {names.get(thing.parent_id or '', '')}", _renamed(shown, columns), names)


def _columns(sandbox: Sandbox) -> dict[str, str]:
    """Return the ids of all columns; the title's is the same word everywhere."""
    return {
        prop.id: f"<column {prop.name}>"
        for source in sandbox.notion.things.values()
        if isinstance(source, DataSource)
        for prop in source.schema.values()
        if prop.type != "title"
    }


def _renamed(value: Any, columns: Mapping[str, str]) -> Any:
    """Put the names of columns for their ids, and leave out the ids and places of options.

    An id may be a word by chance, such as name or text: it is one only among others, or as a value.
    """
    if isinstance(value, dict):
        are_ids = value.keys() <= {*columns, "title"}
        return {
            columns.get(key, key) if are_ids else key: each
            if key == "type"
            else _renamed(each, columns)
            for key, each in value.items()
            if not (key == "id" and "name" in value)
        }
    if isinstance(value, list):
        return [_renamed(each, columns) for each in value]
    return columns.get(value, value) if isinstance(value, str) else value


def _database(sandbox: Sandbox, database: Database, names: Mapping[str, str]) -> Iterator[str]:
    columns = _columns(sandbox)
    for table, row in databases.rows(database, without=_RECORDS):
        shown = {key: _read(value) for key, value in row.items()}
        yield _line(f"table {table}", _renamed(shown, columns), names)
    database.close()


def _read(value: Any) -> Any:
    """Return what a column holds; a quote in a story begins with a bracket too."""
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _line(about: str, shown: object, names: Mapping[str, str]) -> str:
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False, default=str)
    text = _IDS.sub(lambda found: names.get(found[0], "<id>"), text)
    return _IDS.sub("<id>", f"{about}: {_MOMENTS.sub('<moment>', text)}")
