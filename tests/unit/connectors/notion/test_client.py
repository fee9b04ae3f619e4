import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import responses
from responses import matchers

from connectors.errors import (
    ChangedMeanwhile,
    Incomplete,
    LookFirst,
    NotAnAnswer,
    NotThereOrNotShared,
    RefusedForGood,
    Wait,
)
from connectors.notion.client import VERSION, NotionClient
from connectors.notion.filters import EditedSince, TextEquals
from connectors.notion.new_blocks import Heading, Paragraph, Quote
from connectors.notion.new_properties import (
    NewOption,
    RelationProperty,
    Rename,
    SelectProperty,
    TextProperty,
    TitleProperty,
)
from connectors.notion.new_values import Checkbox, Day, Number, RichText, Select, Title
from connectors.notion.parents import InDataSource, InPage
from tests.unit.connectors.notion.answers import SOURCE, block, error, listed, page, rich
from tests.unit.connectors.speaking import TOKEN, waiting_http

BASE = "https://api.notion.com/v1"
QUERY = f"{BASE}/data_sources/{SOURCE}/query"
DATABASE = {
    "object": "database",
    "id": "d-1",
    "title": rich("Memory"),
    "parent": {"type": "page_id", "page_id": "p-0"},
    "is_inline": True,
    "in_trash": False,
    "data_sources": [{"id": SOURCE, "name": "Memory"}],
}
DATA_SOURCE: dict[str, Any] = {
    "object": "data_source",
    "id": SOURCE,
    "title": rich("Memory"),
    "parent": {"type": "database_id", "database_id": "d-1"},
    "in_trash": False,
    "properties": {},
}


@pytest.fixture
def vendor() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def client() -> NotionClient:
    return NotionClient(waiting_http()[0], TOKEN)


def sent(vendor: responses.RequestsMock, number: int = -1) -> Any:
    return json.loads(vendor.calls[number].request.body or "null")


def test_every_call_pins_the_version(vendor: responses.RequestsMock) -> None:
    bot = {"owner": {"type": "workspace"}, "workspace_id": "w-1", "workspace_name": "Home"}
    vendor.get(
        f"{BASE}/users/me", json={"object": "user", "id": "b-1", "name": "Hedgerow", "bot": bot}
    )

    me = client().me()

    assert (me.id, me.name, me.workspace_name) == ("b-1", "Hedgerow", "Home")
    assert vendor.calls[0].request.headers["Notion-Version"] == VERSION == "2026-03-11"


def test_a_page_is_read_by_its_id(vendor: responses.RequestsMock) -> None:
    vendor.get(f"{BASE}/pages/p-1", json=page("p-1", in_trash=True))

    found = client().page("p-1")

    assert (found.id, found.title, found.in_trash) == ("p-1", "The door", True)
    assert (found.parent_type, found.parent_id) == ("data_source_id", SOURCE)


def test_a_row_is_made_with_its_values(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{BASE}/pages", json=page("p-2"))

    values = {"title": Title("The door"), "%3AG": Number(2), "x": Select(None)}
    made = client().create_page(InDataSource(SOURCE), values, [Paragraph("Once")])

    assert made.id == "p-2"
    body = sent(vendor)
    assert body["parent"] == {"type": "data_source_id", "data_source_id": SOURCE}
    assert body["properties"]["%3AG"] == {"number": 2}
    assert body["properties"]["x"] == {"select": None}
    assert [one["type"] for one in body["children"]] == ["paragraph"]


def test_a_page_without_a_body_sends_none(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{BASE}/pages", json=page())

    client().create_page(InPage("p-0"), {"title": Title("Here")})

    assert "children" not in sent(vendor)


def test_a_new_page_with_more_than_one_call_takes_is_refused() -> None:
    with pytest.raises(ValueError, match="100 blocks, not 101"):
        client().create_page(InPage("p-0"), {}, [Paragraph("a")] * 101)


def test_a_new_page_that_was_saved_and_failed_is_not_sent_again(
    vendor: responses.RequestsMock,
) -> None:
    saved = error(503, "service_unavailable", committed_resource_id="p-7", retry_guidance=["no"])
    vendor.post(f"{BASE}/pages", status=503, json=saved)

    with pytest.raises(LookFirst) as caught:
        client().create_page(InPage("p-0"), {"title": Title("Here")})

    assert caught.value.committed_resource_id == "p-7"
    assert len(vendor.calls) == 1


def test_properties_are_set_and_the_set_is_repeated(vendor: responses.RequestsMock) -> None:
    vendor.patch(f"{BASE}/pages/p-1", status=503, json=error(503, "service_unavailable"))
    vendor.patch(f"{BASE}/pages/p-1", json=page())

    client().update_page("p-1", {"c": Checkbox(True), "d": Day(date(2026, 12, 3))})

    assert sent(vendor) == {
        "properties": {"c": {"checkbox": True}, "d": {"date": {"start": "2026-12-03"}}}
    }


@pytest.mark.parametrize("in_trash", [True, False])
def test_the_trash_is_in_trash(vendor: responses.RequestsMock, in_trash: bool) -> None:
    vendor.patch(f"{BASE}/pages/p-1", json=page(in_trash=in_trash))

    notion = client()
    found = notion.trash_page("p-1") if in_trash else notion.restore_page("p-1")

    assert found.in_trash is in_trash
    assert sent(vendor) == {"in_trash": in_trash}


def test_a_database_is_made_with_its_first_data_source(vendor: responses.RequestsMock) -> None:
    vendor.post(f"{BASE}/databases", json=DATABASE)

    made = client().create_database("p-0", "Memory", {"Title": TitleProperty()})

    assert (made.id, made.title, made.data_source_ids) == ("d-1", "Memory", (SOURCE,))
    body = sent(vendor)
    assert body["initial_data_source"] == {"properties": {"Title": {"type": "title", "title": {}}}}
    assert (body["is_inline"], body["parent"]["page_id"]) == (True, "p-0")


def test_columns_are_added_renamed_and_removed(vendor: responses.RequestsMock) -> None:
    vendor.get(f"{BASE}/data_sources/{SOURCE}", json=DATA_SOURCE)
    vendor.patch(f"{BASE}/data_sources/{SOURCE}", json=DATA_SOURCE)

    options = ["story", NewOption("shelf", color="green", id="o-1")]
    client().update_data_source(
        SOURCE,
        {"New": TextProperty(), "a": Rename("Kind"), "b": None, "c": SelectProperty(options)},
    )

    assert sent(vendor)["properties"] == {
        "New": {"type": "rich_text", "rich_text": {}},
        "a": {"name": "Kind"},
        "b": None,
        "c": {
            "type": "select",
            "select": {
                "options": [
                    {"name": "story"},
                    {"id": "o-1", "name": "shelf", "color": "green"},
                ]
            },
        },
    }


@pytest.mark.parametrize(("dual", "expected"), [(True, LookFirst), (False, Wait)])
def test_only_a_way_back_could_come_twice(
    vendor: responses.RequestsMock, dual: bool, expected: type[Exception]
) -> None:
    vendor.patch(f"{BASE}/data_sources/{SOURCE}", status=500, json=error(500, "x"))

    with pytest.raises(expected):
        client().update_data_source(SOURCE, {"Sessions": RelationProperty("s-1", dual)})


def test_a_query_walks_all_slices_in_order_of_making(vendor: responses.RequestsMock) -> None:
    vendor.post(QUERY, json=listed([page("p-1"), page("p-2")], "s:1:2"))
    vendor.post(QUERY, json=listed([page("p-2"), page("p-3")]))

    rows = client().query(SOURCE)

    assert [row.id for row in rows] == ["p-1", "p-2", "p-3"]
    assert sent(vendor, 0)["sorts"] == [{"timestamp": "created_time", "direction": "ascending"}]
    assert "start_cursor" not in sent(vendor, 0)
    assert sent(vendor, 1)["start_cursor"] == "s:1:2"


def test_a_query_that_notion_ends_early_is_incomplete(vendor: responses.RequestsMock) -> None:
    status = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}
    vendor.post(QUERY, json=listed([page()], request_status=status))

    with pytest.raises(Incomplete):
        client().query(SOURCE)


def test_rows_come_a_slice_at_a_time(vendor: responses.RequestsMock) -> None:
    vendor.post(QUERY, json=listed([page("p-1")], "s:1:2"))
    vendor.post(QUERY, json=listed([page("p-2")]))
    rows = client().each_row(SOURCE)

    first = next(rows)

    assert (first.id, len(vendor.calls)) == ("p-1", 1)
    assert [row.id for row in rows] == ["p-2"]


def test_rows_that_notion_ends_early_end_in_a_refusal(vendor: responses.RequestsMock) -> None:
    status = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}
    vendor.post(QUERY, json=listed([page("p-1")], request_status=status))
    rows = client().each_row(SOURCE)

    first = next(rows)

    assert first.id == "p-1"
    with pytest.raises(Incomplete):
        next(rows)


def test_more_rows_without_a_cursor_are_not_an_answer(vendor: responses.RequestsMock) -> None:
    vendor.post(QUERY, json={**listed([page()]), "has_more": True})

    with pytest.raises(NotAnAnswer) as caught:
        client().query(SOURCE)

    assert caught.value.reason == "next_cursor"


def test_a_query_is_repeated_because_it_only_reads(vendor: responses.RequestsMock) -> None:
    vendor.post(QUERY, status=503, body="<html>cf-ray</html>")
    vendor.post(QUERY, json=listed([]))

    assert client().query(SOURCE) == ()


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        (TextEquals("%3AG", "key-1"), {"property": "%3AG", "rich_text": {"equals": "key-1"}}),
        (
            EditedSince(datetime(2026, 11, 22, 10, 5, 59, tzinfo=UTC)),
            {
                "timestamp": "last_edited_time",
                "last_edited_time": {"on_or_after": "2026-11-22T10:05:00Z"},
            },
        ),
    ],
)
def test_a_query_carries_its_filter(
    vendor: responses.RequestsMock, filter: TextEquals | EditedSince, expected: object
) -> None:
    vendor.post(QUERY, json=listed([]))

    client().query(SOURCE, filter)

    assert sent(vendor)["filter"] == expected


def test_children_are_walked_by_cursor(vendor: responses.RequestsMock) -> None:
    url = f"{BASE}/blocks/p-1/children"
    first = matchers.query_param_matcher({"page_size": "100"})
    second = matchers.query_param_matcher({"page_size": "100", "start_cursor": "b-2"})
    vendor.get(url, json=listed([block("b-1", "One")], "b-2"), match=[first])
    vendor.get(url, json=listed([block("b-2", "Two")]), match=[second])

    assert [one.text for one in client().children("p-1")] == ["One", "Two"]


def test_a_block_gets_other_words(vendor: responses.RequestsMock) -> None:
    vendor.patch(f"{BASE}/blocks/b-1", json=block("b-1", "New"))

    assert client().update_block("b-1", Paragraph("New")).text == "New"
    assert sent(vendor) == {
        "paragraph": {"rich_text": [{"type": "text", "text": {"content": "New"}}]}
    }


def test_a_block_is_deleted_once(vendor: responses.RequestsMock) -> None:
    vendor.delete(f"{BASE}/blocks/b-1", status=503, body="")
    vendor.delete(f"{BASE}/blocks/b-1", status=404, json=error(404, "object_not_found"))

    client().delete_block("b-1")

    assert len(vendor.calls) == 2


TRASHED = error(400, "validation_error")


def test_a_block_whose_first_deletion_was_not_answered_is_deleted(
    vendor: responses.RequestsMock,
) -> None:
    vendor.delete(f"{BASE}/blocks/b-1", status=503, body="")
    vendor.delete(f"{BASE}/blocks/b-1", status=400, json=TRASHED)
    vendor.get(f"{BASE}/blocks/b-1", json=block("b-1", in_trash=True))

    client().delete_block("b-1")

    assert len(vendor.calls) == 3


@pytest.mark.parametrize(
    ("in_trash", "expected"), [(True, NotThereOrNotShared), (False, RefusedForGood)]
)
def test_a_block_in_the_trash_is_not_there(
    vendor: responses.RequestsMock, in_trash: bool, expected: type[Exception]
) -> None:
    vendor.delete(f"{BASE}/blocks/b-1", status=400, json=TRASHED)
    vendor.get(f"{BASE}/blocks/b-1", json=block("b-1", in_trash=in_trash))

    with pytest.raises(expected):
        client().delete_block("b-1")


@pytest.mark.parametrize("in_trash", [True, False])
def test_a_no_to_trashing_is_believed_only_if_the_page_is_not_there(
    vendor: responses.RequestsMock, in_trash: bool
) -> None:
    vendor.patch(f"{BASE}/pages/p-1", status=400, json=TRASHED)
    vendor.get(f"{BASE}/pages/p-1", json=page("p-1", in_trash=in_trash))

    if in_trash:
        assert client().trash_page("p-1").in_trash
    else:
        with pytest.raises(RefusedForGood):
            client().trash_page("p-1")


def test_a_no_to_removing_a_column_is_a_no_the_first_time(vendor: responses.RequestsMock) -> None:
    vendor.patch(f"{BASE}/data_sources/{SOURCE}", status=400, json=error(400, "validation_error"))

    with pytest.raises(RefusedForGood):
        client().update_data_source(SOURCE, {"title": None})

    assert len(vendor.calls) == 1


def test_a_value_beyond_its_first_page_is_read_whole(vendor: responses.RequestsMock) -> None:
    url = f"{BASE}/pages/p-1/properties/%5BVHf"
    items = [{"object": "property_item", "id": "%5BVHf", "type": "relation"} for _ in range(2)]
    vendor.get(url, json=listed([{**items[0], "relation": {"id": "a"}}], "c-2"))
    vendor.get(url, json=listed([{**items[1], "relation": {"id": "b"}}]))

    assert client().value("p-1", "%5BVHf").relation == ("a", "b")


def test_a_simple_value_comes_alone(vendor: responses.RequestsMock) -> None:
    item = {"object": "property_item", "id": "n", "type": "number", "number": 3}
    vendor.get(f"{BASE}/pages/p-1/properties/n", json=item)

    assert client().value("p-1", "n").number == 3


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (404, error(404, "object_not_found", integration_id="i-1"), NotThereOrNotShared),
        (409, error(409, "conflict_error"), ChangedMeanwhile),
        (400, error(400, "validation_error"), RefusedForGood),
        (403, error(403, "restricted_resource", block_limit="block_creation"), RefusedForGood),
        (403, {"error": "edge"}, NotAnAnswer),
    ],
)
def test_refusals_say_what_to_do(
    vendor: responses.RequestsMock, status: int, body: object, expected: type[Exception]
) -> None:
    vendor.patch(f"{BASE}/pages/p-1", status=status, json=body)

    with pytest.raises(expected) as caught:
        client().update_page("p-1", {"title": RichText("lantern")})

    assert type(caught.value) is expected
    assert len(vendor.calls) == 1


def test_a_connection_that_is_shut_out_is_not_asked_again(vendor: responses.RequestsMock) -> None:
    body = error(429, "rate_limited", rate_limit_reason="public_api_request_blocked")
    vendor.get(f"{BASE}/users/me", status=429, json=body)

    with pytest.raises(RefusedForGood) as caught:
        client().me()

    assert (caught.value.reason, len(vendor.calls)) == ("public_api_request_blocked", 1)


def test_a_wait_in_the_body_counts_too(vendor: responses.RequestsMock) -> None:
    http, waits = waiting_http()
    vendor.get(f"{BASE}/pages/p-1", status=529, json=error(529, "x", retry_after="11"))
    vendor.get(f"{BASE}/pages/p-1", json=page())

    NotionClient(http, TOKEN).page("p-1")

    assert waits == [11.0]


def test_blocks_know_the_type_that_notion_shows() -> None:
    assert [Heading("a", 1).type, Heading("a", 3).type, Quote("a").type] == [
        "heading_1",
        "heading_3",
        "quote",
    ]
