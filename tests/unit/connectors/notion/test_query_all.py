"""A vendor that answers queries of many rows as Notion does: cut at a limit, by time of making."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import responses
from requests import PreparedRequest

from connectors.errors import Incomplete
from connectors.notion.client import NotionClient
from connectors.notion.filters import All, CreatedSince, EditedSince, Filter, TextEquals
from tests.unit.connectors.notion.answers import SOURCE, listed, page
from tests.unit.connectors.speaking import TOKEN, waiting_http

QUERY = f"https://api.notion.com/v1/data_sources/{SOURCE}/query"
START = datetime(2026, 11, 18, 10, 5, tzinfo=UTC)
LIMIT = 5


@pytest.fixture
def vendor() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def client() -> NotionClient:
    return NotionClient(waiting_http()[0], TOKEN)


def minute(number: int) -> str:
    return f"{START + timedelta(minutes=number):%Y-%m-%dT%H:%M:00.000Z}"


def made_in(*minutes: int) -> list[dict[str, Any]]:
    return [page(f"p-{n}", created_time=minute(when)) for n, when in enumerate(minutes)]


def notion(rows: list[dict[str, Any]]) -> Callable[[PreparedRequest], tuple[int, Any, str]]:
    def answer(request: PreparedRequest) -> tuple[int, Any, str]:
        body = json.loads(request.body or "{}")
        since = body.get("filter", {}).get("created_time", {}).get("on_or_after", "")
        is_archived = body.get("is_archived", False)
        found = [row for row in rows if row["created_time"] >= since.replace("Z", ".000Z")]
        found = [row for row in found if row["is_archived"] == is_archived]
        kind = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}
        status: dict[str, Any] = {"request_status": kind} if len(found) > LIMIT else {}
        return 200, {}, json.dumps(listed(found[:LIMIT], **status))

    return answer


def test_a_walk_goes_on_where_notion_stops(vendor: responses.RequestsMock) -> None:
    rows = made_in(0, 0, 1, 2, 3, 3, 3, 4, 5, 6, 7)
    vendor.add_callback("POST", QUERY, notion(rows))

    found = client().query_all(SOURCE)

    assert [row.id for row in found] == [row["id"] for row in rows]


def test_a_minute_with_more_rows_than_notion_gives_is_incomplete(
    vendor: responses.RequestsMock,
) -> None:
    vendor.add_callback("POST", QUERY, notion(made_in(0, *[1] * (LIMIT + 1), 2)))

    with pytest.raises(Incomplete):
        client().query_all(SOURCE)


def test_archived_rows_are_asked_for_by_a_second_walk(vendor: responses.RequestsMock) -> None:
    rows = [*made_in(0, 1), page("hidden", is_archived=True)]
    vendor.add_callback("POST", QUERY, notion(rows))

    assert [row.id for row in client().query_all(SOURCE)] == ["p-0", "p-1"]
    with_archived = client().query_all(SOURCE, with_archived=True)
    assert [row.id for row in with_archived] == ["p-0", "p-1", "hidden"]
    assert [row.id for row in client().query(SOURCE, is_archived=True)] == ["hidden"]


SINCE = {"timestamp": "created_time", "created_time": {"on_or_after": "2026-11-18T10:05:00Z"}}
EDITED = {
    "timestamp": "last_edited_time",
    "last_edited_time": {"on_or_after": "2026-11-18T10:03:00Z"},
}
KEY = {"property": "k", "rich_text": {"equals": "v"}}


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        (CreatedSince(START.replace(second=59)), SINCE),
        (EditedSince.last_run(START.replace(second=7)), EDITED),
        (All((TextEquals("k", "v"), CreatedSince(START))), {"and": [KEY, SINCE]}),
        (
            All((All((TextEquals("k", "v"), EditedSince.last_run(START))), CreatedSince(START))),
            {"and": [KEY, EDITED, SINCE]},
        ),
    ],
)
def test_filters_are_written_flat_and_to_the_minute(filter: Filter, expected: object) -> None:
    assert filter.as_json() == expected


def test_a_filter_stays_while_the_window_moves(vendor: responses.RequestsMock) -> None:
    incomplete = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}
    first = listed([page("a", created_time=minute(0))], request_status=incomplete)
    vendor.post(QUERY, json=first)
    vendor.post(QUERY, json=listed([page("b", created_time=minute(0))]))

    assert len(client().query_all(SOURCE, TextEquals("k", "v"))) == 2
    body = json.loads(vendor.calls[1].request.body or "null")
    assert body["filter"] == {"and": [KEY, SINCE]}
