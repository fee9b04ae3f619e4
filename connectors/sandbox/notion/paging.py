"""Lists in slices, in Notion's envelope.

Rule: a cursor is opaque. Queries give `s:<uuid>:<id>`, other lists the id of the next thing.
"""

from collections.abc import Mapping
from typing import Any

from connectors.sandbox.notion.checks import dashed
from connectors.sandbox.notion.errors import failed, invalid
from connectors.sandbox.notion.state import NotionState

PAGE_MOST = 100


def read_page_size(given: Mapping[str, Any], where: str) -> int:
    """Read how many results a slice may hold."""
    value = given.get("page_size")
    if value is None:
        return PAGE_MOST
    path = f"{where}.page_size"
    if isinstance(value, str):
        if not value.isdigit():
            raise failed(path, "a number or `undefined`", value)
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise failed(path, "a number or `undefined`", value)
    if value > PAGE_MOST:
        raise failed(path, f"≤ `{PAGE_MOST}`", value)
    if value < 1:
        raise failed(path, "≥ `1`", value)
    return value


def envelope(kind: str, results: list[dict[str, Any]], next_cursor: str | None) -> dict[str, Any]:
    """Wrap one slice of results."""
    return {
        "object": "list",
        "results": results,
        "next_cursor": next_cursor,
        "has_more": next_cursor is not None,
        "type": kind,
        kind: {},
    }


def slice_by_id(
    ids: list[str], given: Mapping[str, Any], where: str
) -> tuple[list[str], str | None]:
    """Cut a slice whose cursor is the id of the next thing."""
    size = read_page_size(given, where)
    start, cursor = 0, given.get("start_cursor")
    if cursor is not None:
        found = dashed(cursor) if isinstance(cursor, str) else None
        if found is None:
            raise failed(f"{where}.start_cursor", "a valid uuid or `undefined`", cursor)
        if found not in ids:
            raise invalid(f"The start_cursor provided is invalid: {cursor}")
        start = ids.index(found)
    end = start + size
    return ids[start:end], ids[end] if end < len(ids) else None


def slice_of_query(
    state: NotionState, ids: list[str], given: Mapping[str, Any], where: str
) -> tuple[list[str], str | None]:
    """Cut a slice of a query; the place is kept here, as rows may come and go meanwhile."""
    size = read_page_size(given, where)
    start = _start_of(state, ids, given.get("start_cursor"))
    end = start + size
    if end >= len(ids):
        return ids[start:end], None
    cursor = f"s:{state.make_id()}:{ids[end]}"
    state.cursors[cursor] = end
    return ids[start:end], cursor


def _start_of(state: NotionState, ids: list[str], cursor: Any) -> int:
    if cursor is None:
        return 0
    if cursor not in state.cursors:
        raise invalid(f"The start_cursor provided is invalid: {cursor}")
    next_id = str(cursor).rpartition(":")[2]
    return ids.index(next_id) if next_id in ids else state.cursors[cursor]
