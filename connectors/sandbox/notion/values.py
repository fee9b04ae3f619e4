"""Values of properties: read from requests, kept plainly, shown as Notion shows them.

Options are kept by id and shown by their present name; relations and people show 25 at most in a
page, all of them through the property item endpoint (docs/notion.md#pages).
"""

from typing import Any

from connectors.sandbox.notion import carried, relations
from connectors.sandbox.notion.checks import (
    URL_MOST,
    read_array,
    read_flag,
    read_id,
    read_object,
    read_text,
)
from connectors.sandbox.notion.errors import ABSENT, failed, invalid, not_built, user_not_found
from connectors.sandbox.notion.nouns import Page, Property
from connectors.sandbox.notion.options import find_option, new_option, read_option_name
from connectors.sandbox.notion.rich_text import plain, read_rich_text
from connectors.sandbox.notion.state import BOT_NAME, NotionState
from connectors.sandbox.notion.times import read_date_value, to_minute
from connectors.sandbox.notion.users import user_value

SHOWN_REFERENCES = 25
READ_ONLY = ("created_time", "created_by", "last_edited_time", "last_edited_by", "unique_id")
_ADDRESS_MOST = 200


def read_value(state: NotionState, prop: Property, given: Any, path: str, bot: str) -> Any:
    """Read the value that a request gives to a property; may add an option to its select."""
    wrapped = read_object(given, path)
    if prop.type in READ_ONLY:
        raise invalid(f"{prop.name} is a read-only property of type {prop.type}.")
    if prop.type in carried.CARRIED:
        raise not_built(f"writing to properties of type {prop.type}")
    if prop.type not in wrapped:
        raise invalid(f"{prop.name} is expected to be {prop.type}.")
    value, where = wrapped[prop.type], f"{path}.{prop.type}"
    if prop.type in ("title", "rich_text"):
        return read_rich_text(value, where)
    if prop.type == "select":
        return None if value is None else _option_id(state, prop, value, where)
    if prop.type == "status":
        return None if value is None else _status_id(prop, value, where)
    if prop.type == "multi_select":
        chosen = [
            _option_id(state, prop, one, f"{where}[{i}]")
            for i, one in enumerate(read_array(value, where))
        ]
        return list(dict.fromkeys(chosen))
    if prop.type in ("relation", "people"):
        return _read_references(state, prop, value, where, bot)
    return _read_scalar(prop.type, value, where)


def write_value(state: NotionState, page: Page, prop: Property, value: Any) -> None:
    """Keep a value, and let the other side of a two-way relation follow."""
    before = page.values.get(prop.id) or []
    page.values[prop.id] = value
    if prop.type == "relation":
        relations.follow(state, page, prop, before)


def value_answer(state: NotionState, page: Page, prop: Property) -> dict[str, Any]:
    """Return a property's value as a page shows it."""
    shown: dict[str, Any] = {"id": prop.id, "type": prop.type}
    value = whole_value(state, page, prop)
    if prop.type == "relation":
        shown["has_more"] = len(value) > SHOWN_REFERENCES
    if prop.type in ("relation", "people"):
        value = value[:SHOWN_REFERENCES]
    return {**shown, prop.type: value}


def whole_value(state: NotionState, page: Page, prop: Property) -> Any:
    """Return a property's value without any cut."""
    value = page.values.get(prop.id)
    if prop.type in ("title", "rich_text"):
        return value or []
    if prop.type in ("select", "status"):
        return _option_answer(prop, value)
    if prop.type == "multi_select":
        return [_option_answer(prop, one) for one in value or []]
    if prop.type == "checkbox":
        return bool(value)
    if prop.type == "relation":
        return [{"id": one} for one in value or [] if _is_seen(state, one)]
    if prop.type == "people":
        return [user_value(state, one) for one in value or []]
    if prop.type in carried.CARRIED:
        return carried.value_of(state, page, prop)
    if prop.type in READ_ONLY:
        return _made_value(state, page, prop)
    return value


def text_of(state: NotionState, page: Page, prop: Property) -> str:
    """Return a property's value as the words that a person would read."""
    value = whole_value(state, page, prop)
    if prop.type in ("title", "rich_text"):
        return plain(value)
    if prop.type in carried.CARRIED:
        return carried.words_of(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_words(state, one) for one in value)
    return _words(state, value)


def _words(state: NotionState, value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "start" in value:
        return str(value["start"]) + (f" – {value['end']}" if value["end"] else "")
    if "number" in value:
        return "-".join(str(one) for one in (value["prefix"], value["number"]) if one is not None)
    if "name" in value:
        return str(value["name"])
    page = state.things.get(value["id"])
    if isinstance(page, Page):
        return state.title_of(page) or "Untitled"
    return state.people.get(value["id"], BOT_NAME)


def _made_value(state: NotionState, page: Page, prop: Property) -> Any:
    if prop.type == "created_time":
        return to_minute(page.created)
    if prop.type == "last_edited_time":
        return to_minute(page.edited)
    if prop.type == "unique_id":
        return {"prefix": prop.config.get("prefix"), "number": page.number}
    by = page.created_by if prop.type == "created_by" else page.edited_by
    return user_value(state, by)


def _read_scalar(kind: str, value: Any, path: str) -> Any:
    if kind == "checkbox":
        return read_flag(value, path)
    if value is None:
        return None
    if kind == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise failed(path, "a number or `null`", value)
        return value
    if kind == "date":
        return read_date_value(value, path)
    if kind == "url":  # null clears it, an empty text is refused
        return read_text(value, path, URL_MOST, least=1)
    return read_text(value, path, _ADDRESS_MOST)


def _option_id(state: NotionState, prop: Property, given: Any, path: str) -> str:
    wanted = read_object(given, path)
    found = find_option(prop.config["options"], wanted)
    if found is None and "name" not in wanted:
        raise invalid(f"Could not find select option with id: {wanted.get('id')}")
    if found is None:
        found = new_option(state, read_option_name(wanted["name"], f"{path}.name"))
        prop.config["options"].append(found)
    return str(found["id"])


def _status_id(prop: Property, given: Any, path: str) -> str:
    wanted = read_object(given, path)
    found = find_option(prop.config["options"], wanted)
    if found is None:
        asked = wanted.get("name", wanted.get("id"))
        raise invalid(f'Invalid status option. Status option "{asked}" does not exist.')
    return str(found["id"])


def _read_references(
    state: NotionState, prop: Property, value: Any, path: str, bot: str
) -> list[str]:
    ids = [
        read_id(read_object(one, f"{path}[{i}]").get("id", ABSENT), f"{path}[{i}].id")
        for i, one in enumerate(read_array(value, path))
    ]
    for one in ids:
        if prop.type == "relation":
            _check_related(state, prop, one, bot)
        elif one not in state.people and one not in state.bots:
            raise user_not_found(one)
    return list(dict.fromkeys(ids))


def _check_related(state: NotionState, prop: Property, page_id: str, bot: str) -> None:
    page = state.get(Page, page_id, bot)
    if page.parent_id != prop.config["data_source_id"]:
        raise invalid(f"Page with ID {page_id} does not belong to the data source of {prop.name}.")


def _option_answer(prop: Property, option_id: str | None) -> dict[str, Any] | None:
    for option in prop.config["options"]:
        if option["id"] == option_id:
            return {key: option[key] for key in ("id", "name", "color")}
    return None


def _is_seen(state: NotionState, page_id: str) -> bool:
    page = state.things.get(page_id)
    return page is not None and state.is_shared(page)
