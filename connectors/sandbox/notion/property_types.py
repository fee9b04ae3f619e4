"""The types of properties, one row each: settings, values, how they are found, typed and grouped.

To add a type, add its row; what a row leaves out is what most types do. Values are kept plainly
(options, people and pages by id) and shown as a page shows them, whole.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from connectors.sandbox.notion import conditions, options, relations, text_input
from connectors.sandbox.notion.checks import URL_MOST, read_flag, read_ids, read_text
from connectors.sandbox.notion.errors import failed, user_not_found
from connectors.sandbox.notion.models import DataSource, Page, Property
from connectors.sandbox.notion.property_type import Column, Json, PropertyType, by_words
from connectors.sandbox.notion.rich_text import plain, read_rich_text
from connectors.sandbox.notion.state import BOT_NAME, NotionState
from connectors.sandbox.notion.times import floored, read_date_value, read_moment, to_minute
from connectors.sandbox.notion.users import user_value

_REFERENCES_SHOWN = 25
_ADDRESS_MOST = 200
_SETTING_MOST = 100
_DAYS = ("relative", "day", "week", "month", "year")
_LETTERS = ("exact", "alphabet_prefix")
_NUMBER = re.compile(r"([0-9]+)")


def type_of(prop: Property) -> PropertyType:
    """Return the rules for a property."""
    return PROPERTY_TYPES[prop.type]


def timestamp(name: str) -> Property:
    """Return the property that stands for one of `TIMESTAMPS`."""
    return Property(id=name, name=name, type=name, config={})


def is_text(prop: Property) -> bool:
    """Say whether a property is searched as text, so that a filter may ask as for rich text."""
    return type_of(prop).condition is conditions.text


def is_date(prop: Property) -> bool:
    """Say whether a calendar can show a property."""
    return type_of(prop).condition is conditions.date


def _read_rich_text(column: Column, value: Any, path: str) -> Any:
    return read_rich_text(value, path)


def _read_flag(column: Column, value: Any, path: str) -> bool:
    return read_flag(value, path)


def _read_number(column: Column, value: Any, path: str) -> Any:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise failed(path, "a number or `null`", value)
    return value


def _read_date(column: Column, value: Any, path: str) -> Any:
    return read_date_value(value, path)


def _read_url(column: Column, value: Any, path: str) -> Any:
    """Read a web address: null clears it, an empty text is refused."""
    return None if value is None else read_text(value, path, URL_MOST, least=1)


def _read_line(column: Column, value: Any, path: str) -> Any:
    return None if value is None else read_text(value, path, _ADDRESS_MOST)


def _read_people(column: Column, value: Any, path: str) -> list[str]:
    ids = read_ids(value, path)
    for one in ids:
        if one not in column.state.people and one not in column.state.bots:
            raise user_not_found(one)
    return list(dict.fromkeys(ids))


def _set_number_format(column: Column, source: DataSource, given: Json, path: str) -> None:
    chosen = given.get("format", column.prop.config.get("format", "number"))
    column.prop.config = {"format": read_text(chosen, f"{path}.format", _SETTING_MOST)}


def _set_prefix(column: Column, source: DataSource, given: Json, path: str) -> None:
    column.prop.config = {"prefix": given.get("prefix", column.prop.config.get("prefix"))}


def _count_a_relation(source: DataSource) -> Json:
    relation = next((one for one in source.schema.values() if one.type == "relation"), None)
    if relation is None:
        raise LookupError
    return {
        "relation_property_id": relation.id,
        "relation_property_name": relation.name,
        "rollup_property_id": "title",
        "rollup_property_name": "Name",
        "function": "count",
    }


def _list(state: NotionState, page: Page, prop: Property) -> Any:
    return page.values.get(prop.id) or []


def _people(state: NotionState, page: Page, prop: Property) -> Any:
    return [user_value(state, one) for one in page.values.get(prop.id) or []]


def _counted(state: NotionState, page: Page, prop: Property) -> Json:
    related = page.values.get(prop.config["relation_property_id"]) or []
    return {"type": "number", "number": len(related), "function": "count"}


def _prefixed_number(state: NotionState, page: Page, prop: Property) -> Json:
    return {"prefix": prop.config.get("prefix"), "number": page.number}


def _user_words(state: NotionState, value: Any) -> str:
    return str(value["name"]) if "name" in value else state.people.get(value["id"], BOT_NAME)


def _date_words(state: NotionState, value: Any) -> str:
    return str(value["start"]) + (f" – {value['end']}" if value["end"] else "")


def _prefixed_words(state: NotionState, value: Any) -> str:
    return "-".join(str(one) for one in (value["prefix"], value["number"]) if one is not None)


def _app_words(state: NotionState, value: Any) -> str:
    return str(value.get("string") or value.get("number") or value.get("state") or "")


def _by_numbers(page: Page, prop: Property, words: str) -> Any:
    """Return a key by which "Row 2" comes before "Row 10", as titles are sorted."""
    parts = _NUMBER.split(words.casefold())
    return [int(part) if i % 2 else part for i, part in enumerate(parts)] if words else None


def _by_value(page: Page, prop: Property, words: str) -> Any:
    return page.values.get(prop.id)


def _by_start(page: Page, prop: Property, words: str) -> Any:
    value = page.values.get(prop.id)
    return value and read_moment(value["start"], "date")[0]


_TITLE = PropertyType(
    name="title", label="title", group="title", splits=_LETTERS,
    read=_read_rich_text, whole=_list, words=lambda state, value: plain(value),
    takes_bare_list=True, is_paged=True, condition=conditions.text, sort_key=_by_numbers,
    typed=text_input.rich_text, is_long=True,
)  # fmt: skip
_SELECT = PropertyType(
    name="select", label="one choice", group="select",
    configure=options.configure, read=options.read_option, whole=options.shown_option,
    words=lambda state, value: str(value["name"]), condition=conditions.option,
    sort_key=options.place_of_option, typed=text_input.option, choices=options.names_of_options,
)  # fmt: skip
_URL = PropertyType(
    name="url", label="web address", group="url", splits=_LETTERS,
    read=_read_url, condition=conditions.text, typed=text_input.line,
)  # fmt: skip
_CREATED_TIME = PropertyType(
    name="created_time", group="created_time", splits=_DAYS,
    whole=lambda state, page, prop: to_minute(page.created), condition=conditions.date,
    sort_key=lambda page, prop, words: floored(page.created),
)  # fmt: skip
_CREATED_BY = PropertyType(
    name="created_by", group="created_by",
    whole=lambda state, page, prop: user_value(state, page.created_by), words=_user_words,
    condition=conditions.reference,
    sort_key=lambda page, prop, words: None,  # by what Notion sorts authors is not known
)  # fmt: skip
_APP_ONLY = PropertyType(
    name="", is_app_only=True, words=_app_words, whole=lambda state, page, prop: None
)

_ROWS = (
    _TITLE,
    replace(_TITLE, name="rich_text", label="text", group="text", sort_key=by_words),
    PropertyType(
        name="number", label="number", group="number",
        configure=_set_number_format, read=_read_number, condition=conditions.number,
        sort_key=_by_value, typed=text_input.number,
    ),
    _SELECT,
    replace(
        _SELECT, name="multi_select", label="choices, with commas between", group="multi_select",
        read=options.read_list, whole=options.shown_list, takes_bare_list=True,
        words=lambda state, value: ", ".join(one["name"] for one in value),
        condition=conditions.options, sort_key=by_words, typed=text_input.option_list, choices=None,
    ),
    replace(
        _SELECT, name="status", label="status", group="status", splits=("group", "option"),
        configure=options.configure_status, read=options.read_status, typed=text_input.status,
        choices=lambda prop: ("", *options.names_of_options(prop)), is_closed=True,
    ),
    PropertyType(
        name="date", label="day", group="date", splits=_DAYS,
        read=_read_date, words=_date_words, condition=conditions.date, sort_key=_by_start,
        typed=text_input.date,
    ),
    PropertyType(
        name="people", label="people", group="person",
        read=_read_people, whole=_people, takes_bare_list=True, shown_most=_REFERENCES_SHOWN,
        words=lambda state, value: ", ".join(_user_words(state, one) for one in value),
        is_paged=True, condition=conditions.reference,
    ),
    PropertyType(
        name="checkbox", label="yes or no", group="checkbox",
        read=_read_flag, whole=lambda state, page, prop: bool(page.values.get(prop.id)),
        words=lambda state, value: text_input.YES if value else text_input.NO,
        condition=conditions.flag, can_be_empty=False,
        sort_key=lambda page, prop, words: bool(page.values.get(prop.id)),
        typed=text_input.flag, choices=lambda prop: (text_input.YES, text_input.NO), is_closed=True,
    ),
    _URL,
    replace(_URL, name="email", label="e-mail", group="email", read=_read_line),
    replace(_URL, name="phone_number", label="phone", group="phone_number", read=_read_line),
    PropertyType(
        name="relation", label="linked pages", group="relation",
        configure=relations.configure, config_answer=relations.config_answer,
        removed=relations.unpair, read=relations.read, written=relations.follow,
        whole=relations.shown, words=relations.words, takes_bare_list=True,
        shown_most=_REFERENCES_SHOWN, says_has_more=True, is_paged=True,
        condition=conditions.reference, links_to_pages=True,
    ),
    _CREATED_TIME,
    _CREATED_BY,
    replace(
        _CREATED_TIME, name="last_edited_time", group="last_edited_time",
        whole=lambda state, page, prop: to_minute(page.edited),
        sort_key=lambda page, prop, words: floored(page.edited),
    ),
    replace(
        _CREATED_BY, name="last_edited_by", group="last_edited_by",
        whole=lambda state, page, prop: user_value(state, page.edited_by),
    ),
    PropertyType(
        name="unique_id", configure=_set_prefix, whole=_prefixed_number,
        words=_prefixed_words, condition=conditions.unique_id, can_be_empty=False,
        sort_key=lambda page, prop, words: page.number,
    ),
    replace(
        _APP_ONLY, name="files", whole=_list, typed=text_input.files,
        words=lambda state, value: ", ".join(one["name"] for one in value),
    ),
    replace(
        _APP_ONLY, name="formula", config_in_app=lambda source: {"expression": 'prop("Name")'},
        whole=lambda state, page, prop: {"type": "string", "string": state.title_of(page) or None},
    ),
    replace(
        _APP_ONLY, name="rollup", config_in_app=_count_a_relation, whole=_counted, has_item=False
    ),
    replace(_APP_ONLY, name="button", whole=lambda state, page, prop: {}),
    replace(
        _APP_ONLY, name="verification",
        whole=lambda state, page, prop: {"state": "unverified", "verified_by": None, "date": None},
    ),
    replace(_APP_ONLY, name="place"),
)  # fmt: skip
PROPERTY_TYPES: Mapping[str, PropertyType] = MappingProxyType({one.name: one for one in _ROWS})
TIMESTAMPS = (_CREATED_TIME.name, "last_edited_time")
"""What rows can be found and sorted by though no column shows it."""
