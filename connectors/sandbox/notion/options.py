"""Options of select, multi-select and status: a list that is sent replaces the list that was.

Rule: names are one without regard to case and hold no comma; what is left out is deleted. Values
are kept by an option's id, and shown by its present name.
"""

from typing import Any

from connectors.sandbox.notion.checks import read_array, read_choice, read_object, read_text
from connectors.sandbox.notion.errors import ABSENT, invalid
from connectors.sandbox.notion.models import DataSource, Page, Property
from connectors.sandbox.notion.property_type import Column
from connectors.sandbox.notion.state import NotionState

Option = dict[str, Any]

OPTION_COLORS = (
    "default",
    "gray",
    "brown",
    "orange",
    "yellow",
    "green",
    "blue",
    "purple",
    "pink",
    "red",
)
_NAME_MOST = 100
_STATUS_START = (("Not started", "default"), ("In progress", "blue"), ("Done", "green"))
_STATUS_GROUPS = (("To-do", "gray"), ("In progress", "blue"), ("Complete", "green"))


def configure(column: Column, source: DataSource, given: dict[str, Any], path: str) -> None:
    """Replace the options of a property where some are sent, and clear deleted ones from rows."""
    prop = column.prop
    before = prop.config.get("options", [])
    if "options" not in given:
        prop.config.setdefault("options", before)
        return
    where = f"{path}.options"
    prop.config["options"] = _read_options(column.state, given["options"], where, before)
    ids = {option["id"] for option in prop.config["options"]}
    for row in column.state.of(Page, source.children):
        value = row.values.get(prop.id)
        if isinstance(value, list):
            row.values[prop.id] = [one for one in value if one in ids]
        elif value not in ids:
            row.values.pop(prop.id, None)


def configure_status(column: Column, source: DataSource, given: dict[str, Any], path: str) -> None:
    """Do the same for a status, whose options lie in three groups that nobody can edit."""
    prop = column.prop
    if not prop.config:
        prop.config = _status_config(column.state, given.get("options"), f"{path}.options")
        return
    configure(column, source, given, path)
    _regroup(prop.config)


def read_option(column: Column, value: Any, path: str) -> str | None:
    """Read one option; a name that is new makes an option."""
    return None if value is None else _read_chosen(column, value, path)


def read_list(column: Column, value: Any, path: str) -> list[str]:
    """Read several options."""
    chosen = [
        _read_chosen(column, one, f"{path}[{i}]") for i, one in enumerate(read_array(value, path))
    ]
    return list(dict.fromkeys(chosen))


def read_status(column: Column, value: Any, path: str) -> str | None:
    """Read one option of a status, which must be there."""
    if value is None:
        return None
    wanted = read_object(value, path)
    found = find_option(column.prop.config["options"], wanted)
    if found is None:
        asked = wanted.get("name", wanted.get("id"))
        raise invalid(f'Invalid status option. Status option "{asked}" does not exist.')
    return str(found["id"])


def shown_option(state: NotionState, page: Page, prop: Property) -> Option | None:
    """Return a row's option as a page shows it."""
    return _shown(prop, page.values.get(prop.id))


def shown_list(state: NotionState, page: Page, prop: Property) -> list[Option | None]:
    """Return a row's options as a page shows them."""
    return [_shown(prop, one) for one in page.values.get(prop.id) or []]


def place_of_option(page: Page, prop: Property, words: str) -> int | None:
    """Return where a row's option stands in the list of options."""
    ids = [option["id"] for option in prop.config["options"]]
    value = page.values.get(prop.id)
    return ids.index(value) if value in ids else None


def names_of_options(prop: Property) -> tuple[str, ...]:
    """Return the names of a property's options."""
    return tuple(option["name"] for option in prop.config["options"])


def find_option(options: list[Option], given: dict[str, Any]) -> Option | None:
    """Find an option by id, else by name."""
    if given.get("id") is not None:
        return next((one for one in options if one["id"] == given["id"]), None)
    name = given.get("name")
    if not isinstance(name, str):
        return None
    return next((one for one in options if _same(one["name"], name)), None)


def new_option(state: NotionState, name: str, color: str = "default") -> Option:
    """Make an option with an id of its own."""
    return {"id": state.make_id(), "name": name, "color": color, "description": None}


def _read_chosen(column: Column, value: Any, path: str) -> str:
    wanted, options = read_object(value, path), column.prop.config["options"]
    found = find_option(options, wanted)
    if found is None and "name" not in wanted:
        raise invalid(f"Could not find select option with id: {wanted.get('id')}")
    if found is None:
        found = new_option(column.state, _read_name(wanted["name"], f"{path}.name"))
        options.append(found)
    return str(found["id"])


def _shown(prop: Property, option_id: str | None) -> Option | None:
    for option in prop.config["options"]:
        if option["id"] == option_id:
            return {key: option[key] for key in ("id", "name", "color")}
    return None


def _read_options(state: NotionState, given: Any, path: str, before: list[Option]) -> list[Option]:
    kept: list[Option] = []
    for i, value in enumerate(read_array(given, path)):
        option = _read_option(state, value, f"{path}[{i}]", before)
        if any(_same(option["name"], other["name"]) for other in kept):
            raise invalid(f"Option names must be unique, got more than one: {option['name']}")
        kept.append(option)
    return kept


def _read_option(state: NotionState, value: Any, path: str, before: list[Option]) -> Option:
    given = read_object(value, path)
    old = find_option(before, given)
    if old is None and "name" not in given and "id" in given:
        raise invalid(f"Could not find select option with id: {given['id']}")
    name = _read_name(given["name"], f"{path}.name") if "name" in given else None
    if old is None:
        name = name or _read_name(given.get("name", ABSENT), f"{path}.name")
        color = read_choice(given.get("color") or "default", f"{path}.color", OPTION_COLORS)
        return {**new_option(state, name, color), "description": given.get("description")}
    if given.get("color") not in (None, old["color"]):
        raise invalid(f"Cannot update color of select with name: {old['name']}.")
    return {**old, "name": name or old["name"], **_described(given)}


def _described(given: dict[str, Any]) -> dict[str, Any]:
    return {"description": given["description"]} if "description" in given else {}


def _read_name(value: Any, path: str) -> str:
    # Notion refuses commas in names.
    name = read_text(value, path, _NAME_MOST, least=1)
    if "," in name:
        raise invalid(f"Invalid select option, commas not allowed: {name}")
    return name


def _status_config(state: NotionState, given: Any, path: str) -> dict[str, Any]:
    groups: list[dict[str, Any]] = [
        {"id": state.make_id(), "name": name, "color": color, "option_ids": []}
        for name, color in _STATUS_GROUPS
    ]
    if given is None:
        options = [new_option(state, name, color) for name, color in _STATUS_START]
        for group, option in zip(groups, options, strict=True):
            group["option_ids"].append(option["id"])
    else:
        options = _read_options(state, given, path, [])
        groups[0]["option_ids"] = [option["id"] for option in options]
    return {"options": options, "groups": groups}


def _regroup(config: dict[str, Any]) -> None:
    ids = [option["id"] for option in config["options"]]
    for group in config["groups"]:
        group["option_ids"] = [one for one in group["option_ids"] if one in ids]
    placed = [one for group in config["groups"] for one in group["option_ids"]]
    config["groups"][0]["option_ids"] += [one for one in ids if one not in placed]


def _same(left: str, right: str) -> bool:
    return left.casefold() == right.casefold()
