from typing import Any

import pytest

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from tests.notion_caller import Caller, Clock, Json, new_caller, paragraph, rich


@pytest.fixture
def notion() -> Caller:
    return new_caller()


def texts(names: list[str]) -> list[Json]:
    return [{"name": name} for name in names]


def test_options_that_are_left_out_are_deleted_and_cleared_from_rows(notion: Caller) -> None:
    source_id = notion.make_source("M", {"Kind": {"select": {"options": texts(["a", "b"])}}})
    row_id = notion.make_row(source_id, "Row", Kind={"select": {"name": "b"}})

    left = {"properties": {"Kind": {"select": {"options": texts(["a"])}}}}
    notion.patch(f"/data_sources/{source_id}", left)

    assert notion.get(f"/pages/{row_id}")["properties"]["Kind"]["select"] is None


def test_an_unknown_select_name_makes_the_option(notion: Caller) -> None:
    source_id = notion.make_source("M", {"Kind": {"select": {}}})

    notion.make_row(source_id, "Row", Kind={"select": {"name": "new"}})

    options = notion.get(f"/data_sources/{source_id}")["properties"]["Kind"]["select"]["options"]
    assert [option["name"] for option in options] == ["new"]


def test_an_unknown_status_name_is_refused(notion: Caller) -> None:
    source_id = notion.make_source("M", {"State": {"status": {}}})
    row_id = notion.make_row(source_id, "Row")

    body = {"properties": {"State": {"status": {"name": "Later"}}}}
    refused = notion.patch(f"/pages/{row_id}", body, status=400)

    assert refused["code"] == "validation_error"


def test_a_refused_row_leaves_no_option_behind(notion: Caller) -> None:
    source_id = notion.make_source("M", {"Kind": {"select": {}}, "Count": {"number": {}}})

    properties = {"Kind": {"select": {"name": "new"}}, "Count": {"number": "many"}}
    parent = {"data_source_id": source_id}
    notion.post("/pages", {"parent": parent, "properties": properties}, status=400)

    schema = notion.get(f"/data_sources/{source_id}")["properties"]
    assert schema["Kind"]["select"]["options"] == []
    assert notion.names(source_id) == []


def test_a_refused_change_of_a_schema_leaves_nothing_behind(notion: Caller) -> None:
    source_id = notion.make_source("M", {"Kind": {"select": {}}})
    before = notion.get(f"/data_sources/{source_id}")

    changes = {"Kind": {"name": "Sort"}, "More": {"number": {}}, "Name": None}
    notion.patch(f"/data_sources/{source_id}", {"properties": changes}, status=400)

    assert notion.get(f"/data_sources/{source_id}")["properties"] == before["properties"]


def test_a_property_keeps_its_id_when_it_is_renamed(notion: Caller) -> None:
    source_id = notion.make_source("M", {"Line": {"rich_text": {}}})
    line_id = notion.get(f"/data_sources/{source_id}")["properties"]["Line"]["id"]

    body = {"properties": {line_id: {"name": "One line"}}}
    renamed = notion.patch(f"/data_sources/{source_id}", body)["properties"]

    assert renamed["One line"]["id"] == line_id
    row_id = notion.make_row(source_id, "Row", **{line_id: {"rich_text": rich("by id")}})
    shown = notion.get(f"/pages/{row_id}")["properties"]["One line"]["rich_text"]
    assert shown[0]["plain_text"] == "by id"


def linked(notion: Caller) -> tuple[str, str]:
    pieces = notion.make_source("Memory", {})
    relation = {"relation": {"data_source_id": pieces, "dual_property": {}}}
    return pieces, notion.make_source("Sessions", {"Pieces": relation})


def test_a_two_way_relation_makes_a_back_side_that_follows(notion: Caller) -> None:
    pieces, sessions = linked(notion)
    piece_id = notion.make_row(pieces, "Lift")
    session_id = notion.make_row(sessions, "First", Pieces={"relation": [{"id": piece_id}]})

    back = notion.get(f"/pages/{piece_id}")["properties"]["Related to Sessions (Pieces)"]

    assert back["relation"] == [{"id": session_id}]


def test_a_page_shows_25_references_and_the_property_item_all(notion: Caller) -> None:
    pieces, sessions = linked(notion)
    ids = [{"id": notion.make_row(pieces, str(i))} for i in range(30)]
    session_id = notion.make_row(sessions, "First", Pieces={"relation": ids})

    shown = notion.get(f"/pages/{session_id}")["properties"]["Pieces"]
    whole = notion.get(f"/pages/{session_id}/properties/{shown['id']}")

    assert (len(shown["relation"]), shown["has_more"]) == (25, True)
    assert [one["relation"] for one in whole["results"]] == ids


def test_a_hundred_and_one_relations_in_one_write_are_refused(notion: Caller) -> None:
    pieces, sessions = linked(notion)
    piece = {"id": notion.make_row(pieces, "Lift")}
    session_id = notion.make_row(sessions, "First")

    body = {"properties": {"Pieces": {"relation": [piece] * 101}}}
    refused = notion.patch(f"/pages/{session_id}", body, status=400)

    assert "≤ `100`" in refused["message"]


def test_a_date_loses_its_seconds_and_its_zone_name(notion: Caller) -> None:
    source_id = notion.make_source("M", {"On": {"date": {}}})
    given = {"start": "2026-07-04T18:01:15.377824", "time_zone": "Europe/London"}
    row_id = notion.make_row(source_id, "Row", On={"date": given})

    shown = notion.get(f"/pages/{row_id}")["properties"]["On"]["date"]

    assert shown == {"start": "2026-07-04T18:01:00.000+01:00", "end": None, "time_zone": None}


FILTERS: list[tuple[Json, list[str]]] = [
    ({"property": "Name", "title": {"starts_with": "A"}}, ["a"]),
    ({"property": "Line", "rich_text": {"contains": "LIFT"}}, ["a"]),
    ({"property": "Line", "rich_text": {"is_empty": True}}, ["c"]),
    ({"property": "Count", "number": {"greater_than_or_equal_to": 2}}, ["b"]),
    ({"property": "Count", "number": {"is_empty": True}}, ["c"]),
    ({"property": "Done", "checkbox": {"equals": False}}, ["c", "b"]),
    ({"property": "Kind", "select": {"equals": ["story", "doubt"]}}, ["b", "a"]),
    ({"property": "Kind", "select": {"does_not_equal": "doubt"}}, ["c", "b"]),
    ({"property": "Tags", "multi_select": {"contains": "x"}}, ["b", "a"]),
    ({"property": "On", "date": {"on_or_before": "2026-11-17"}}, ["a"]),
    ({"property": "On", "date": {"next_week": {}}}, ["b"]),
    ({"timestamp": "created_time", "created_time": {"on_or_after": "2026-11-18"}}, ["c", "b", "a"]),
    ({"and": [{"property": "Done", "checkbox": {"equals": True}}]}, ["a"]),
    (
        {
            "or": [
                {"property": "Count", "number": {"equals": 1}},
                {"and": [{"property": "Count", "number": {"equals": 2}}]},
            ]
        },
        ["b", "a"],
    ),
]


COLUMNS: Json = {
    "Line": {"rich_text": {}},
    "Count": {"number": {}},
    "Done": {"checkbox": {}},
    "Kind": {"select": {}},
    "Tags": {"multi_select": {}},
    "On": {"date": {}},
}


def three_rows(notion: Caller) -> str:
    source_id = notion.make_source("M", COLUMNS)
    rows: list[tuple[str, str, int, bool, str, list[str], str]] = [
        ("a", "the lift", 1, True, "doubt", ["x", "y"], "2026-11-17"),
        ("b", "the ward", 2, False, "story", ["x"], "2026-11-20"),
    ]
    for name, line, count, done, kind, tags, day in rows:
        values: dict[str, Any] = {
            "Line": {"rich_text": rich(line)},
            "Count": {"number": count},
            "Done": {"checkbox": done},
            "Kind": {"select": {"name": kind}},
            "Tags": {"multi_select": texts(tags)},
            "On": {"date": {"start": day}},
        }
        notion.make_row(source_id, name, **values)
    notion.make_row(source_id, "c")
    return source_id


@pytest.mark.parametrize(("wanted", "names"), FILTERS, ids=[str(one[0])[:60] for one in FILTERS])
def test_a_filter_keeps(notion: Caller, wanted: Json, names: list[str]) -> None:
    assert notion.names(three_rows(notion), filter=wanted) == names


@pytest.mark.parametrize(
    "wanted",
    [
        {"property": "Nothing", "title": {"equals": "a"}},
        {"property": "Name", "number": {"equals": 1}},
        {"property": "Name", "title": {"greater_than": "a"}},
        {"property": "Name", "title": {"equals": 1}},
        {"timestamp": "created_time", "property": "Name", "created_time": {"before": "2026-11-18"}},
        {"and": [{"or": [{"and": [{"property": "Name", "title": {"equals": "a"}}]}]}]},
    ],
    ids=["unknown", "other type", "operator", "value", "time with property", "three deep"],
)
def test_a_filter_that_notion_does_not_take_is_refused(notion: Caller, wanted: Json) -> None:
    source_id = notion.make_source("M", {})

    refused = notion.post(f"/data_sources/{source_id}/query", {"filter": wanted}, status=400)

    assert refused["code"] == "validation_error"


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ({"timestamp": "created_time", "direction": "ascending"}, ["a", "b", "c"]),
        ({"timestamp": "created_time", "direction": "descending"}, ["c", "b", "a"]),
        ({"property": "Count", "direction": "descending"}, ["b", "a", "c"]),
        ({"property": "Line", "direction": "descending"}, ["b", "a", "c"]),
    ],
)
def test_rows_come_as_sorted(notion: Caller, sort: Json, names: list[str]) -> None:
    assert notion.names(three_rows(notion), sorts=[sort]) == names


def test_archived_and_trashed_rows_do_not_come_unasked(notion: Caller) -> None:
    source_id = notion.make_source("M", {})
    kept, archived, trashed = (notion.make_row(source_id, name) for name in "kat")
    notion.patch(f"/pages/{archived}", {"is_archived": True})
    notion.patch(f"/pages/{trashed}", {"in_trash": True})

    assert notion.names(source_id) == ["k"]
    assert notion.names(source_id, is_archived=True) == ["a"]
    assert notion.get(f"/pages/{kept}")["is_archived"] is False


def test_a_cursor_is_opaque_and_another_is_refused(notion: Caller) -> None:
    source_id = three_rows(notion)
    query = f"/data_sources/{source_id}/query"

    first = notion.post(query, {"page_size": 2})
    rest = notion.post(query, {"page_size": 2, "start_cursor": first["next_cursor"]})

    assert first["next_cursor"].startswith("s:")
    assert (len(rest["results"]), rest["has_more"]) == (1, False)
    notion.post(query, {"start_cursor": first["results"][0]["id"]}, status=400)


def test_a_query_ends_at_its_cap_and_says_that_it_is_incomplete(notion: Caller) -> None:
    source_id = three_rows(notion)
    notion.settle(query_most=2)

    answer = notion.post(f"/data_sources/{source_id}/query", {})

    assert (len(answer["results"]), answer["has_more"]) == (2, False)
    assert answer["request_status"]["incomplete_reason"] == "query_result_limit_reached"


def test_a_moved_row_takes_only_its_title_along(notion: Caller) -> None:
    pieces, sessions = linked(notion)
    piece_id = notion.make_row(pieces, "Lift")
    session_id = notion.make_row(sessions, "First", Pieces={"relation": [{"id": piece_id}]})

    moved = notion.post(f"/pages/{session_id}/move", {"parent": {"page_id": FIRST_PAGE_ID}})

    assert list(moved["properties"]) == ["title"]
    back = notion.get(f"/pages/{piece_id}")["properties"]["Related to Sessions (Pieces)"]
    assert back["relation"] == []


def test_a_row_of_a_trashed_database_shows_as_trashed(notion: Caller) -> None:
    source_id = notion.make_source("M", {})
    row_id = notion.make_row(source_id, "Row")
    database_id = notion.get(f"/pages/{row_id}")["parent"]["database_id"]

    notion.delete(f"/blocks/{database_id}")

    assert notion.get(f"/pages/{row_id}")["in_trash"] is True
    assert notion.names(source_id) == []
    notion.patch(f"/pages/{row_id}", {"in_trash": False}, status=400)


def test_markdown_says_what_it_cannot_say(notion: Caller) -> None:
    bookmark = {"bookmark": {"url": "https://hedgerow.example/"}}
    page_id = notion.make_page("Page", paragraph("one\ntwo"), {"divider": {}}, bookmark)

    shown = notion.get(f"/pages/{page_id}/markdown")

    assert shown["markdown"].startswith("one<br>two\n---\n<unknown")
    assert (shown["truncated"], len(shown["unknown_block_ids"])) == (True, 1)


def test_the_hundred_and_eighty_first_call_of_a_minute_waits() -> None:
    clock = Clock()
    notion = Caller(create_sandbox(clock=clock, rate="real").test_client(), clock)
    for _ in range(180):
        notion.get("/users/me")

    clock.move(seconds=20)
    refused = notion.get("/users/me", status=429)

    assert refused["additional_data"] == {
        "rate_limit_reason": "public_api_request_rate_limit",
        "retry_after": "40",
    }
    clock.move(seconds=40)
    notion.get("/users/me")


def test_without_a_rate_nobody_waits(notion: Caller) -> None:
    for _ in range(200):
        notion.get("/users/me")
