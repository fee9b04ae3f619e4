from dataclasses import dataclass
from typing import Any

import pytest

from tests.notion_caller import Caller, new_caller

PROPERTIES: dict[str, Any] = {
    "In one line": {"rich_text": {}},
    "What it is": {"select": {"options": [{"name": "Doubt"}]}},
    "Where it stands": {"status": {}},
    "Look again on": {"date": {}},
    "Released": {"checkbox": {}},
}


@dataclass
class Memory:
    """A database with its views."""

    notion: Caller
    source_id: str

    @property
    def database_id(self) -> str:
        found: str = self.notion.get(f"/data_sources/{self.source_id}")["parent"]["database_id"]
        return found

    def id_of(self, name: str) -> str:
        source = self.notion.get(f"/data_sources/{self.source_id}")
        found: str = source["properties"][name]["id"]
        return found

    def add(self, kind: str, *, status: int = 200, **more: Any) -> Any:
        where = {"database_id": self.database_id, "data_source_id": self.source_id}
        body = {**where, "name": f"A {kind}", "type": kind, **more}
        return self.notion.post("/views", body, status=status)

    def names(self) -> list[str]:
        listed = self.notion.get(f"/views?database_id={self.database_id}")["results"]
        return [self.notion.get(f"/views/{one['id']}")["name"] for one in listed]

    def group_by(self, name: str, kind: str, **more: Any) -> dict[str, Any]:
        return {"type": kind, "property_id": self.id_of(name), "sort": {"type": "manual"}, **more}


@pytest.fixture
def memory() -> Memory:
    notion = new_caller()
    return Memory(notion, notion.make_source("Memory", PROPERTIES))


def test_a_database_begins_with_one_table(memory: Memory) -> None:
    assert memory.names() == ["Default view"]


def test_a_gallery_stands_first_with_its_cards(memory: Memory) -> None:
    shown = [{"property_id": memory.id_of("In one line"), "visible": True}]
    made = memory.add(
        "gallery",
        configuration={"type": "gallery", "card_layout": "list", "properties": shown},
        sorts=[{"property": "Released", "direction": "descending"}],
        position={"type": "start"},
    )

    assert made["configuration"]["properties"][0]["property_name"] == "In one line"
    assert made["sorts"] == [{"property": "Released", "direction": "descending"}]
    assert memory.names() == ["A gallery", "Default view"]


def test_a_board_is_grouped_and_hides_empty_groups(memory: Memory) -> None:
    group = memory.group_by("What it is", "select", hide_empty_groups=True)

    made = memory.add("board", configuration={"type": "board", "group_by": group})

    assert made["configuration"]["group_by"] == {**group, "property_name": "What it is"}


def test_a_table_is_filtered_as_a_query_is(memory: Memory) -> None:
    wanted = {
        "and": [
            {"property": "What it is", "select": {"equals": "Doubt"}},
            {"property": "Where it stands", "status": {"equals": "Not started"}},
        ]
    }

    made = memory.add(
        "table", filter=wanted, configuration={"type": "table", "wrap_cells": True}
    )  # fmt: skip

    assert made["filter"] == wanted
    memory.add("table", filter={"property": "Unknown", "select": {"equals": "x"}}, status=400)


def test_a_calendar_goes_by_a_date(memory: Memory) -> None:
    by = {"type": "calendar", "date_property_id": memory.id_of("Look again on")}

    made = memory.add("calendar", configuration=by)

    assert made["configuration"] == {**by, "date_property_name": "Look again on"}


@pytest.mark.parametrize(
    ("kind", "configuration"),
    [
        ("board", None),
        ("calendar", None),
        ("board", {"type": "board"}),
        ("table", {"type": "board"}),
        ("table", {"type": "table", "colour": "green"}),
        ("table", {"type": "table", "wrap_cells": "yes"}),
        ("table", {"type": "table", "properties": [{"property_id": "unknown"}]}),
        ("calendar", {"type": "calendar", "date_property_id": "title"}),
        ("gallery", {"type": "gallery", "cover": {"type": "property"}}),
    ],
)
def test_a_view_that_cannot_be_is_refused(memory: Memory, kind: str, configuration: Any) -> None:
    memory.add(kind, configuration=configuration, status=400)

    assert memory.names() == ["Default view"]


@pytest.mark.parametrize(
    ("name", "kind", "more"),
    [
        ("What it is", "status", {"group_by": "option"}),
        ("Where it stands", "status", {}),
        ("Look again on", "date", {"group_by": "hour"}),
        ("In one line", "rich_text", {}),
    ],
)
def test_rows_are_grouped_only_as_their_property_allows(
    memory: Memory, name: str, kind: str, more: dict[str, Any]
) -> None:
    group = memory.group_by(name, kind, **more)

    memory.add("table", configuration={"type": "table", "group_by": group}, status=400)


def test_a_view_is_renamed_reordered_and_deleted(memory: Memory) -> None:
    made = memory.add("list")
    after = {"type": "after_view", "view_id": made["id"]}
    memory.add("table", position=after)

    changed = memory.notion.patch(f"/views/{made['id']}", {"name": "By meeting"})
    memory.notion.delete(f"/views/{made['id']}")

    assert (changed["name"], changed["type"]) == ("By meeting", "list")
    assert memory.names() == ["Default view", "A table"]
    memory.notion.get(f"/views/{made['id']}", status=404)


def test_the_last_view_of_a_database_stays(memory: Memory) -> None:
    only = memory.notion.get(f"/views?data_source_id={memory.source_id}")["results"][0]["id"]

    memory.notion.delete(f"/views/{only}", status=400)


@pytest.mark.parametrize("kind", ["form", "chart", "map", "timeline", "dashboard"])
def test_kinds_that_are_not_built_are_a_loud_501(memory: Memory, kind: str) -> None:
    memory.add(kind, status=501)


def test_a_sort_without_a_direction_ascends(memory: Memory) -> None:
    made = memory.add("table", sorts=[{"timestamp": "created_time"}])

    assert made["sorts"] == [{"direction": "ascending", "timestamp": "created_time"}]
