"""Values of columns as texts and back, and columns made by their type.

As a text a day is 2026-12-16, a tick is `TICKED`, and several entries have a line each, in a fixed
order, so that two texts can be compared. Empty is no value.
"""

from collections.abc import Sequence
from datetime import date, datetime

from connectors.notion import new_properties, new_values
from connectors.notion.column_types import TICKED, ColumnType
from schemas.notion import Value


def text_of(kind: ColumnType, value: Value) -> str:
    """Return a value of that type as a text; rows that it names are ids of pages."""
    match kind:
        case ColumnType.TITLE | ColumnType.TEXT:
            return value.text
        case ColumnType.SELECT:
            return value.select or ""
        case ColumnType.TAGS:
            return _lines(value.options)
        case ColumnType.DAY:
            start = value.start.date() if isinstance(value.start, datetime) else value.start
            return start.isoformat() if start else ""
        case ColumnType.NUMBER:
            return "" if value.number is None else f"{value.number:g}"
        case ColumnType.URL:
            return value.url or ""
        case ColumnType.RELATION:
            return _lines(value.relation)
        case ColumnType.CHECKBOX:
            return TICKED if value.checkbox else ""


def value_of(kind: ColumnType, text: str) -> new_values.NewValue:
    """Return a text as a value to be written; raise ValueError where it is none of that type."""
    entries = text.split("\n") if text else []
    match kind:
        case ColumnType.TITLE:
            return new_values.Title(text)
        case ColumnType.TEXT:
            return new_values.RichText(text)
        case ColumnType.SELECT:
            return new_values.Select(text or None)
        case ColumnType.TAGS:
            return new_values.MultiSelect(entries)
        case ColumnType.DAY:
            return new_values.Day(date.fromisoformat(text) if text else None)
        case ColumnType.NUMBER:
            return new_values.Number(int(text) if text else None)
        case ColumnType.URL:
            return new_values.URL(text or None)
        case ColumnType.RELATION:
            return new_values.Relation(entries)
        case ColumnType.CHECKBOX:
            return new_values.Checkbox(text == TICKED)


def property_of(kind: ColumnType, options: Sequence[str] = ()) -> new_properties.NewProperty:
    """Return a column to be made; raise KeyError for a relation, which leads somewhere."""
    made: dict[ColumnType, new_properties.NewProperty] = {
        ColumnType.TITLE: new_properties.TitleProperty(),
        ColumnType.TEXT: new_properties.TextProperty(),
        ColumnType.SELECT: new_properties.SelectProperty(options),
        ColumnType.TAGS: new_properties.MultiSelectProperty(options),
        ColumnType.DAY: new_properties.DateProperty(),
        ColumnType.NUMBER: new_properties.NumberProperty(),
        ColumnType.URL: new_properties.URLProperty(),
        ColumnType.CHECKBOX: new_properties.CheckboxProperty(),
    }
    return made[kind]


def _lines(entries: Sequence[str]) -> str:
    return "\n".join(sorted(set(entries)))
