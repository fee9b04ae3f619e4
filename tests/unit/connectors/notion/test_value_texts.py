"""A value that is written as a text is read as the same text, whatever the type of its column."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from connectors.notion.column_types import TICKED, ColumnType
from connectors.notion.value_texts import property_of, text_of, value_of
from schemas.notion import Value

READ: list[tuple[ColumnType, dict[str, Any], str]] = [
    (ColumnType.TITLE, {"text": "A  title"}, "A  title"),
    (ColumnType.TEXT, {"text": "one\ntwo"}, "one\ntwo"),
    (ColumnType.SELECT, {"select": "Open"}, "Open"),
    (ColumnType.TAGS, {"options": ("b", "a", "b")}, "a\nb"),
    (ColumnType.DAY, {"start": date(2027, 1, 6)}, "2027-01-06"),
    (ColumnType.DAY, {"start": datetime(2027, 1, 6, 23, 59, tzinfo=UTC)}, "2027-01-06"),
    (ColumnType.NUMBER, {"number": 3.0}, "3"),
    (ColumnType.URL, {"url": "https://example.org"}, "https://example.org"),
    (ColumnType.RELATION, {"relation": ("p2", "p1")}, "p1\np2"),
    (ColumnType.CHECKBOX, {"checkbox": True}, TICKED),
]


@pytest.mark.parametrize(("kind", "held", "text"), READ)
def test_a_value_is_read_as_a_text(kind: ColumnType, held: dict[str, Any], text: str) -> None:
    assert text_of(kind, Value(id="x", type=kind.value, **held)) == text
    assert text_of(kind, Value(id="x", type=kind.value)) == ""


@pytest.mark.parametrize(
    ("kind", "text", "json"),
    [
        (ColumnType.SELECT, "Open", {"select": {"name": "Open"}}),
        (ColumnType.SELECT, "", {"select": None}),
        (ColumnType.TAGS, "a\nb", {"multi_select": [{"name": "a"}, {"name": "b"}]}),
        (ColumnType.TAGS, "", {"multi_select": []}),
        (ColumnType.DAY, "2027-01-06", {"date": {"start": "2027-01-06"}}),
        (ColumnType.DAY, "", {"date": None}),
        (ColumnType.NUMBER, "3", {"number": 3}),
        (ColumnType.URL, "", {"url": None}),
        (ColumnType.RELATION, "p1\np2", {"relation": [{"id": "p1"}, {"id": "p2"}]}),
        (ColumnType.CHECKBOX, TICKED, {"checkbox": True}),
        (ColumnType.CHECKBOX, "", {"checkbox": False}),
    ],
)
def test_a_text_is_written_as_a_value(kind: ColumnType, text: str, json: dict[str, Any]) -> None:
    assert value_of(kind, text).as_json() == json


@pytest.mark.parametrize("kind", [each for each in ColumnType if each is not ColumnType.RELATION])
def test_a_column_is_made_with_its_type(kind: ColumnType) -> None:
    assert property_of(kind, ("a",)).as_json()["type"] == kind.value
