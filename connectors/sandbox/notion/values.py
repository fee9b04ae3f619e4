"""Values of properties: read from requests, kept plainly, shown as Notion shows them.

Options are kept by id and shown by their present name; relations and people show 25 at most in a
page, all of them through the property item endpoint (docs/notion.md#pages).
What differs from type to type stands in `property_types`.
"""

from typing import Any

from connectors.sandbox.notion.checks import read_object
from connectors.sandbox.notion.errors import invalid, not_built
from connectors.sandbox.notion.models import Page, Property
from connectors.sandbox.notion.property_type import Column
from connectors.sandbox.notion.property_types import type_of
from connectors.sandbox.notion.state import NotionState


def read_value(column: Column, given: Any, path: str) -> Any:
    """Read the value that a request gives to a property; may add an option to its select."""
    prop, kind = column.prop, type_of(column.prop)
    wrapped = read_object(given, path)
    if kind.is_app_only:
        raise not_built(f"writing to properties of type {prop.type}")
    if kind.read is None:
        raise invalid(f"{prop.name} is a read-only property of type {prop.type}.")
    if prop.type not in wrapped:
        raise invalid(f"{prop.name} is expected to be {prop.type}.")
    return kind.read(column, wrapped[prop.type], f"{path}.{prop.type}")


def write_value(state: NotionState, page: Page, prop: Property, value: Any) -> None:
    """Keep a value, and let follow what hangs on it."""
    before = page.values.get(prop.id) or []
    page.values[prop.id] = value
    if written := type_of(prop).written:
        written(state, page, prop, before)


def value_answer(state: NotionState, page: Page, prop: Property) -> dict[str, Any]:
    """Return a property's value as a page shows it."""
    shown: dict[str, Any] = {"id": prop.id, "type": prop.type}
    value, kind = whole_value(state, page, prop), type_of(prop)
    if kind.shown_most is not None:
        if kind.says_has_more:
            shown["has_more"] = len(value) > kind.shown_most
        value = value[: kind.shown_most]
    return {**shown, prop.type: value}


def whole_value(state: NotionState, page: Page, prop: Property) -> Any:
    """Return a property's value without any cut."""
    return type_of(prop).whole(state, page, prop)


def text_of(state: NotionState, page: Page, prop: Property) -> str:
    """Return a property's value as the words that a person would read."""
    value = whole_value(state, page, prop)
    return "" if value is None else type_of(prop).words(state, value)
