"""The order of a query: by properties or by the minute of a timestamp, several deep."""

from typing import Any

from connectors.sandbox.notion.checks import read_array, read_choice, read_object, refuse_strays
from connectors.sandbox.notion.errors import ABSENT, not_built
from connectors.sandbox.notion.models import DataSource, Page
from connectors.sandbox.notion.property_types import TIMESTAMPS, timestamp, type_of
from connectors.sandbox.notion.request_handler import NotionRequest
from connectors.sandbox.notion.schema import find_all
from connectors.sandbox.notion.values import text_of


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
        name = read_choice(sort["timestamp"], f"{path}.timestamp", TIMESTAMPS)
        # Rows arrive newest first; turning them keeps the order of making inside one minute.
        turned = rows if is_descending else rows[::-1]
        minute = type_of(prop := timestamp(name)).sort_key
        return sorted(turned, key=lambda row: minute(row, prop, ""), reverse=is_descending)
    prop = find_all(source.schema.values(), [str(sort.get("property", ABSENT))])[0]
    kind = type_of(prop)
    if kind.is_app_only:
        raise not_built(f"sorting by properties of type {prop.type}")
    keyed = [(kind.sort_key(row, prop, text_of(call.state, row, prop)), row) for row in rows]
    known = [(key, row) for key, row in keyed if key is not None]
    ordered = sorted(known, key=lambda one: one[0], reverse=is_descending)
    return [row for _, row in ordered] + [row for key, row in keyed if key is None]
