"""The rules of repeating, seen from outside: what is sent how often, and how long it waits."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import requests
import responses

from connectors.errors import ConnectorError, LookFirst, Wait
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.notion.client import NotionClient
from connectors.notion.parents import InPage
from tests.unit.connectors.miro.answers import board
from tests.unit.connectors.notion.answers import error, page
from tests.unit.connectors.speaking import NOW, TOKEN

MIRO, NOTION = "https://api.miro.com/v2/boards", "https://api.notion.com/v1/pages"
SOON = str(int(NOW.timestamp()) + 12)


@pytest.fixture
def vendor() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def transport(jitter: float = 0.0) -> tuple[HTTP, list[float]]:
    waits: list[float] = []
    return HTTP(sleep=waits.append, now=lambda: NOW, jitter=lambda: jitter), waits


@pytest.mark.parametrize(
    ("headers", "jitter", "expected"),
    [
        ({"Retry-After": "3"}, 0.0, 3.0),
        ({"Retry-After": "3"}, 0.5, 3.5),
        ({"Retry-After": "3", "X-RateLimit-Reset": SOON}, 0.0, 3.0),
        ({"X-RateLimit-Reset": SOON}, 0.0, 12.0),
        ({"X-RateLimit-Reset": "12"}, 0.25, 12.25),
        ({"X-RateLimit-Reset": "5000"}, 0.0, 60.0),
        ({}, 0.0, 0.5),
        ({}, 1.0, 1.0),
    ],
)
def test_a_limited_write_is_sent_again_after_the_wait_that_was_asked_for(
    vendor: responses.RequestsMock, headers: Mapping[str, str], jitter: float, expected: float
) -> None:
    http, waits = transport(jitter)
    vendor.post(MIRO, status=429, json={"type": "error", "code": "x"}, headers=dict(headers))
    vendor.post(MIRO, status=201, json=board())

    MiroClient(http, TOKEN).create_board("Home")

    assert waits == [expected]


def test_an_overloaded_notion_is_treated_like_a_limit(vendor: responses.RequestsMock) -> None:
    http, waits = transport()
    headers = {"Retry-After": "7"}
    vendor.post(NOTION, status=529, json=error(529, "service_overload"), headers=headers)
    vendor.post(NOTION, json=page())

    NotionClient(http, TOKEN).create_page(InPage("p"), {})

    assert waits == [7.0]


def test_the_longer_wait_of_header_and_body_is_kept(vendor: responses.RequestsMock) -> None:
    http, waits = transport()
    body = error(429, "rate_limited", retry_after="21")
    vendor.get(f"{NOTION}/p", status=429, json=body, headers={"Retry-After": "2"})
    vendor.get(f"{NOTION}/p", json=page())

    NotionClient(http, TOKEN).page("p")

    assert waits == [21.0]


def test_a_wait_beyond_a_minute_is_left_to_whoever_asked(vendor: responses.RequestsMock) -> None:
    http, waits = transport()
    headers = {"Retry-After": "300"}
    vendor.get(f"{NOTION}/p", status=429, json=error(429, "rate_limited"), headers=headers)

    with pytest.raises(Wait) as caught:
        NotionClient(http, TOKEN).page("p")

    assert (caught.value.retry_after_s, waits) == (300.0, [])


def test_a_read_is_given_up_after_four_times(vendor: responses.RequestsMock) -> None:
    http, waits = transport(jitter=1.0)
    vendor.get(f"{NOTION}/p", status=503, body="")

    with pytest.raises(Wait) as caught:
        NotionClient(http, TOKEN).page("p")

    assert (caught.value.attempt, waits) == (4, [1.0, 2.0, 4.0])


SILENCE = [
    requests.exceptions.ReadTimeout(),
    requests.exceptions.ConnectionError("reset"),
    requests.exceptions.ChunkedEncodingError(),
    requests.exceptions.ContentDecodingError(),
]


@pytest.mark.parametrize("silence", SILENCE)
def test_a_write_without_an_answer_is_sent_once_and_in_doubt(
    vendor: responses.RequestsMock, silence: Exception
) -> None:
    vendor.post(NOTION, body=silence)

    with pytest.raises(LookFirst) as caught:
        NotionClient(transport()[0], TOKEN).create_page(InPage("p"), {})

    assert (caught.value.status, len(vendor.calls)) == (None, 1)


@pytest.mark.parametrize("silence", SILENCE)
def test_a_read_without_an_answer_is_asked_again(
    vendor: responses.RequestsMock, silence: Exception
) -> None:
    vendor.get(f"{NOTION}/p", body=silence)
    vendor.get(f"{NOTION}/p", json=page("p-1"))

    assert NotionClient(transport()[0], TOKEN).page("p").id == "p-1"


def test_a_write_that_never_left_is_sent_again(vendor: responses.RequestsMock) -> None:
    vendor.post(NOTION, body=requests.exceptions.ConnectTimeout())
    vendor.post(NOTION, json=page("p-1"))

    assert NotionClient(transport()[0], TOKEN).create_page(InPage("p"), {}).id == "p-1"


Ask = Callable[[NotionClient], Any]


@pytest.mark.parametrize(
    ("ask", "method", "path", "times"),
    [
        (lambda one: one.update_page("p", {}), "PATCH", "/pages/p", 4),
        (lambda one: one.trash_page("p"), "PATCH", "/pages/p", 4),
        (lambda one: one.move_page("p", InPage("q")), "POST", "/pages/p/move", 4),
        (lambda one: one.delete_block("b"), "DELETE", "/blocks/b", 4),
        (lambda one: one.query("s"), "POST", "/data_sources/s/query", 4),
        (lambda one: one.search("x"), "POST", "/search", 4),
        (lambda one: one.comment("p", "x"), "POST", "/comments", 1),
        (lambda one: one.append("b", []), "", "", 0),
    ],
)
def test_only_harmless_calls_are_repeated_after_trouble(
    vendor: responses.RequestsMock, ask: Ask, method: str, path: str, times: int
) -> None:
    if times:
        vendor.add(method, f"https://api.notion.com/v1{path}", status=502, body=EDGE)
        with pytest.raises(ConnectorError):
            ask(NotionClient(transport()[0], TOKEN))
    else:
        assert ask(NotionClient(transport()[0], TOKEN)) == ()

    assert len(vendor.calls) == times


EDGE = "<html>Bad gateway</html>"
