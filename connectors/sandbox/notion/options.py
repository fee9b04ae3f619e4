"""Options of select, multi-select and status: a list that is sent replaces the list that was.

Rule: names are one without regard to case and hold no comma; what is left out is deleted.
"""

from typing import Any

from connectors.sandbox.notion.checks import read_array, read_choice, read_object, read_text
from connectors.sandbox.notion.errors import ABSENT, invalid
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
OPTION_TYPES = ("select", "multi_select", "status")
_NAME_MOST = 100
_STATUS_START = (("Not started", "default"), ("In progress", "blue"), ("Done", "green"))
_STATUS_GROUPS = (("To-do", "gray"), ("In progress", "blue"), ("Complete", "green"))


def read_options(state: NotionState, given: Any, path: str, before: list[Option]) -> list[Option]:
    """Read a list of options, keeping the ids of those that were there."""
    kept: list[Option] = []
    for i, value in enumerate(read_array(given, path)):
        option = _read_option(state, value, f"{path}[{i}]", before)
        if any(_same(option["name"], other["name"]) for other in kept):
            raise invalid(f"Option names must be unique, got more than one: {option['name']}")
        kept.append(option)
    return kept


def find_option(options: list[Option], given: dict[str, Any]) -> Option | None:
    """Find an option by id, else by name."""
    if given.get("id") is not None:
        return next((one for one in options if one["id"] == given["id"]), None)
    name = given.get("name")
    if not isinstance(name, str):
        return None
    return next((one for one in options if _same(one["name"], name)), None)


def read_option_name(value: Any, path: str) -> str:
    """Read an option's name; Notion refuses commas in it."""
    name = read_text(value, path, _NAME_MOST, least=1)
    if "," in name:
        raise invalid(f"Invalid select option, commas not allowed: {name}")
    return name


def new_option(state: NotionState, name: str, color: str = "default") -> Option:
    """Make an option with an id of its own."""
    return {"id": state.make_id(), "name": name, "color": color, "description": None}


def status_config(state: NotionState, given: Any, path: str) -> dict[str, Any]:
    """Make a status property: three groups that nobody can edit, and options in them."""
    groups: list[dict[str, Any]] = [
        {"id": state.make_id(), "name": name, "color": color, "option_ids": []}
        for name, color in _STATUS_GROUPS
    ]
    if given is None:
        options = [new_option(state, name, color) for name, color in _STATUS_START]
        for group, option in zip(groups, options, strict=True):
            group["option_ids"].append(option["id"])
    else:
        options = read_options(state, given, path, [])
        groups[0]["option_ids"] = [option["id"] for option in options]
    return {"options": options, "groups": groups}


def regroup(config: dict[str, Any]) -> None:
    """Take deleted options out of the groups and put new ones into To-do."""
    ids = [option["id"] for option in config["options"]]
    for group in config["groups"]:
        group["option_ids"] = [one for one in group["option_ids"] if one in ids]
    placed = [one for group in config["groups"] for one in group["option_ids"]]
    config["groups"][0]["option_ids"] += [one for one in ids if one not in placed]


def _read_option(state: NotionState, value: Any, path: str, before: list[Option]) -> Option:
    given = read_object(value, path)
    old = find_option(before, given)
    if old is None and "name" not in given and "id" in given:
        raise invalid(f"Could not find select option with id: {given['id']}")
    name = read_option_name(given["name"], f"{path}.name") if "name" in given else None
    if old is None:
        name = name or read_option_name(given.get("name", ABSENT), f"{path}.name")
        color = read_choice(given.get("color") or "default", f"{path}.color", OPTION_COLORS)
        return {**new_option(state, name, color), "description": given.get("description")}
    if given.get("color") not in (None, old["color"]):
        raise invalid(f"Cannot update color of select with name: {old['name']}.")
    return {**old, "name": name or old["name"], **_described(given)}


def _described(given: dict[str, Any]) -> dict[str, Any]:
    return {"description": given["description"]} if "description" in given else {}


def _same(left: str, right: str) -> bool:
    return left.casefold() == right.casefold()
