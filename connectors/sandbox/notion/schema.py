"""The properties of a data source: made, renamed, changed and removed as Notion does.

Rule: a property is found by name or id, its id stays, and there is exactly one title.
"""

from collections.abc import Iterable
from typing import Any

from connectors.sandbox.notion.checks import read_choice, read_object, read_text, refuse_strays
from connectors.sandbox.notion.errors import failed, invalid, not_built
from connectors.sandbox.notion.models import (
    DataSource,
    Page,
    Property,
    find_property,
)
from connectors.sandbox.notion.property_type import Column
from connectors.sandbox.notion.property_types import PROPERTY_TYPES, type_of
from connectors.sandbox.notion.state import NotionState

_NAME_MOST = 100
_DESCRIPTION_MOST = 280


def make_schema(state: NotionState, source: DataSource, given: Any, path: str, bot: str) -> None:
    """Fill a new data source; one that names no title at all gets the one called Name."""
    properties = read_object({"Name": {"title": {}}} if given is None else given, path)
    titles = [name for name, config in properties.items() if _type_of(config) == "title"]
    if len(titles) != 1:
        raise invalid("Title is not provided" if not titles else "Only one title is allowed.")
    for name, config in properties.items():
        add_property(state, source, name, read_object(config, f"{path}.{name}"), path, bot)


def patch_schema(state: NotionState, source: DataSource, given: Any, path: str, bot: str) -> None:
    """Change a data source's properties; null removes, a name renames, a new key adds."""
    for key, config in read_object(given, path).items():
        prop = source.find(key)
        if config is None:
            _remove(state, source, prop, key)
        elif prop is not None:
            _change(state, source, prop, read_object(config, f"{path}.{key}"), path, bot)
        elif _type_of(config) is None:
            raise invalid(f"{key} is not a property that exists.")
        else:
            add_property(state, source, key, read_object(config, f"{path}.{key}"), path, bot)


def add_property(
    state: NotionState,
    source: DataSource,
    name: str,
    given: dict[str, Any],
    path: str,
    bot: str,
) -> None:
    """Add one property, with its back side where the relation has two."""
    where = f"{path}.{name}"
    kind = _known_type(given, where)
    if kind == "title" and "title" in source.schema:
        raise invalid("Only one title is allowed.")
    prop = Property(
        id="title" if kind == "title" else state.new_property_id(source),
        name=_free_name(source, name, where),
        type=kind,
        config={},
        description=_read_description(given.get("description"), where),
    )
    source.schema[prop.id] = prop
    try:
        _configure(Column(state, prop, bot), source, given[kind], f"{where}.{kind}")
    except Exception:
        del source.schema[prop.id]
        raise


def add_in_app(state: NotionState, source: DataSource, name: str, kind: str) -> Property:
    """Add a column that only people add; LookupError where it has nothing to rest on."""
    prop = Property(
        id=state.new_property_id(source),
        name=_free_name(source, name, "name"),
        type=kind,
        config=PROPERTY_TYPES[kind].config_in_app(source),
    )
    source.schema[prop.id] = prop
    return prop


def find_all(properties: Iterable[Property], keys: Iterable[str]) -> list[Property]:
    """Find properties by name or id; raise the vendor's refusal for an unknown one."""
    found, known = [], list(properties)
    for key in keys:
        prop = find_property(known, key)
        if prop is None:
            raise invalid(f"Could not find property with name or id: {key}")
        found.append(prop)
    return found


def _change(
    state: NotionState,
    source: DataSource,
    prop: Property,
    given: dict[str, Any],
    path: str,
    bot: str,
) -> None:
    where = f"{path}.{prop.name}"
    refuse_strays(given, where, ("id", "type", "name", "description", *PROPERTY_TYPES))
    kind = _known_type(given, where) if _type_of(given) else prop.type
    if kind != prop.type and "title" in (kind, prop.type):
        raise invalid("Cannot change the type of, or to, a title property.")
    if "name" in given and given["name"] != prop.name:
        prop.name = _free_name(source, given["name"], f"{where}.name")
    if "description" in given:
        prop.description = _read_description(given["description"], where)
    if kind != prop.type:
        _clear(state, source, prop)
        prop.type, prop.config = kind, {}
    if kind in given:
        _configure(Column(state, prop, bot), source, given[kind], f"{where}.{kind}")


def _remove(state: NotionState, source: DataSource, prop: Property | None, key: str) -> None:
    if prop is None:
        raise invalid(f"{key} is not a property that exists.")
    if prop.type == "title":
        raise invalid("Cannot delete the title property of a data source.")
    _clear(state, source, prop)
    del source.schema[prop.id]


def _configure(column: Column, source: DataSource, given: Any, path: str) -> None:
    type_of(column.prop).configure(column, source, read_object(given, path), path)


def _clear(state: NotionState, source: DataSource, prop: Property) -> None:
    if removed := type_of(prop).removed:
        removed(state, prop)
    for row in state.of(Page, source.children):
        row.values.pop(prop.id, None)


def _type_of(given: Any) -> str | None:
    if not isinstance(given, dict):
        return None
    named = [kind for kind in PROPERTY_TYPES if kind in given]
    return named[0] if named else None


def _known_type(given: dict[str, Any], path: str) -> str:
    kind = _type_of(given)
    if kind is None:
        raise failed(f"{path}.type", "a property type with its configuration", given)
    if PROPERTY_TYPES[kind].is_app_only:
        raise not_built(f"properties of type {kind}")
    if "type" in given:
        read_choice(given["type"], f"{path}.type", (kind,))
    return kind


def _free_name(source: DataSource, name: Any, path: str) -> str:
    text = read_text(name, path, _NAME_MOST, least=1)
    if any(prop.name == text for prop in source.schema.values()):
        raise invalid(f"A property named {text} already exists.")
    return text


def _read_description(value: Any, path: str) -> str | None:
    if not value:
        return None
    return read_text(value, f"{path}.description", _DESCRIPTION_MOST)
