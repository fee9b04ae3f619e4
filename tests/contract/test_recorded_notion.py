"""Our schemas read every recorded answer of Notion without losing what we keep.

The expectations are taken from the recorded JSON by plain code of this test, not by our readers.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from connectors.notion.error_bodies import read_error_details
from schemas.notion import (
    Block,
    Page,
    read_block,
    read_block_slice,
    read_data_source,
    read_database,
    read_page,
    read_page_slice,
)
from tests.shared import shared_folder


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded call."""

    name: str
    status: int
    body: Any


def _recorded() -> Iterator[Recorded]:
    folder = shared_folder() / "contracts" / "notion-recorded"
    for file in sorted(folder.glob("*.yaml")):
        calls = yaml.safe_load(file.read_text())["interactions"]
        for number, call in enumerate(calls):
            answer = call["response"]
            status = answer.get("status_code") or answer["status"]["code"]
            text = answer.get("content") or answer["body"]["string"]
            yield Recorded(f"{file.stem}-{number}", status, json.loads(text))


RECORDED = list(_recorded())
ANSWERS = [one for one in RECORDED if one.status == 200]


def _things(kind: str) -> list[Any]:
    """Return recorded things of one kind, alone or in lists."""
    found = []
    for one in ANSWERS:
        rows = one.body["results"] if one.body["object"] == "list" else [one.body]
        found += [
            pytest.param(row, id=f"{one.name}-{number}")
            for number, row in enumerate(rows)
            if row["object"] == kind
        ]
    return found


def _words(rich_text: list[dict[str, Any]]) -> str:
    return "".join(item["plain_text"] for item in rich_text)


def _id_of(parent: dict[str, Any]) -> str | None:
    return None if parent["type"] == "workspace" else parent[parent["type"]]


def test_the_recordings_hold_what_these_tests_are_about() -> None:
    kinds = {one.body["object"] for one in RECORDED}

    assert len(RECORDED) > 200
    assert {"page", "database", "data_source", "list", "block", "error"} <= kinds


@pytest.mark.parametrize("body", _things("page"))
def test_every_recorded_page_keeps_ids_types_and_texts(body: dict[str, Any]) -> None:
    page = read_page(body)

    assert page.id == body["id"]
    assert page.in_trash is body.get("in_trash", body.get("archived"))
    assert page.parent_id == _id_of(body["parent"])
    assert page.last_edited_by == body["last_edited_by"]["id"]
    assert {name: (one.id, one.type) for name, one in page.properties.items()} == {
        name: (one["id"], one["type"]) for name, one in body["properties"].items()
    }
    assert [one.text for one in page.properties.values()] == [
        _words(one[one["type"]]) if one["type"] in ("title", "rich_text") else ""
        for one in body["properties"].values()
    ]


@pytest.mark.parametrize("body", _things("page"))
def test_every_recorded_choice_keeps_its_name(body: dict[str, Any]) -> None:
    page = read_page(body)

    for name, value in body["properties"].items():
        inner = value[value["type"]]
        if value["type"] in ("select", "status"):
            assert page.properties[name].select == (inner and inner["name"])
        if value["type"] == "multi_select":
            assert list(page.properties[name].options) == [one["name"] for one in inner]


@pytest.mark.parametrize("body", _things("block"))
def test_every_recorded_block_keeps_id_type_and_text(body: dict[str, Any]) -> None:
    block = read_block(body)

    content = body[body["type"]]
    assert (block.id, block.type) == (body["id"], body["type"])
    assert block.has_children is body["has_children"]
    assert block.created_by == body["created_by"]["id"]
    assert block.text == (_words(content.get("rich_text", [])) or content.get("title", ""))


@pytest.mark.parametrize("body", _things("database"))
def test_every_recorded_database_names_its_data_sources(body: dict[str, Any]) -> None:
    database = read_database(body)

    assert (database.id, database.title) == (body["id"], _words(body["title"]))
    assert list(database.data_source_ids) == [one["id"] for one in body["data_sources"]]
    assert database.parent_id == body["parent"]["page_id"]


@pytest.mark.parametrize("body", _things("data_source"))
def test_every_recorded_data_source_keeps_its_columns(body: dict[str, Any]) -> None:
    source = read_data_source(body)

    assert (source.id, source.title) == (body["id"], _words(body["title"]))
    assert source.database_id == body["parent"]["database_id"]
    for name, column in body["properties"].items():
        kept = source.properties[name]
        config = column[column["type"]]
        assert (kept.id, kept.name, kept.type) == (column["id"], column["name"], column["type"])
        assert [(one.id, one.name) for one in kept.options] == [
            (one["id"], one["name"]) for one in config.get("options", [])
        ]
        assert kept.data_source_id == config.get("data_source_id")


LISTS: list[tuple[str, Callable[[object], Any], type]] = [
    ("page_or_data_source", read_page_slice, Page),
    ("block", read_block_slice, Block),
]


@pytest.mark.parametrize(("kind", "read", "made"), LISTS)
def test_every_recorded_list_keeps_rows_and_cursor(
    kind: str, read: Callable[[object], Any], made: type
) -> None:
    bodies = [one.body for one in ANSWERS if one.body.get("type") == kind]

    assert bodies
    for body in bodies:
        found = read(body)
        assert [one.id for one in found.results] == [one["id"] for one in body["results"]]
        assert all(isinstance(one, made) for one in found.results)
        assert (found.next_cursor, found.has_more) == (body["next_cursor"], body["has_more"])


def test_recorded_queries_have_several_slices() -> None:
    bodies = [one.body for one in ANSWERS if one.body.get("type") == "page_or_data_source"]

    assert [read_page_slice(body).has_more for body in bodies] == [True, False]
    assert not any(read_page_slice(body).is_incomplete for body in bodies)


@pytest.mark.parametrize(
    "one", [one for one in RECORDED if one.status >= 400], ids=lambda one: one.name
)
def test_every_recorded_error_is_a_complaint(one: Recorded) -> None:
    error_details = read_error_details(one.body)

    assert error_details is not None
    assert error_details.code == one.body["code"]
    assert error_details.message == one.body["message"]
    assert error_details.request_id == one.body["request_id"]


def test_no_recorded_answer_is_a_complaint() -> None:
    assert [one.name for one in ANSWERS if read_error_details(one.body) is not None] == []
