"""What a request may say about a view: its kind, and the configuration of that kind.

Built are table, board, list, gallery and calendar with filter and sorts; the schema has more (form,
chart, map, timeline, dashboard, quick filters), which are a loud 501 here. Properties are named by
id or name and kept by id; an answer says the name beside it.
"""

from collections.abc import Callable
from typing import Any

from connectors.sandbox.notion.checks import (
    read_array,
    read_choice,
    read_flag,
    read_object,
    refuse_strays,
)
from connectors.sandbox.notion.errors import ABSENT, failed, invalid, not_built
from connectors.sandbox.notion.models import DataSource, Property
from connectors.sandbox.notion.property_types import PROPERTY_TYPES, is_date, type_of
from connectors.sandbox.notion.schema import find_all

Json = dict[str, Any]
Reader = Callable[[DataSource, Any, str], Any]
TYPES = (
    "table", "board", "list", "calendar", "timeline", "gallery", "form", "chart", "map",
    "dashboard",
)  # fmt: skip
_ORDERS = ("manual", "ascending", "descending")
_GROUPS = tuple(one.group for one in PROPERTY_TYPES.values() if one.group)


def read_type(value: Any) -> str:
    """Read the kind of a view."""
    kind = read_choice(value, "body.type", TYPES)
    if kind not in _FIELDS:
        raise not_built(f"views of type {kind}")
    return kind


def read_configuration(source: DataSource, kind: str, given: Any) -> Json | None:
    """Read the configuration of a view of this kind; board and calendar cannot be without one."""
    path = "body.configuration"
    required = _REQUIRED.get(kind)
    if given is None and required is None:
        return None
    wanted = read_object(ABSENT if given is None else given, path)
    read_choice(wanted.get("type", ABSENT), f"{path}.type", (kind,))
    readers = _FIELDS[kind]
    refuse_strays(wanted, path, ("type", *readers))
    if required and wanted.get(required) is None:
        raise failed(f"{path}.{required}", "defined")
    kept = {
        name: read(source, wanted[name], f"{path}.{name}")
        for name, read in readers.items()
        if wanted.get(name) is not None
    }
    return {"type": kind, **kept}


def _read_properties(source: DataSource, value: Any, path: str) -> list[Json]:
    shown = []
    for i, one in enumerate(read_array(value, path)):
        where = f"{path}[{i}]"
        given = read_object(one, where)
        refuse_strays(given, where, ("property_id", "visible", "width", "wrap"))
        kept = {**given, "property_id": _property(source, given, f"{where}.property_id").id}
        for name in ("visible", "wrap"):
            if name in given:
                read_flag(given[name], f"{where}.{name}")
        shown.append(kept)
    return shown


def _read_group(source: DataSource, value: Any, path: str) -> Json:
    given = read_object(value, path)
    refuse_strays(given, path, ("type", "property_id", "sort", "hide_empty_groups", "group_by"))
    prop = _property(source, given, f"{path}.property_id")
    kind = read_choice(given.get("type", ABSENT), f"{path}.type", _GROUPS)
    if kind != type_of(prop).group:
        raise invalid(f"{prop.name} is of type {prop.type} and cannot be grouped as {kind}.")
    sort = read_object(given.get("sort", ABSENT), f"{path}.sort")
    read_choice(sort.get("type", ABSENT), f"{path}.sort.type", _ORDERS)
    if "hide_empty_groups" in given:
        read_flag(given["hide_empty_groups"], f"{path}.hide_empty_groups")
    if splits := type_of(prop).splits:
        read_choice(given.get("group_by", ABSENT), f"{path}.group_by", splits)
    return {**given, "property_id": prop.id}


def _read_date(source: DataSource, value: Any, path: str) -> str:
    prop = _property(source, {"property_id": value}, path)
    if not is_date(prop):
        raise invalid(f"{prop.name} is of type {prop.type}; a calendar needs a date.")
    return prop.id


def _read_cover(source: DataSource, value: Any, path: str) -> Json:
    given = read_object(value, path)
    kinds = ("page_cover", "page_content", "property")
    kind = read_choice(given.get("type", ABSENT), f"{path}.type", kinds)
    if kind != "property":
        return {"type": kind}
    return {"type": kind, "property_id": _property(source, given, f"{path}.property_id").id}


def _flag(source: DataSource, value: Any, path: str) -> bool:
    return read_flag(value, path)


def _word(*words: str) -> Reader:
    def read(source: DataSource, value: Any, path: str) -> str:
        return read_choice(value, path, words)

    return read


def _count(source: DataSource, value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise failed(path, "a number", value)
    return value


def _property(source: DataSource, given: Json, path: str) -> Property:
    key = given.get("property_id")
    if not isinstance(key, str):
        raise failed(path, "defined")
    return find_all(source.schema.values(), [key])[0]


_CARDS: dict[str, Reader] = {
    "properties": _read_properties,
    "card_layout": _word("list", "compact"),
    "cover": _read_cover,
    "cover_size": _word("small", "medium", "large"),
    "cover_aspect": _word("contain", "cover"),
}
_FIELDS: dict[str, dict[str, Reader]] = {
    "table": {
        "properties": _read_properties,
        "group_by": _read_group,
        "wrap_cells": _flag,
        "show_vertical_lines": _flag,
        "frozen_column_index": _count,
    },
    "board": {**_CARDS, "group_by": _read_group},
    "list": {"properties": _read_properties},
    "gallery": _CARDS,
    "calendar": {
        "properties": _read_properties,
        "date_property_id": _read_date,
        "view_range": _word("week", "month"),
        "show_weekends": _flag,
    },
}
_REQUIRED = {"board": "group_by", "calendar": "date_property_id"}
