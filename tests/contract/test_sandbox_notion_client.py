"""The official Python client, pointed at the sandbox over a real socket, works as with Notion."""

from collections.abc import Iterator
from typing import Any

import pytest
from notion_client import APIResponseError, Client
from notion_client.helpers import collect_paginated_api, is_full_page

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID, PRIVATE_PAGE_ID
from connectors.sandbox.serve import serve
from tests.notion_caller import paragraph, rich


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = serve(create_sandbox())
    server.start()
    yield f"{server.url}/notion"
    server.stop()


@pytest.fixture
def notion(address: str) -> Iterator[Client]:
    with Client(auth="sandbox-official", base_url=address, notion_version="2026-03-11") as client:
        yield client


def make_source(notion: Any) -> str:
    made: Any = notion.databases.create(
        parent={"type": "page_id", "page_id": FIRST_PAGE_ID},
        title=rich("Memory"),
        initial_data_source={
            "properties": {
                "Title": {"title": {}},
                "Kind": {"select": {"options": [{"name": "doubt"}]}},
                "Count": {"number": {"format": "number"}},
            }
        },
    )
    found: str = made["data_sources"][0]["id"]
    return found


def make_row(notion: Any, source_id: str, title: str, count: int) -> Any:
    return notion.pages.create(
        parent={"type": "data_source_id", "data_source_id": source_id},
        properties={
            "Title": {"title": rich(title)},
            "Kind": {"select": {"name": "doubt"}},
            "Count": {"number": count},
        },
    )


def test_rows_are_made_and_found_by_query(notion: Any) -> None:
    source_id = make_source(notion)
    for count in range(3):
        made = make_row(notion, source_id, f"Row {count}", count)
        assert is_full_page(made)

    found: Any = notion.data_sources.query(
        source_id,
        filter={"property": "Count", "number": {"greater_than": 0}},
        sorts=[{"property": "Count", "direction": "ascending"}],
    )

    assert [row["properties"]["Count"]["number"] for row in found["results"]] == [1, 2]


def test_a_query_is_walked_by_its_cursors(notion: Any) -> None:
    source_id = make_source(notion)
    for count in range(5):
        make_row(notion, source_id, f"Row {count}", count)

    found = collect_paginated_api(notion.data_sources.query, data_source_id=source_id, page_size=2)

    assert [row["properties"]["Count"]["number"] for row in found] == [4, 3, 2, 1, 0]


def test_blocks_are_appended_and_read(notion: Any) -> None:
    page = make_row(notion, make_source(notion), "Story", 1)

    notion.blocks.children.append(page["id"], children=[paragraph("one"), paragraph("three")])
    first: Any = notion.blocks.children.list(page["id"])["results"][0]
    place = {"type": "after_block", "after_block": {"id": first["id"]}}
    notion.blocks.children.append(page["id"], children=[paragraph("two")], position=place)

    blocks: Any = notion.blocks.children.list(page["id"])["results"]
    texts = [block["paragraph"]["rich_text"][0]["plain_text"] for block in blocks]
    assert texts == ["one", "two", "three"]


def test_a_row_goes_into_the_trash_and_back(notion: Any) -> None:
    source_id = make_source(notion)
    page = make_row(notion, source_id, "Lift", 1)

    trashed: Any = notion.pages.update(page["id"], in_trash=True)
    without: Any = notion.data_sources.query(source_id)["results"]
    restored: Any = notion.pages.update(page["id"], in_trash=False)
    with_it: Any = notion.data_sources.query(source_id)["results"]

    assert (trashed["in_trash"], len(without)) == (True, 0)
    assert (restored["in_trash"], len(with_it)) == (False, 1)


def test_the_bot_and_its_comments_are_shown(notion: Any) -> None:
    bot: Any = notion.users.me()

    notion.comments.create(parent={"page_id": FIRST_PAGE_ID}, rich_text=rich("Is it so?"))

    listed: Any = notion.comments.list(block_id=FIRST_PAGE_ID)["results"]
    assert [one["created_by"]["id"] for one in listed] == [bot["id"]]


def test_a_page_that_is_not_shared_is_not_found(notion: Any) -> None:
    with pytest.raises(APIResponseError) as refused:
        notion.pages.retrieve(PRIVATE_PAGE_ID)

    assert (refused.value.status, refused.value.code) == (404, "object_not_found")


def test_another_token_is_unauthorized(address: str) -> None:
    with (
        Client(auth="ntn_real", base_url=address, notion_version="2026-03-11") as stranger,
        pytest.raises(APIResponseError) as refused,
    ):
        stranger.users.me()

    assert (refused.value.status, refused.value.code) == (401, "unauthorized")
