"""The properties of a data source: made, renamed, changed and removed as Notion does.

Rule: a property is found by name or id, its id stays, and there is exactly one title.
"""

from collections.abc import Iterable
from typing import Any

from connectors.sandbox.notion import relations
from connectors.sandbox.notion.carried import CARRIED, config_of
from connectors.sandbox.notion.checks import read_choice, read_object, read_text, refuse_strays
from connectors.sandbox.notion.errors import failed, invalid, not_built
from connectors.sandbox.notion.nouns import (
    DataSource,
    Page,
    Property,
    find_property,
    property_id_of,
)
from connectors.sandbox.notion.options import OPTION_TYPES, read_options, regroup, status_config
from connectors.sandbox.notion.state import NotionState

PROPERTY_TYPES = (
    "title",
    "rich_text",
    "number",
    "select",
    "multi_select",
    "status",
    "date",
    "people",
    "checkbox",
    "url",
    "email",
    "phone_number",
    "relation",
    "created_time",
    "created_by",
    "last_edited_time",
    "last_edited_by",
    "unique_id",
)
_NAME_MOST = 100
_DESCRIPTION_MOST = 280
_ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz:;<=>?@[]^_`{|}~"


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
        id="title" if kind == "title" else fresh_id(state, source),
        name=_free_name(source, name, where),
        type=kind,
        config={},
        description=_read_description(given.get("description"), where),
    )
    source.schema[prop.id] = prop
    try:
        _configure(state, source, prop, given[kind], f"{where}.{kind}", bot)
    except Exception:
        del source.schema[prop.id]
        raise


def add_carried(state: NotionState, source: DataSource, name: str, kind: str) -> Property:
    """Add a column that only people add; LookupError for a rollup where nothing is related."""
    prop = Property(
        id=fresh_id(state, source),
        name=_free_name(source, name, "name"),
        type=kind,
        config=config_of(source, kind),
    )
    source.schema[prop.id] = prop
    return prop


def fresh_id(state: NotionState, source: DataSource) -> str:
    """Make a short id, URL-encoded as Notion shows it, new in its data source."""
    while True:
        raw = bytes.fromhex(state.make_id().replace("-", ""))[-4:]
        found = property_id_of("".join(_ID_LETTERS[one % len(_ID_LETTERS)] for one in raw))
        if found not in source.schema:
            return found


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
    refuse_strays(given, where, ("id", "type", "name", "description", *PROPERTY_TYPES, *CARRIED))
    kind = _known_type(given, where) if _type_of(given) else prop.type
    if kind != prop.type and "title" in (kind, prop.type):
        raise invalid("Cannot change the type of, or to, a title property.")
    if "name" in given and given["name"] != prop.name:
        prop.name = _free_name(source, given["name"], f"{where}.name")
    if "description" in given:
        prop.description = _read_description(given["description"], where)
    if kind != prop.type:
        relations.unpair(state, prop)
        _forget_values(state, source, prop)
        prop.type, prop.config = kind, {}
    if kind in given:
        _configure(state, source, prop, given[kind], f"{where}.{kind}", bot)


def _remove(state: NotionState, source: DataSource, prop: Property | None, key: str) -> None:
    if prop is None:
        raise invalid(f"{key} is not a property that exists.")
    if prop.type == "title":
        raise invalid("Cannot delete the title property of a data source.")
    relations.unpair(state, prop)
    _forget_values(state, source, prop)
    del source.schema[prop.id]


def _configure(
    state: NotionState, source: DataSource, prop: Property, given: Any, path: str, bot: str
) -> None:
    config = read_object(given, path)
    if prop.type == "number":
        chosen = config.get("format", prop.config.get("format", "number"))
        prop.config = {"format": read_text(chosen, f"{path}.format", _NAME_MOST)}
    elif prop.type == "status" and not prop.config:
        prop.config = status_config(state, config.get("options"), f"{path}.options")
    elif prop.type in OPTION_TYPES:
        _set_options(state, source, prop, config, path)
    elif prop.type == "unique_id":
        prop.config = {"prefix": config.get("prefix", prop.config.get("prefix"))}
    elif prop.type == "relation":
        relations.configure(state, source, prop, config, path, (bot, fresh_id))


def _set_options(
    state: NotionState, source: DataSource, prop: Property, config: dict[str, Any], path: str
) -> None:
    before = prop.config.get("options", [])
    if "options" not in config:
        prop.config.setdefault("options", before)
        return
    prop.config["options"] = read_options(state, config["options"], f"{path}.options", before)
    if prop.type == "status":
        regroup(prop.config)
    ids = {option["id"] for option in prop.config["options"]}
    for row in state.of(Page, source.children):
        value = row.values.get(prop.id)
        if isinstance(value, list):
            row.values[prop.id] = [one for one in value if one in ids]
        elif value not in ids:
            row.values.pop(prop.id, None)


def _forget_values(state: NotionState, source: DataSource, prop: Property) -> None:
    for row in state.of(Page, source.children):
        row.values.pop(prop.id, None)


def _type_of(given: Any) -> str | None:
    if not isinstance(given, dict):
        return None
    named = [kind for kind in (*PROPERTY_TYPES, *CARRIED) if kind in given]
    return named[0] if named else None


def _known_type(given: dict[str, Any], path: str) -> str:
    kind = _type_of(given)
    if kind in CARRIED:
        raise not_built(f"properties of type {kind}")
    if kind is None:
        raise failed(f"{path}.type", "a property type with its configuration", given)
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
