"""The watch over every sandbox sees what departs, and only that."""

import json
from typing import Any

import pytest
from flask import Flask, Response

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from tests.contract import descriptions
from tests.contract.described import Answered, departures
from tests.contract.exceptions import EXCEPTIONS, Exempt
from tests.contract.watching import Watch

HEADERS = {"Authorization": "Bearer sandbox-a", "Notion-Version": "2026-03-11"}
PAGE = f"/notion/v1/pages/{FIRST_PAGE_ID}"
ERROR = {"type": "error", "code": "notFound", "message": "Gone", "status": 404}
NOTION_ERROR = {"object": "error", "status": 404, "code": "object_not_found", "message": "Gone"}


@pytest.fixture(autouse=True)
def _described() -> None:
    descriptions.require()


def without(app: Flask, name: str) -> None:
    """Let every answer of an application lack one field."""

    def drop(response: Response) -> Response:
        kept = {key: value for key, value in response.get_json().items() if key != name}
        response.set_data(json.dumps(kept))
        return response

    app.after_request(drop)


@pytest.mark.parametrize(
    ("path", "name"),
    [(PAGE, "in_trash"), (PAGE, "request_id"), ("/miro/v2/boards/unknown", "message")],
)
def test_an_answer_without_a_field_is_seen(watch: Watch, path: str, name: str) -> None:
    app = create_sandbox()
    without(app, name)

    app.test_client().get(path, headers=HEADERS)

    assert len(watch.take()) == 1


def test_an_answer_as_it_should_be_is_seen_and_passes(watch: Watch) -> None:
    before = watch.seen

    create_sandbox().test_client().get(PAGE, headers=HEADERS)

    assert watch.seen == before + 1
    assert watch.take() == []


def test_pages_for_people_are_not_watched(watch: Watch) -> None:
    before = watch.seen

    create_sandbox().test_client().get("/_sandbox/")

    assert watch.seen == before


@pytest.mark.parametrize(
    "answer",
    [
        Answered("notion", "GET", "/v1/unheard", 200, {"request_id": "r"}),
        Answered("notion", "GET", "/v1/users/me", 404, NOTION_ERROR),
        Answered("notion", "GET", "/v1/users/me", 404, {**NOTION_ERROR, "request_id": "r", "x": 1}),
        Answered("notion", "GET", "/v1/users/me", 429, {**NOTION_ERROR, "request_id": "r"}),
        Answered("notion", "GET", "/v1/users/me", 418, {**NOTION_ERROR, "request_id": "r"}),
        Answered("miro", "GET", "/v2/unheard", 200, {}),
        Answered("miro", "GET", "/v2/boards/{board_id}", 201, {}),
        Answered("miro", "GET", "/v2/boards/{board_id}", 200, None),
        Answered("miro", "GET", "/v2/boards/{board_id}", 404, {"type": "error"}),
        Answered("miro", "PATCH", "/v2/boards/{board_id}", 202, {"id": "b"}),
    ],
)
def test_what_no_description_allows_is_a_departure(answer: Answered) -> None:
    assert departures(answer) != []


def test_a_query_by_tag_is_held_to_its_own_description() -> None:
    page = {"data": [], "total": 0, "size": 0, "offset": 0, "limit": 20, "type": "list"}
    by_tag = frozenset({"tag_id"})

    assert (
        departures(Answered("miro", "GET", "/v2/boards/{board_id}/items", 200, page, by_tag)) == []
    )
    for description in descriptions.miro_descriptions():
        assert "/v2/boards/{board_id_PlatformTags}/items" in description["paths"]


def table_with_a_button() -> dict[str, Any]:
    """Return a table of the sandbox, with a column as recordings show it."""
    client = create_sandbox().test_client()
    new = {
        "parent": {"type": "page_id", "page_id": FIRST_PAGE_ID},
        "initial_data_source": {"properties": {"Name": {"title": {}}}},
    }
    made = client.post("/notion/v1/databases", json=new, headers=HEADERS).get_json()
    path = f"/notion/v1/data_sources/{made['data_sources'][0]['id']}"
    table: dict[str, Any] = client.get(path, headers=HEADERS).get_json()
    button = {"id": "b", "name": "Press", "description": None, "type": "button", "button": {}}
    return {**table, "properties": {**table["properties"], "Press": button}}


NEEDED = [
    Answered("notion", "GET", "(unknown)", 501, {}),
    Answered("miro", "GET", "(unknown)", 404, {"servlet": "dispatcherServlet"}),
    Answered("miro", "GET", "/oauth/authorize", 200, None),
    Answered("notion", "GET", "/v1/data_sources/{data_source_id}", 200, table_with_a_button()),
    Answered(
        "miro",
        "GET",
        "/v2/boards/{board_id}/items/{item_id}",
        200,
        {"id": "1", "type": "sticky_note", "parent": None},
    ),
    Answered("miro", "POST", "/v1/oauth/token", 200, {}),
    Answered("miro", "GET", "/v2/boards/{board_id}", 404, {**ERROR, "context": None}),
    Answered("miro", "POST", "/v2/oauth/revoke", 404, {"error": "invalid_grant"}),
    Answered("notion", "POST", "/v1/oauth/token", 400, {"error": "invalid_grant"}),
]


@pytest.mark.parametrize(
    ("one", "answer"), [*zip(EXCEPTIONS, NEEDED, strict=True)], ids=lambda case: str(case)[:60]
)
def test_each_exception_has_its_reason_and_its_case(one: Exempt, answer: Answered) -> None:
    others = tuple(each for each in EXCEPTIONS if each is not one)

    assert one.why
    assert departures(answer) == []
    assert departures(answer, others) != []
