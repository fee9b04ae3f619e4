from datetime import UTC, date, datetime
from typing import Any

import pytest

from schemas.notion import (
    Option,
    Run,
    Value,
    read_block,
    read_block_slice,
    read_bot,
    read_comment_slice,
    read_data_source,
    read_page,
    read_page_slice,
    read_template_slice,
    read_value,
    read_value_slice,
)
from schemas.reading import Mismatch

PAGE: dict[str, Any] = {"id": "p-1", "in_trash": False, "properties": {}}
OPTION = {"id": "o-1", "name": "story", "color": "green"}


def words(*pieces: str) -> list[dict[str, Any]]:
    return [{"type": "text", "plain_text": piece} for piece in pieces]


@pytest.mark.parametrize(
    ("kind", "inner", "expected"),
    [
        ("title", words("The ", "door"), {"text": "The door"}),
        ("rich_text", words(), {"text": ""}),
        ("select", OPTION, {"select": "story"}),
        ("select", None, {"select": None}),
        ("status", OPTION, {"select": "story"}),
        ("multi_select", [OPTION, OPTION], {"options": ("story", "story")}),
        ("number", 0, {"number": 0.0}),
        ("number", None, {"number": None}),
        ("checkbox", False, {"checkbox": False}),
        ("date", None, {"start": None}),
        ("date", {"start": "2026-12-03", "end": None}, {"start": date(2026, 12, 3), "end": None}),
        (
            "date",
            {"start": "2026-07-04T18:01:00.000+01:00"},
            {"start": datetime(2026, 7, 4, 17, 1, tzinfo=UTC)},
        ),
        ("relation", [{"id": "a"}, {"id": "b"}], {"relation": ("a", "b")}),
        ("url", "https://x.example.test", {"url": "https://x.example.test"}),
        ("url", None, {"url": None}),
        ("hologram", {"any": "thing"}, {"text": ""}),
        ("button", {}, {"text": ""}),
        ("formula", {"type": "string", "string": "x"}, {"text": ""}),
    ],
)
def test_values_are_read_by_their_type(kind: str, inner: object, expected: dict[str, Any]) -> None:
    value = read_value({"id": "%3AG", "type": kind, kind: inner})

    assert (value.id, value.type) == ("%3AG", kind)
    assert {name: getattr(value, name) for name in expected} == expected


@pytest.mark.parametrize(
    "body",
    [
        {"id": "a", "type": "rich_text"},
        {"id": "a", "type": "rich_text", "rich_text": None},
        {"id": "a", "type": "title", "title": "The door"},
        {"id": "a", "type": "title", "title": [{"type": "text"}]},
        {"id": "a", "type": "title", "title": ["The door"]},
        {"id": "a", "type": "select", "select": "story"},
        {"id": "a", "type": "checkbox", "checkbox": None},
        {"id": "a", "type": "relation", "relation": None},
        {"id": "a", "type": "relation", "relation": ["p"]},
        {"id": "a", "type": "date", "date": "2026-12-03"},
        {"id": "a", "type": "date", "date": {"start": "tomorrow"}},
        {"id": "a", "type": "date", "date": {"start": "12026-12-03"}},
        {"id": "a", "type": "date", "date": {"start": "Invalid date"}},
        {"id": "a", "type": "date", "date": {}},
        {"id": "a", "type": "relation", "relation": [{"id": None}]},
        {"id": "a", "type": "number", "number": {"value": 3}},
        {"id": "a", "type": "url", "url": 7},
        {"id": "a"},
        {"type": "title", "title": []},
        "a",
    ],
)
def test_a_value_that_is_missing_is_not_read_as_empty(body: object) -> None:
    with pytest.raises(Mismatch):
        read_value(body)


def test_a_relation_says_that_there_is_more() -> None:
    body = {"id": "a", "type": "relation", "relation": [{"id": "p"}], "has_more": True}

    assert read_value(body).has_more


def test_runs_keep_what_is_styled() -> None:
    annotations = {"bold": True, "italic": False, "code": True, "color": "red"}
    run = {"type": "mention", "plain_text": "x", "annotations": annotations, "href": "/p"}

    value = read_value({"id": "a", "type": "rich_text", "rich_text": [run]})

    assert value.runs == (Run("x", "mention", ("bold", "code", "red"), "/p"),)


def test_values_are_found_by_id_in_either_spelling() -> None:
    properties = {"Renamed": {"id": "%3AGlK", "type": "number", "number": 2}}

    page = read_page({**PAGE, "properties": properties})

    assert page.by_id("%3AGlK") == page.by_id(":GlK") == page.properties["Renamed"]
    assert page.by_id("title") is None


@pytest.mark.parametrize(
    ("body", "unread"),
    [
        ({"id": "b"}, Value(id="b", type="", unread=("type",))),
        ({"type": "number", "number": 2}, Value(id="", type="number", unread=("id",))),
        (
            {"id": "b", "type": "select", "select": {}},
            Value(id="b", type="select", unread=("select",)),
        ),
        (
            {"id": "b", "type": "title", "title": [{"plain_text": "x"}, {"plain_text": None}]},
            Value(id="b", type="title", unread=("title.1.plain_text",)),
        ),
        (
            {"id": "b", "type": "multi_select", "multi_select": [{"id": "o"}]},
            Value(id="b", type="multi_select", unread=("multi_select.0",)),
        ),
        (
            {"id": "b", "type": "date", "date": {"start": "12026-12-03"}},
            Value(id="b", type="date", unread=("date.start",)),
        ),
        (None, Value(id="", type="", unread=("body",))),
    ],
)
def test_a_value_that_cannot_be_read_is_carried_with_its_places(
    body: object, unread: Value
) -> None:
    fine = {"id": "a", "type": "number", "number": 2}

    page = read_page({**PAGE, "properties": {"Fine": fine, "Lantern wall": body}})

    assert page.properties["Lantern wall"] == unread
    assert page.properties["Fine"].number == 2


@pytest.mark.parametrize("missing", ["id", "in_trash", "properties"])
def test_a_page_without_what_we_decide_by_is_refused(missing: str) -> None:
    body = {name: value for name, value in PAGE.items() if name != missing}

    with pytest.raises(Mismatch) as caught:
        read_page(body)

    assert caught.value.places == (missing,)


@pytest.mark.parametrize(
    ("parent", "expected"),
    [
        ({"type": "page_id", "page_id": "p-0"}, ("page_id", "p-0")),
        ({"type": "workspace", "workspace": True}, ("workspace", None)),
        ({"type": "hologram", "hologram": {}}, ("hologram", None)),
        (None, (None, None)),
    ],
)
def test_parents_are_read_by_their_type(parent: object, expected: tuple[Any, Any]) -> None:
    page = read_page({**PAGE, "parent": parent})

    assert (page.parent_type, page.parent_id) == expected


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"type": "paragraph", "paragraph": {"rich_text": words("a", "b")}}, "ab"),
        ({"type": "child_page", "child_page": {"title": "Memory"}}, "Memory"),
        ({"type": "child_database", "child_database": {"title": "Memory"}}, "Memory"),
        ({"type": "divider", "divider": {}}, ""),
        ({"type": "unsupported", "unsupported": {}}, ""),
        ({"type": "hologram"}, ""),
    ],
)
def test_blocks_are_read_by_their_type(body: dict[str, Any], text: str) -> None:
    block = read_block({"id": "b", "has_children": True, **body})

    assert (block.type, block.text, block.has_children) == (body["type"], text, True)


def test_columns_keep_options_and_ends_of_relations() -> None:
    relation = {
        "data_source_id": "s-2",
        "type": "dual_property",
        "dual_property": {"synced_property_id": "pSVl", "synced_property_name": "Back"},
    }
    columns = {
        "Kind": {"id": "k", "name": "Kind", "type": "select", "select": {"options": [OPTION]}},
        "To": {"id": "%3AG", "name": "To", "type": "relation", "relation": relation},
        "Odd": {"id": "o", "name": "Odd", "type": "hologram"},
    }

    found = read_data_source({"id": "s-1", "in_trash": False, "properties": columns})

    to = found.by_id(":G")
    assert to is not None
    assert (to.data_source_id, to.synced_property_id) == ("s-2", "pSVl")
    assert [one.name for one in found.properties["Kind"].options] == ["story"]
    assert found.properties["Odd"].type == "hologram"


def test_data_sources_among_rows_are_left_out() -> None:
    rows = [{**PAGE, "object": "page"}, {"object": "data_source", "id": "s"}]

    found = read_page_slice({"results": rows, "has_more": False, "next_cursor": None})

    assert [one.id for one in found.results] == ["p-1"]


def test_rows_that_are_only_half_there_are_carried_by_their_ids() -> None:
    rows = [{"object": "page", "id": "p-1"}, None, "row", {"object": "page"}, PAGE]

    found = read_page_slice({"results": rows, "has_more": False, "next_cursor": None})

    assert [(one.id, one.unread) for one in found.results] == [
        ("p-1", ("properties", "in_trash")),
        ("p-1", ()),
    ]


def test_templates_are_read_by_id_and_come_in_slices() -> None:
    rows = [{"id": "t-1", "name": "Ward", "is_default": True}, {"id": "t-2"}]

    found = read_template_slice({"templates": rows, "has_more": True, "next_cursor": "t-3"})

    assert [one.id for one in found.results] == ["t-1", "t-2"]
    assert (found.has_more, found.next_cursor) == (True, "t-3")
    with pytest.raises(Mismatch):
        read_template_slice({"results": rows, "has_more": False, "next_cursor": None})


@pytest.mark.parametrize("results", [None, "rows", {}])
def test_lists_of_another_shape_are_refused(results: object) -> None:
    body = {"results": results, "has_more": False, "next_cursor": None}

    for read in (read_page_slice, read_block_slice, read_comment_slice, read_value_slice):
        with pytest.raises(Mismatch) as caught:
            read(body)
        assert caught.value.places == ("results",)


def test_blocks_and_comments_without_readable_words_are_there() -> None:
    row = {"id": "b", "type": "paragraph", "has_children": True, "created_by": {"id": "u"}}
    rows = [{**row, "paragraph": {"rich_text": [{"plain_text": None}]}}, None, {"id": "c"}]
    body = {"results": rows, "has_more": False, "next_cursor": None}

    words, nothing, typeless = read_block_slice(body).results

    assert (words.id, words.type, words.has_children, words.created_by) == (
        "b",
        "paragraph",
        True,
        "u",
    )
    assert words.unread == ("paragraph.rich_text.0.plain_text",)
    assert (nothing.id, nothing.type, typeless.id, typeless.type) == ("", "", "c", "")
    assert nothing.unread
    assert typeless.unread
    assert len(read_comment_slice(body).results) == 3


def test_columns_that_cannot_be_read_are_carried() -> None:
    columns = {
        "Ours": {"id": "k", "name": "Ours", "type": "select", "select": {"options": [OPTION]}},
        "Odd": {"id": "o", "name": None, "type": "select", "select": {"options": "three"}},
        "Half": {"id": "h", "name": "Half", "type": "status", "status": {"options": [None, {}]}},
        "Null": None,
    }

    found = read_data_source({"id": "s-1", "in_trash": False, "properties": columns})

    assert [one.name for one in found.properties["Ours"].options] == ["story"]
    assert found.properties["Odd"].unread
    assert found.properties["Null"].unread
    assert found.properties["Half"].options == (Option("", ""), Option("", ""))


def test_a_bot_without_a_workspace_is_still_a_bot() -> None:
    assert read_bot({"id": "b", "name": None, "bot": {}}).workspace_name == ""


def test_what_rows_of_a_slice_say_alike_is_read_once_and_kept_for_no_other() -> None:
    def row(id: str, checkbox: object) -> dict[str, Any]:
        inner = {
            "Kind": {"id": "k", "type": "select", "select": OPTION},
            "Done": {"id": "d", "type": "checkbox", "checkbox": checkbox},
        }
        return {**PAGE, "id": id, "properties": inner}

    def read() -> list[dict[str, Value]]:
        rows = [row("p-1", True), row("p-2", True), row("p-3", "?"), row("p-4", False)]
        found = read_page_slice({"results": rows, "has_more": False, "next_cursor": None})
        return [dict(each.properties) for each in found.results]

    one, other, unread, no = read()

    assert one["Kind"] is other["Kind"]
    assert one["Kind"] is not read()[0]["Kind"]
    assert [each["Done"].checkbox for each in (one, other, no)] == [True, True, False]
    assert unread["Done"].unread
