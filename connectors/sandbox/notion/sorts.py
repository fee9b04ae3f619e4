"""The order of a query: by properties or by the minute of a timestamp, several deep."""

import re
from datetime import datetime
from typing import Any

from connectors.sandbox.notion.carried import CARRIED
from connectors.sandbox.notion.checks import read_array, read_choice, read_object, refuse_strays
from connectors.sandbox.notion.errors import ABSENT, not_built
from connectors.sandbox.notion.front import NotionRequest
from connectors.sandbox.notion.nouns import DataSource, Page, Property
from connectors.sandbox.notion.schema import find_all
from connectors.sandbox.notion.state import NotionState
from connectors.sandbox.notion.times import floored, read_moment
from connectors.sandbox.notion.values import text_of

_NUMBER = re.compile(r"([0-9]+)")
_TIMES = ("created_time", "last_edited_time")


def sorted_rows(
    call: NotionRequest, source: DataSource, rows: list[Page], given: Any
) -> list[Page]:
    """Order rows as asked; those without a value come last, ties stay as they came.

    Sorted by time, rows of one minute come oldest first when ascending, as they were made.
    """
    if given is None:
        return rows
    for i, sort in reversed(list(enumerate(read_array(given, "body.sorts")))):
        rows = _sorted(call, source, rows, sort, f"body.sorts[{i}]")
    return rows


def _sorted(
    call: NotionRequest, source: DataSource, rows: list[Page], given: Any, path: str
) -> list[Page]:
    sort = read_object(given, path)
    refuse_strays(sort, path, ("property", "timestamp", "direction"))
    way = read_choice(
        sort.get("direction", "ascending"), f"{path}.direction", ("ascending", "descending")
    )
    is_descending = way == "descending"
    if "timestamp" in sort:
        name = read_choice(sort["timestamp"], f"{path}.timestamp", _TIMES)
        keyed = [(_minute(row, name), row) for row in rows]
        # Rows arrive newest first; turning them keeps the order of making inside one minute.
        keyed = keyed if is_descending else keyed[::-1]
        return [row for _, row in sorted(keyed, key=lambda one: one[0], reverse=is_descending)]
    prop = find_all(source.schema.values(), [str(sort.get("property", ABSENT))])[0]
    if prop.type in CARRIED:
        raise not_built(f"sorting by properties of type {prop.type}")
    known = [(key, row) for row in rows if (key := _key(call.state, row, prop)) is not None]
    empty = [row for row in rows if _key(call.state, row, prop) is None]
    ordered = sorted(known, key=lambda one: one[0], reverse=is_descending)
    return [row for _, row in ordered] + empty


def _minute(row: Page, name: str) -> datetime:
    return floored(row.created if name == "created_time" else row.edited)


def _key(state: NotionState, row: Page, prop: Property) -> Any:
    value = row.values.get(prop.id)
    if prop.type in _TIMES:
        return _minute(row, prop.type)
    if prop.type == "unique_id":
        return row.number
    if prop.type == "checkbox":
        return bool(value)
    if value is None:
        return None
    if prop.type == "number":
        return value
    if prop.type == "date":
        return read_moment(value["start"], "date")[0]
    if prop.type in ("select", "status"):
        names = [option["id"] for option in prop.config["options"]]
        return names.index(value) if value in names else None
    text = text_of(state, row, prop).casefold()
    if prop.type == "title" and text:
        return _by_numbers(text)
    return text or None


def _by_numbers(text: str) -> list[Any]:
    """Return a key by which "Row 2" comes before "Row 10", as titles are sorted."""
    parts = _NUMBER.split(text)
    return [int(part) if i % 2 else part for i, part in enumerate(parts)]
