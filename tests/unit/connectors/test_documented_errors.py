"""Every error of docs/miro.md#errors and docs/notion.md#errors, sent through the whole client.

Each row says what comes of a read and of a write that is not harmless to repeat.
"""

from collections.abc import Callable
from typing import Any

import pytest
import responses

from connectors.errors import (
    ChangedMeanwhile,
    ConnectorError,
    LookFirst,
    NotAnAnswer,
    NotThereOrNotShared,
    Reconnect,
    RefusedForGood,
    Wait,
)
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.notion.client import NotionClient
from connectors.notion.parents import InPage
from connectors.retry import Patience
from tests.unit.connectors.notion.answers import error
from tests.unit.connectors.speaking import NOW, TOKEN

ANSWERED_NO = [
    ("notion", 400, "invalid_json", RefusedForGood),
    ("notion", 400, "invalid_request_url", RefusedForGood),
    ("notion", 400, "invalid_request", RefusedForGood),
    ("notion", 400, "missing_version", RefusedForGood),
    ("notion", 400, "validation_error", RefusedForGood),
    ("notion", 400, "invalid_beta", RefusedForGood),
    ("notion", 400, "invalid_grant", RefusedForGood),
    ("notion", 400, "unauthorized_client", RefusedForGood),
    ("notion", 400, "unsupported_grant_type", RefusedForGood),
    ("notion", 400, "invalid_scope", RefusedForGood),
    ("notion", 401, "invalid_client", Reconnect),
    ("notion", 401, "unauthorized", Reconnect),
    ("notion", 403, "restricted_resource", RefusedForGood),
    ("notion", 403, "status_change_not_allowed", RefusedForGood),
    ("notion", 404, "object_not_found", NotThereOrNotShared),
    ("notion", 406, "row_limit_exceeded", RefusedForGood),
    ("notion", 409, "conflict_error", ChangedMeanwhile),
    ("notion", 409, "idempotency_key_reused", ChangedMeanwhile),
    ("notion", 429, "rate_limited", Wait),
    ("notion", 529, "service_overload", Wait),
    ("notion", 418, "never_heard_of", RefusedForGood),
    ("miro", 400, "invalidParameters", RefusedForGood),
    ("miro", 400, 2.074, RefusedForGood),
    ("miro", 401, "tokenNotProvided", Reconnect),
    ("miro", 403, "forbiddenAccess", RefusedForGood),
    ("miro", 404, "notFound", NotThereOrNotShared),
    ("miro", 405, "methodNotSupported", RefusedForGood),
    ("miro", 409, "conflict", ChangedMeanwhile),
    ("miro", 413, "payloadTooLarge", RefusedForGood),
    ("miro", 425, "tooEarly", Wait),
    ("miro", 429, "tooManyRequests", Wait),
    ("miro", 422, "neverHeardOf", RefusedForGood),
]
NOT_ANSWERED = [
    ("notion", 500, "internal_server_error"),
    ("notion", 502, "bad_gateway"),
    ("notion", 503, "service_unavailable"),
    ("notion", 503, "database_connection_unavailable"),
    ("notion", 504, "gateway_timeout"),
    ("notion", 599, "never_heard_of"),
    ("notion", 408, "never_heard_of"),
    ("miro", 408, "requestTimeout"),
    ("miro", 500, "internalError"),
    ("miro", 502, "badGateway"),
    ("miro", 503, "serviceUnavailable"),
    ("miro", 504, "gatewayTimeout"),
]
EDGE = "<html><head><title>Attention Required!</title></head><body>cf-ray: 1</body></html>"


def once() -> HTTP:
    return HTTP(now=lambda: NOW, patience=Patience(attempts=1))


def read(vendor: str) -> Callable[[], object]:
    if vendor == "miro":
        return lambda: MiroClient(once(), TOKEN).get_board("b")
    return lambda: NotionClient(once(), TOKEN).page("p")


def write(vendor: str) -> Callable[[], object]:
    if vendor == "miro":
        return lambda: MiroClient(once(), TOKEN).create_board("Home")
    return lambda: NotionClient(once(), TOKEN).create_page(InPage("p"), {})


def body(vendor: str, status: int, code: object) -> dict[str, Any]:
    if vendor == "notion":
        return error(status, str(code))
    return {"type": "error", "code": code, "message": "…", "status": status, "context": None}


def raised(ask: Callable[[], object], **answer: Any) -> ConnectorError:
    addresses = {
        "GET": ["https://api.miro.com/v2/boards/b", "https://api.notion.com/v1/pages/p"],
        "POST": ["https://api.miro.com/v2/boards", "https://api.notion.com/v1/pages"],
    }
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for method, urls in addresses.items():
            for url in urls:
                mock.add(method, url, **answer)
        with pytest.raises(ConnectorError) as caught:
            ask()
        assert len(mock.calls) == 1
    return caught.value


@pytest.mark.parametrize(("vendor", "status", "code", "expected"), ANSWERED_NO)
def test_a_no_means_the_same_for_reads_and_writes(
    vendor: str, status: int, code: object, expected: type[ConnectorError]
) -> None:
    for ask in (read(vendor), write(vendor)):
        found = raised(ask, status=status, json=body(vendor, status, code))

        assert type(found) is expected
        assert (found.status, found.code) == (status, str(code))


@pytest.mark.parametrize(("vendor", "status", "code"), NOT_ANSWERED)
def test_a_server_in_trouble_leaves_a_write_in_doubt(vendor: str, status: int, code: str) -> None:
    answer = {"status": status, "json": body(vendor, status, code)}

    assert type(raised(read(vendor), **answer)) is Wait
    assert type(raised(write(vendor), **answer)) is LookFirst


@pytest.mark.parametrize("vendor", ["miro", "notion"])
@pytest.mark.parametrize(
    ("status", "for_read", "for_write"),
    [
        (200, NotAnAnswer, LookFirst),
        (403, NotAnAnswer, NotAnAnswer),
        (404, NotAnAnswer, NotAnAnswer),
        (429, Wait, Wait),
        (503, Wait, LookFirst),
        (529, Wait, Wait),
    ],
)
def test_a_page_of_an_edge_is_never_a_no(
    vendor: str, status: int, for_read: type[Exception], for_write: type[Exception]
) -> None:
    answer = {"status": status, "body": EDGE, "content_type": "text/html"}

    assert type(raised(read(vendor), **answer)) is for_read
    assert type(raised(write(vendor), **answer)) is for_write


@pytest.mark.parametrize("vendor", ["miro", "notion"])
@pytest.mark.parametrize("content", [b'{"id": "cut', b"[]", b'"text"', b"{}", b""])
def test_a_cut_off_or_foreign_answer_leaves_a_write_in_doubt(vendor: str, content: bytes) -> None:
    assert type(raised(read(vendor), status=200, body=content)) is NotAnAnswer
    assert type(raised(write(vendor), status=200, body=content)) is LookFirst


@pytest.mark.parametrize(
    "odd",
    [
        {"servlet": "dispatcherServlet", "message": "Not Found", "url": "/v2", "status": "404"},
        {"message": "No endpoint GET /v2/boards/b/nothing."},
    ],
)
def test_a_wrong_address_of_ours_is_not_a_missing_board(odd: dict[str, str]) -> None:
    assert type(raised(read("miro"), status=404, json=odd)) is RefusedForGood


@pytest.mark.parametrize(
    "context",
    [None, "text", {"fields": [{"field": "0.data", "message": "lantern"}]}, ["lantern"], 7],
)
def test_any_context_leaves_code_and_status_readable(context: object) -> None:
    answer = {**body("miro", 400, "invalidParameters"), "context": context}

    found = raised(write("miro"), status=400, json=answer)

    assert found.code == "invalidParameters"
    assert "lantern" not in f"{found} {found.args}"


def test_the_block_limit_of_a_free_workspace_is_named() -> None:
    answer = error(403, "restricted_resource", block_limit="block_creation")

    found = raised(write("notion"), status=403, json=answer)

    assert (type(found), found.reason) == (RefusedForGood, "block_creation")


def test_what_a_failed_write_saved_is_named() -> None:
    saved = {"committed_resource_id": "p-1", "committed_child_ids": ["b-1", "b-2"]}
    answer = error(503, "service_unavailable", retry_guidance=["do not repeat"], **saved)

    found = raised(write("notion"), status=503, json=answer)

    assert isinstance(found, LookFirst)
    assert (found.committed_resource_id, found.committed_child_ids) == ("p-1", ("b-1", "b-2"))


def test_request_ids_of_both_vendors_are_kept_for_their_support() -> None:
    headers = {"X-Request-Id": "m-7"}
    miro = raised(read("miro"), status=404, json=body("miro", 404, "notFound"), headers=headers)
    notion = raised(read("notion"), status=404, json=error(404, "object_not_found"))

    assert (miro.request_id, notion.request_id) == ("m-7", "r-9")
