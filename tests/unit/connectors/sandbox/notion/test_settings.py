from typing import Any

import pytest

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from tests.notion_caller import Caller, new_caller, paragraph, rich


@pytest.fixture
def notion() -> Caller:
    return new_caller()


PARENT = {"parent": {"page_id": FIRST_PAGE_ID}}
APPEND = ("PATCH", f"/blocks/{FIRST_PAGE_ID}/children", {"children": [paragraph("x")]})
COMMENT = ("POST", "/comments", {**PARENT, "rich_text": rich("hm")})
WALLS: list[tuple[str, tuple[str, str, Any]]] = [
    ("read_content", ("GET", f"/pages/{FIRST_PAGE_ID}", None)),
    ("read_content", ("GET", f"/blocks/{FIRST_PAGE_ID}/children", None)),
    ("read_content", ("POST", "/search", {})),
    ("insert_content", ("POST", "/pages", PARENT)),
    ("insert_content", ("POST", "/databases", PARENT)),
    ("insert_content", APPEND),
    ("update_content", ("PATCH", f"/pages/{FIRST_PAGE_ID}", {"icon": {"emoji": "🌿"}})),
    ("read_comments", ("GET", f"/comments?block_id={FIRST_PAGE_ID}", None)),
    ("insert_comments", COMMENT),
    ("read_users", ("GET", "/users", None)),
]


@pytest.mark.parametrize(("capability", "asked"), WALLS)
def test_without_the_capability_it_is_403(
    notion: Caller, capability: str, asked: tuple[str, str, Any]
) -> None:
    method, path, body = asked
    every = notion.client.get("/_sandbox/notion/settings").get_json()["capabilities"]

    notion.call(method, path, body)
    notion.settle(capabilities=[one for one in every if one != capability])
    refused = notion.call(method, path, body, status=403)

    assert refused["code"] == "restricted_resource"


def test_the_bot_may_always_ask_who_it_is(notion: Caller) -> None:
    notion.settle(capabilities=[])

    assert notion.get("/users/me")["type"] == "bot"


def test_a_reset_brings_all_capabilities_back(notion: Caller) -> None:
    notion.settle(capabilities=[], query_most=1)

    notion.client.post("/_sandbox/reset")

    shown = notion.client.get("/_sandbox/notion/settings").get_json()
    assert (len(shown["capabilities"]), shown["query_most"]) == (6, 10_000)


def test_a_full_workspace_takes_no_block_but_edits(notion: Caller) -> None:
    notion.settle(block_limit=3)
    page_id = notion.make_page("Page", paragraph("one"))

    refused = notion.patch(
        f"/blocks/{page_id}/children", {"children": [paragraph("x", paragraph("y"))]}, status=403
    )

    assert (refused["code"], refused["additional_data"]) == (
        "restricted_resource",
        {"block_limit": "block_creation"},
    )
    notion.patch(f"/pages/{page_id}", {"properties": {"title": rich("Renamed")}})
    notion.patch(f"/blocks/{page_id}/children", {"children": [paragraph("x")]})
    notion.post("/pages", PARENT, status=403)
    notion.post("/databases", PARENT, status=403)


def test_the_trash_of_a_free_workspace_counts(notion: Caller) -> None:
    notion.settle(block_limit=1)
    page_id = notion.make_page("Page")

    notion.patch(f"/pages/{page_id}", {"in_trash": True})

    notion.post("/pages", PARENT, status=403)


def test_queries_may_lag_behind_new_rows(notion: Caller) -> None:
    source_id = notion.make_source("Memory", {})
    notion.settle(query_lag_s=30)
    row_id = notion.make_row(source_id, "Lift")

    assert notion.names(source_id) == []
    assert notion.get(f"/pages/{row_id}")["in_trash"] is False
    notion.clock.move(seconds=30)
    assert notion.names(source_id) == ["Lift"]


def test_search_may_lag_more_or_not_at_all(notion: Caller) -> None:
    notion.settle(search_lag_s=0)
    notion.make_page("Lantern")

    assert len(notion.post("/search", {"query": "lantern"})["results"]) == 1
    notion.settle(search_lag_s=60)
    assert notion.post("/search", {"query": "lantern"})["results"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "green"},
        {"query_most": -1},
        {"query_lag_s": "long"},
        {"block_limit": True},
        {"capabilities": ["fly"]},
    ],
)
def test_a_setting_that_cannot_be_is_refused(notion: Caller, wrong: dict[str, Any]) -> None:
    answer = notion.client.patch("/_sandbox/notion/settings", json=wrong)

    assert answer.status_code == 400
    assert answer.get_json()["error"].endswith("Nothing was changed.")
