"""The filter of a query, read once into a function that says whether a row stays.

Operators as docs/notion.md#querying-rows lists them; times are compared by the minute.
"""

from collections.abc import Callable
from typing import Any

from connectors.sandbox.notion.checks import read_array, read_flag, read_object, refuse_strays
from connectors.sandbox.notion.conditions import holds_something
from connectors.sandbox.notion.errors import failed, invalid, not_built
from connectors.sandbox.notion.models import DataSource, Page, Property
from connectors.sandbox.notion.property_type import Column, Condition
from connectors.sandbox.notion.property_types import TIMESTAMPS, is_text, timestamp, type_of
from connectors.sandbox.notion.request_handler import NotionRequest
from connectors.sandbox.notion.schema import find_all
from connectors.sandbox.notion.values import whole_value

Keeps = Callable[[Page], bool]

_DEEPEST = 2


def read_filter(call: NotionRequest, source: DataSource, given: Any) -> Keeps:
    """Read a filter; None keeps every row."""
    if given is None:
        return lambda row: True
    return _read(call, source, given, "body.filter", 0)


def _read(call: NotionRequest, source: DataSource, given: Any, path: str, depth: int) -> Keeps:
    wanted = read_object(given, path)
    for word, joined in (("and", all), ("or", any)):
        if word in wanted:
            refuse_strays(wanted, path, (word,))
            if depth >= _DEEPEST:
                raise failed(f"{path}.{word}", "not present", wanted[word])
            parts = [
                _read(call, source, one, f"{path}.{word}[{i}]", depth + 1)
                for i, one in enumerate(read_array(wanted[word], f"{path}.{word}"))
            ]
            return _joined(joined, parts)
    if "timestamp" in wanted:
        return _timestamp(call, wanted, path)
    return _property(call, source, wanted, path)


def _joined(how: Callable[[Any], bool], parts: list[Keeps]) -> Keeps:
    return lambda row: not parts or how(keeps(row) for keeps in parts)


def _timestamp(call: NotionRequest, wanted: dict[str, Any], path: str) -> Keeps:
    name = wanted["timestamp"]
    if name not in TIMESTAMPS:
        raise failed(f"{path}.timestamp", 'one of `"created_time"`, `"last_edited_time"`', name)
    refuse_strays(wanted, path, ("timestamp", name))
    prop = timestamp(name)
    condition = _condition(call, prop, wanted, path, name)
    return lambda row: condition(whole_value(call.state, row, prop))


def _property(call: NotionRequest, source: DataSource, wanted: dict[str, Any], path: str) -> Keeps:
    key = wanted.get("property")
    if not isinstance(key, str):
        raise failed(f"{path}.property", "defined", key)
    prop = find_all(source.schema.values(), [key])[0]
    asked = _asked_as(prop, wanted)
    refuse_strays({k: v for k, v in wanted.items() if k != "type"}, path, ("property", asked))
    condition = _condition(call, prop, wanted, path, asked)
    return lambda row: condition(whole_value(call.state, row, prop))


def _asked_as(prop: Property, wanted: dict[str, Any]) -> str:
    """Return the type under which a filter asks: texts of all kinds may be asked as rich_text."""
    if is_text(prop) and prop.type not in wanted and "rich_text" in wanted:
        return "rich_text"
    return prop.type


def _condition(
    call: NotionRequest, prop: Property, wanted: dict[str, Any], path: str, asked: str
) -> Condition:
    where = f"{path}.{asked}"
    kind = type_of(prop)
    if kind.condition is None:
        raise not_built(f"filters on properties of type {prop.type}")
    if asked not in wanted:
        raise invalid(f"database property {prop.type} does not match filter of another type")
    operators = read_object(wanted[asked], where)
    if len(operators) != 1:
        raise failed(where, "an object with one operator", operators)
    operator, value = next(iter(operators.items()))
    asks_for_emptiness = operator in ("is_empty", "is_not_empty")
    if asks_for_emptiness:
        read_flag(value, f"{where}.{operator}")
    if asks_for_emptiness and kind.can_be_empty:
        return lambda shown: holds_something(shown) == (operator == "is_not_empty")
    column = Column(call.state, prop, call.bot)
    return kind.condition(column, operator, value, f"{where}.{operator}")
