"""What live answers and recordings showed of Notion's smaller ways."""

from typing import Any

import pytest

from connectors.sandbox.notion.state import FIRST_PAGE_ID, OWNER_ID
from tests.notion_caller import Caller, Json, new_caller, paragraph, rich

NIL = "00000000-0000-0000-0000-000000000000"
NO_UUID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def notion() -> Caller:
    return new_caller()


def database_of(notion: Caller, source_id: str) -> str:
    parent: str = notion.get(f"/data_sources/{source_id}")["parent"]["database_id"]
    return parent


def first_block(notion: Caller, *blocks: Json) -> Json:
    page_id = notion.make_page("Page", *blocks)
    found: Json = notion.get(f"/blocks/{page_id}/children")["results"][0]
    return found


def test_an_id_of_the_wrong_kind_is_refused_with_what_it_is(notion: Caller) -> None:
    database_id = database_of(notion, notion.make_source("Memory", {}))
    block_id = first_block(notion, paragraph("Hello"))["id"]

    said = [
        notion.get(f"/pages/{database_id}", status=400),
        notion.get(f"/databases/{FIRST_PAGE_ID}", status=400),
        notion.get(f"/pages/{block_id}", status=400),
    ]

    assert {answer["code"] for answer in said} == {"validation_error"}
    assert [answer["message"] for answer in said] == [
        f"Provided ID {database_id} is a database, not a page. Use the retrieve database API "
        "instead.",
        f"Provided database_id {FIRST_PAGE_ID} is a page, not a database. Use the pages API "
        "instead, or pass the ID of the database itself.",
        f"Provided ID {block_id} is a block, not a page. Use the retrieve block API instead.",
    ]


def test_an_id_of_a_data_source_is_taken_for_nothing_else(notion: Caller) -> None:
    source_id = notion.make_source("Memory", {})
    database_id = database_of(notion, source_id)

    for path in (
        f"/pages/{source_id}", f"/databases/{source_id}", f"/blocks/{source_id}",
        f"/data_sources/{database_id}", f"/data_sources/{FIRST_PAGE_ID}",
    ):  # fmt: skip
        assert notion.get(path, status=404)["code"] == "object_not_found"
    assert notion.get(f"/blocks/{database_id}")["type"] == "child_database"


def test_what_is_not_shared_is_never_called_by_its_kind(notion: Caller) -> None:
    database_id = database_of(notion, notion.make_source("Memory", {}))
    notion.state.shared.clear()

    assert notion.get(f"/pages/{database_id}", status=404)["code"] == "object_not_found"


@pytest.mark.parametrize("kind", ["pages", "databases", "blocks", "data_sources"])
def test_digits_that_are_no_uuid_are_refused_and_the_nil_uuid_is_not_there(
    notion: Caller, kind: str
) -> None:
    refused = notion.get(f"/{kind}/{NO_UUID}", status=400)
    missing = notion.get(f"/{kind}/{NIL}", status=404)

    assert "should be a valid uuid" in refused["message"]
    assert missing["code"] == "object_not_found"


@pytest.mark.parametrize(
    "url", ["/relative", "not a url", "", "#h-1", "file:///etc", "javascript:x", "https://"]
)
def test_a_link_that_leads_nowhere_is_refused(notion: Caller, url: str) -> None:
    piece = {"type": "text", "text": {"content": "the plan", "link": {"url": url}}}
    body = {"children": [{"paragraph": {"rich_text": [piece]}}]}

    refused = notion.patch(f"/blocks/{FIRST_PAGE_ID}/children", body, status=400)

    assert refused["code"] == "validation_error"
    assert refused["message"] == (
        "Content creation Failed. Fix the following: \nInvalid URL for link."
    )


@pytest.mark.parametrize(
    "url", ["https://example.org/plan?x=1#y", "HTTP://example.org", "mailto:a@example.org"]
)
def test_a_link_with_an_address_is_kept(notion: Caller, url: str) -> None:
    piece = {"type": "text", "text": {"content": "the plan", "link": {"url": url}}}

    block = first_block(notion, {"paragraph": {"rich_text": [piece]}})

    assert block["paragraph"]["rich_text"][0]["href"] == url


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Name", "The row"),
        ("Web", "https://example.org"),
        ("Mail", "a@example.org"),
        ("Phone", "0191 1"),
    ],
)
def test_every_text_may_be_filtered_as_rich_text(notion: Caller, column: str, value: str) -> None:
    columns: Json = {"Web": {"url": {}}, "Mail": {"email": {}}, "Phone": {"phone_number": {}}}
    source_id = notion.make_source("M", columns)
    values = {"Web": {"url": "https://example.org"}, "Mail": {"email": "a@example.org"}}
    notion.make_row(source_id, "The row", Phone={"phone_number": "0191 1"}, **values)
    notion.make_row(source_id, "Another")

    wanted = {"property": column, "rich_text": {"equals": value}}

    assert notion.names(source_id, filter=wanted) == ["The row"]


def test_an_empty_list_of_children_beside_the_type_is_ignored(notion: Caller) -> None:
    block = first_block(notion, {**paragraph("Hello"), "children": []})

    assert block["has_children"] is False


def test_a_prefix_outlives_a_patch_that_names_none(notion: Caller) -> None:
    source_id = notion.make_source("M", {"No": {"unique_id": {"prefix": "HG"}}})

    notion.patch(f"/data_sources/{source_id}", {"properties": {"No": {"unique_id": {}}}})

    column = notion.get(f"/data_sources/{source_id}")["properties"]["No"]
    assert column["unique_id"] == {"prefix": "HG"}


def test_titles_are_sorted_by_the_numbers_in_them(notion: Caller) -> None:
    source_id = notion.make_source("M", {})
    for name in ("Row 10", "Row 2", "Row 1", "10", "9", "Row"):
        notion.make_row(source_id, name)

    names = notion.names(source_id, sorts=[{"property": "Name", "direction": "ascending"}])

    assert names == ["9", "10", "Row", "Row 1", "Row 2", "Row 10"]


def test_people_are_whole_where_the_connection_may_read_them(notion: Caller) -> None:
    source_id = notion.make_source("M", {"Who": {"people": {}}, "By": {"created_by": {}}})
    row_id = notion.make_row(source_id, "A row", Who={"people": [{"id": OWNER_ID}]})

    whole = notion.get(f"/pages/{row_id}")["properties"]
    notion.settle(capabilities=["read_content"])
    bare = notion.get(f"/pages/{row_id}")["properties"]

    assert (whole["Who"]["people"][0]["type"], whole["By"]["created_by"]["type"]) == (
        "person",
        "bot",
    )
    assert bare["Who"]["people"] == [{"object": "user", "id": OWNER_ID}]
    assert set(bare["By"]["created_by"]) == {"object", "id"}


def test_a_table_view_without_configuration_says_that_it_is_a_table(notion: Caller) -> None:
    source_id = notion.make_source("M", {})
    (first,) = notion.get(f"/views?data_source_id={source_id}")["results"]

    assert notion.get(f"/views/{first['id']}")["configuration"] == {"type": "table"}


def test_a_language_that_notion_does_not_know_is_refused(notion: Caller) -> None:
    block = {"code": {"rich_text": rich("x = 1"), "language": "cobol"}}

    refused = notion.patch(f"/blocks/{FIRST_PAGE_ID}/children", {"children": [block]}, status=400)

    assert "language should be one of" in refused["message"]


def test_a_mention_says_what_its_page_is_called_now(notion: Caller) -> None:
    mention = {"type": "mention", "mention": {"type": "page", "page": {"id": FIRST_PAGE_ID}}}
    block = first_block(notion, {"bulleted_list_item": {"rich_text": [*rich("Ask: "), mention]}})
    other = {"type": "mention", "mention": {"page": {"id": NIL}}}
    hidden = first_block(notion, {"paragraph": {"rich_text": [other]}})

    shown = notion.get(f"/blocks/{block['id']}")["bulleted_list_item"]["rich_text"]

    title = notion.get(f"/pages/{FIRST_PAGE_ID}")["properties"]["title"]["title"][0]["plain_text"]
    assert [each["plain_text"] for each in shown] == ["Ask: ", title]
    assert shown[1]["mention"]["page"]["id"] == FIRST_PAGE_ID
    assert hidden["paragraph"]["rich_text"][0]["plain_text"] == "Untitled"
    page = notion.client.get(f"/_sandbox/notion/pages/{block['parent']['page_id']}").text
    assert f"Ask: {title}" in page


@pytest.mark.parametrize(
    "block",
    [
        {"link_to_page": {"type": "database_id", "database_id": NIL}},
        {"tab": {}},
        {"image": {"type": "file_upload", "file_upload": {"id": NIL}}},
        {"paragraph": {"rich_text": [{"mention": {"user": {"id": OWNER_ID}}}]}},
        {"callout": {"rich_text": [], "icon": {"custom_emoji": {"id": NIL}}}},
    ],
    ids=["link to a database", "tab", "upload", "mention", "custom emoji"],
)
def test_a_block_that_is_not_built_is_a_loud_501(notion: Caller, block: Json) -> None:
    body = {"children": [block]}

    refused = notion.patch(f"/blocks/{FIRST_PAGE_ID}/children", body, status=501)

    assert refused["code"] == "not_implemented"


@pytest.mark.parametrize("kind", ["formula", "rollup", "button", "verification", "place"])
def test_a_column_that_is_not_built_is_a_loud_501(notion: Caller, kind: str) -> None:
    source_id = notion.make_source("M", {})

    refused = notion.patch(
        f"/data_sources/{source_id}", {"properties": {"New": {kind: {}}}}, status=501
    )

    assert refused["code"] == "not_implemented"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", f"/comments/{NIL}"),
        ("DELETE", f"/comments/{NIL}"),
        ("POST", "/file_uploads"),
        ("PATCH", f"/pages/{NIL}/markdown"),
        ("POST", f"/views/{NIL}/queries"),
    ],
)
def test_an_endpoint_that_is_not_built_is_a_loud_501(
    notion: Caller, method: str, path: str
) -> None:
    assert notion.call(method, path, {}, status=501)["code"] == "not_implemented"


def test_somebody_who_is_not_in_the_workspace_is_refused_in_notions_words(notion: Caller) -> None:
    source_id = notion.make_source("M", {"Who": {"people": {}}})
    row = {
        "parent": {"data_source_id": source_id},
        "properties": {"Who": {"people": [{"id": NIL}]}},
    }

    for refused in (
        notion.get(f"/users/{NIL}", status=404),
        notion.post("/pages", row, status=404),
    ):
        assert refused["message"].startswith(f"Could not find user with ID: {NIL}. Make sure your")


def test_an_icon_of_notions_own_is_shown_as_one(notion: Caller) -> None:
    url = "https://www.notion.so/icons/snake_purple.svg"
    page_id = notion.make_page("Page")
    given: dict[str, Any] = {
        "external": {"type": "external", "external": {"url": url}},
        "icon": {"type": "icon", "icon": {"name": "snake", "color": "purple"}},
    }

    shown = [notion.patch(f"/pages/{page_id}", {"icon": icon})["icon"] for icon in given.values()]

    assert shown == [given["icon"], given["icon"]]
    elsewhere = {"type": "external", "external": {"url": "https://example.org/tree.png"}}
    assert notion.patch(f"/pages/{page_id}", {"icon": elsewhere})["icon"] == elsewhere


def test_an_empty_text_does_not_clear_an_address(notion: Caller) -> None:
    source_id = notion.make_source("M", {"Where": {"url": {}}})
    row_id = notion.make_row(source_id, "A row", Where={"url": "tel:1"})

    notion.patch(f"/pages/{row_id}", {"properties": {"Where": {"url": ""}}}, status=400)
    cleared = notion.patch(f"/pages/{row_id}", {"properties": {"Where": {"url": None}}})

    assert cleared["properties"]["Where"]["url"] is None


def test_a_table_row_with_too_few_cells_is_refused(notion: Caller) -> None:
    row = {"table_row": {"cells": [rich("a"), rich("b")]}}
    short = {"table_row": {"cells": [rich("a")]}}
    table: Json = {"table": {"table_width": 2, "children": [row]}}
    block = first_block(notion, table)
    where = f"/blocks/{FIRST_PAGE_ID}/children"

    in_table = notion.patch(f"/blocks/{block['id']}/children", {"children": [short]}, status=400)
    ragged = {"table": {"table_width": 2, "children": [row, short]}}
    with_table = notion.patch(where, {"children": [ragged]}, status=400)

    for refused in (in_table, with_table):
        assert "Number of cells in table row must match the table width" in refused["message"]
