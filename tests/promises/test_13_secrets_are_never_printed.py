"""Promise 13, the connectors' half: whatever a vendor does, no token is ever printed."""

import json
import logging
import re
import traceback
from collections.abc import Callable, Iterator

import pytest
import requests
import responses

from connectors.errors import ConnectorError
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.miro.new_items import NewSticky
from connectors.notion.client import NotionClient
from connectors.notion.new_blocks import Paragraph
from connectors.notion.new_values import Title
from connectors.notion.parents import InPage
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.serve import serve

EVERYWHERE = re.compile(r"https://api\.(miro|notion)\.com/.*")
TOKEN = "sandbox-hazel-7731"
ECHO = f"Bearer {TOKEN} is what you sent"
NOTION_ERROR = {
    "object": "error",
    "code": f"bad {TOKEN}",
    "message": ECHO,
    "request_id": TOKEN,
    "additional_data": {"rate_limit_reason": TOKEN, "block_limit": TOKEN},
}
MIRO_ERROR = {"type": "error", "code": TOKEN, "message": ECHO, "context": {"token": TOKEN}}
WHATEVER = [
    {"status": status, "body": body}
    for status in (200, 201, 302, 400, 401, 403, 404, 409, 429, 500, 503, 529)
    for body in (
        json.dumps(NOTION_ERROR),
        json.dumps(MIRO_ERROR),
        f"<html>{ECHO}</html>",
        json.dumps({"results": ECHO, TOKEN: TOKEN, "properties": {TOKEN: ECHO}, "id": "1"}),
    )
] + [
    {"body": requests.exceptions.ConnectionError(ECHO)},
    {"body": requests.exceptions.ReadTimeout(ECHO)},
    {"body": requests.exceptions.ConnectTimeout(ECHO)},
    {"body": requests.exceptions.InvalidHeader(ECHO)},
]
CALLS: list[Callable[[MiroClient, NotionClient], object]] = [
    lambda miro, _notion: miro.token_context(),
    lambda miro, _notion: miro.stickies("b="),
    lambda miro, _notion: miro.create_sticky("b=", NewSticky(x=0, y=0, text="a")),
    lambda miro, _notion: miro.delete_item("b=", "1"),
    lambda _miro, notion: notion.me(),
    lambda _miro, notion: notion.query("s-1"),
    lambda _miro, notion: notion.page("p-1"),
    lambda _miro, notion: notion.create_page(InPage("p-1"), {"title": Title("a")}),
    lambda _miro, notion: notion.append("p-1", [Paragraph("a")]),
]


@pytest.fixture
def vendors() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def clients(http: HTTP) -> tuple[MiroClient, NotionClient]:
    return MiroClient(http, TOKEN), NotionClient(http, TOKEN)


def shown(err: BaseException) -> str:
    """Return all that a report of `err` could show."""
    return "".join([*traceback.format_exception(err), repr(err), repr(vars(err))])


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__code__.co_names[0])
def test_no_answer_of_a_vendor_makes_us_print_the_token(
    call: Callable[[MiroClient, NotionClient], object],
    vendors: responses.RequestsMock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    http = HTTP(sleep=lambda _seconds: None)
    printed = []

    for reply in WHATEVER:
        vendors.reset()
        for method in ("GET", "POST", "PATCH", "DELETE"):
            vendors.add(method, EVERYWHERE, **reply)
        try:
            call(*clients(http))
        except ConnectorError as err:
            printed.append(shown(err))

    assert len(printed) > len(WHATEVER) / 2
    assert [text for text in printed if TOKEN in text] == []
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__code__.co_names[0])
def test_the_token_travels_in_one_header_only(
    call: Callable[[MiroClient, NotionClient], object], vendors: responses.RequestsMock
) -> None:
    for method in ("GET", "POST", "PATCH", "DELETE"):
        vendors.add(method, EVERYWHERE, status=400, body="")

    with pytest.raises(ConnectorError):
        call(*clients(HTTP()))

    request = vendors.calls[0].request
    holding = [name for name, value in request.headers.items() if TOKEN in str(value)]
    assert holding == ["Authorization"]
    assert TOKEN not in f"{request.url} {request.body!r}"


def test_clients_do_not_show_the_token_they_hold() -> None:
    for client in clients(HTTP()):
        account = vars(client)["_account"]

        assert TOKEN not in f"{client!r} {vars(client)!r} {account!r} {vars(account)!r}"
        assert TOKEN not in repr(vars(account)["_service"].auth)


def test_what_cannot_be_a_token_is_not_shown_either() -> None:
    with pytest.raises(ConnectorError) as caught:
        NotionClient(HTTP(), f"{TOKEN}\nX-Other: 1")

    assert TOKEN not in shown(caught.value)


def test_a_whole_conversation_over_http_logs_no_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = serve(create_sandbox())
    server.start()
    http = HTTP()

    try:
        MiroClient(http, TOKEN, f"{server.url}/miro").create_board("Going home")
        notion = NotionClient(http, TOKEN, f"{server.url}/notion")
        notion.me()
        with pytest.raises(ConnectorError):
            notion.page("not-an-id")
        listed = requests.get(f"{server.url}/_sandbox/calls", timeout=5).text
    finally:
        server.stop()

    assert len(caplog.records) > 3
    assert TOKEN not in caplog.text + listed
