import json
import logging
import traceback
from collections.abc import Iterator

import pytest
import requests
import responses
from urllib3.exceptions import MaxRetryError, NewConnectionError

from connectors.account import bearer
from connectors.errors import (
    ConnectorError,
    LookFirst,
    NotAnAnswer,
    Reconnect,
    RefusedForGood,
    Wait,
)
from connectors.http import HTTP, Answer, Call, Service, Upload, as_bytes
from connectors.miro.error_bodies import read_error_details
from tests.unit.connectors.speaking import TOKEN, waiting_http

BASE = "https://api.example.test"
URL = f"{BASE}/v2/boards/b%3D"
READING = Call(method="GET", route="/v2/boards/{board_id}", ids={"board_id": "b="}, harmless=True)
WRITING = Call(
    method="POST",
    route="/v2/boards/{board_id}",
    ids={"board_id": "b="},
    body={"words": "lantern"},
    harmless=False,
)
LIMITED = {"type": "error", "code": "tooManyRequests", "message": "Slow down", "status": 429}


def service(base_url: str = BASE) -> Service:
    return Service(
        vendor="miro",
        base_url=base_url,
        auth=bearer(TOKEN, "miro"),
        error_details=read_error_details,
        headers={"X-Version": "7"},
        request_id_header="X-Request-Id",
    )


@pytest.fixture
def vendor() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def send(call: Call, http: HTTP | None = None) -> Answer:
    return (http or waiting_http()[0]).send(call, service())


def test_an_answer_is_decoded_with_its_request_id(vendor: responses.RequestsMock) -> None:
    vendor.get(URL, json={"id": "b="}, headers={"X-Request-Id": "r-1"})

    assert send(READING) == Answer(200, {"id": "b="}, "r-1")


def test_an_answer_without_a_body_is_none(vendor: responses.RequestsMock) -> None:
    vendor.get(URL, status=204)

    assert send(READING) == Answer(204, None, "")


def test_every_call_has_time_outs(vendor: responses.RequestsMock) -> None:
    vendor.get(URL, json={})

    send(READING)

    connect_s, read_s = vars(vendor.calls[0].request)["req_kwargs"]["timeout"]
    assert 0 < connect_s < read_s <= 60


def test_the_token_goes_into_one_header_only(vendor: responses.RequestsMock) -> None:
    vendor.post(URL, json={})

    send(WRITING)

    request = vendor.calls[0].request
    holding = [name for name, value in request.headers.items() if TOKEN in str(value)]
    assert holding == ["Authorization"]
    assert TOKEN not in str(request.url)
    assert TOKEN not in str(request.body)


def test_a_netrc_does_not_replace_the_token(
    vendor: responses.RequestsMock,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine api.example.test login someone password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    vendor.get(URL, json={})

    send(READING)

    assert vendor.calls[0].request.headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(vendor: responses.RequestsMock, status: int) -> None:
    vendor.get(URL, status=status, headers={"Location": "https://elsewhere.example.test/"})
    vendor.get("https://elsewhere.example.test/", json={})

    with pytest.raises(NotAnAnswer):
        send(READING)

    assert len(vendor.calls) == 1


def test_cookies_are_not_kept(vendor: responses.RequestsMock) -> None:
    http, _ = waiting_http()
    vendor.get(URL, json={}, headers={"Set-Cookie": "who=first; Path=/"})

    send(READING, http)
    send(READING, http)

    assert "Cookie" not in vendor.calls[1].request.headers


def test_ids_are_percent_encoded_in_paths() -> None:
    assert READING.path == "/v2/boards/b%3D"


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_ids_that_lead_elsewhere_are_refused(value: str) -> None:
    call = Call(method="GET", route="/v2/boards/{id}", ids={"id": value}, harmless=True)

    with pytest.raises(ValueError, match="another path"):
        _ = call.path


def test_a_slash_in_an_id_stays_in_its_segment() -> None:
    call = Call(method="GET", route="/v2/boards/{id}", ids={"id": "a/../b"}, harmless=True)

    assert call.path == "/v2/boards/a%2F..%2Fb"


def test_a_limited_call_waits_as_long_as_asked(vendor: responses.RequestsMock) -> None:
    http, waits = waiting_http()
    vendor.post(URL, status=429, json=LIMITED, headers={"Retry-After": "7"})
    vendor.post(URL, json={"id": "1"})

    answer = send(WRITING, http)

    assert (answer.body, waits) == ({"id": "1"}, [7.0])


def test_a_countdown_on_other_answers_is_no_wish_to_wait(vendor: responses.RequestsMock) -> None:
    http, waits = waiting_http()
    vendor.get(URL, status=503, body="", headers={"X-RateLimit-Reset": "40"})
    vendor.get(URL, json={})

    send(READING, http)

    assert waits == [0.5]


def test_reading_is_repeated_until_patience_ends(vendor: responses.RequestsMock) -> None:
    http, waits = waiting_http()
    vendor.get(URL, status=503, body="<html>busy</html>")

    with pytest.raises(Wait) as caught:
        send(READING, http)

    assert (len(vendor.calls), waits, caught.value.attempt) == (4, [0.5, 1.0, 2.0], 4)


@pytest.mark.parametrize(
    "reply",
    [
        {"status": 500, "json": {"type": "error", "code": "x", "message": "y"}},
        {"status": 503, "body": "<html>busy</html>"},
        {"status": 504, "body": ""},
        {"body": requests.exceptions.ReadTimeout("late")},
        {"body": requests.exceptions.ConnectionError("reset")},
        {"status": 201, "body": '{"id": "1", "na'},
    ],
)
def test_an_ambiguous_write_is_sent_once_and_looked_after(
    vendor: responses.RequestsMock, reply: dict[str, object]
) -> None:
    vendor.post(URL, **reply)

    with pytest.raises(LookFirst):
        send(WRITING)

    assert len(vendor.calls) == 1


def test_a_call_that_never_left_is_sent_again(vendor: responses.RequestsMock) -> None:
    refused = MaxRetryError(None, URL, NewConnectionError(None, "refused"))  # type: ignore[arg-type] # no pool is there
    vendor.post(URL, body=requests.exceptions.ConnectionError(refused))
    vendor.post(URL, body=requests.exceptions.ConnectTimeout("late"))
    vendor.post(URL, json={"id": "1"})

    assert send(WRITING).body == {"id": "1"}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, '{"data": [', NotAnAnswer),
        (200, "<html>Sign in to the hotel</html>", NotAnAnswer),
        (403, "<html>cf-ray</html>", NotAnAnswer),
        (404, "<html>not here</html>", NotAnAnswer),
        (401, "<html>proxy</html>", NotAnAnswer),
        (401, json.dumps({"type": "error", "code": "x", "message": "y"}), Reconnect),
        (400, json.dumps({"type": "error", "code": "x", "message": "y"}), RefusedForGood),
        (429, "<html>slow</html>", Wait),
    ],
)
def test_pages_of_an_edge_and_cut_answers_are_told_apart(
    vendor: responses.RequestsMock, status: int, body: str, expected: type[ConnectorError]
) -> None:
    vendor.get(URL, status=status, body=body, content_type="text/html")

    with pytest.raises(expected) as caught:
        send(READING)

    assert type(caught.value) is expected


@pytest.mark.parametrize(
    "reply",
    [
        {"status": 400, "json": {"type": "error", "code": "bad", "message": f"{TOKEN} lantern"}},
        {"status": 500, "body": f"<html>{TOKEN} lantern</html>"},
        {"body": requests.exceptions.ConnectionError(f"Bearer {TOKEN} lantern")},
    ],
)
def test_errors_and_logs_of_a_write_show_neither_token_nor_words(
    vendor: responses.RequestsMock, reply: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    vendor.post(URL, **reply)
    caplog.set_level(logging.DEBUG)

    with pytest.raises(ConnectorError) as caught:
        send(WRITING)

    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caplog.text
    assert "miro POST /v2/boards/{board_id}" in shown
    assert [word for word in (TOKEN, "lantern") if word in shown] == []


def test_nothing_that_holds_the_token_shows_it() -> None:
    holding = service()

    assert TOKEN not in f"{holding!r} {holding.auth!r} {holding.auth}"


def test_logs_hold_patterns_instead_of_ids(
    vendor: responses.RequestsMock, caplog: pytest.LogCaptureFixture
) -> None:
    vendor.get(URL, json={})
    caplog.set_level(logging.DEBUG, logger="hedgerow")

    send(READING)

    (line,) = map(json.loads, caplog.text.splitlines())
    told = {"vendor": "miro", "method": "GET", "endpoint": "/v2/boards/{board_id}", "status": 200}
    assert line.items() >= told.items()
    assert (line["event"], line["level"]) == ("vendor call", "info")
    assert 0 <= line["seconds"] < 10
    assert set(line) == {"time", "logger", "level", "event", "seconds", *told}


def test_other_scripts_go_out_as_they_are() -> None:
    assert as_bytes({"text": "زقاق 😀"}) == '{"text": "زقاق 😀"}'.encode()


def test_half_a_surrogate_pair_goes_out_escaped() -> None:
    assert json.loads(as_bytes("a\ud83d")) == "a\ud83d"


@pytest.mark.parametrize("status", [200, 400, 429, 503])
def test_a_look_brings_whatever_came_after_one_sending(
    vendor: responses.RequestsMock, status: int
) -> None:
    vendor.post(URL, status=status, json={"code": "x"}, headers={"X-RateLimit-Limit": "7"})
    http, waits = waiting_http()

    seen = http.look(WRITING, service())

    assert (seen.status, seen.body, seen.headers["X-RateLimit-Limit"]) == (
        status,
        {"code": "x"},
        "7",
    )
    assert (len(vendor.calls), list(waits)) == (1, [])
    assert "x" not in repr(seen)


def test_a_look_that_brings_nothing_says_so(vendor: responses.RequestsMock) -> None:
    vendor.post(URL, body=requests.exceptions.ConnectionError("gone"))

    assert waiting_http()[0].look(WRITING, service()).status is None


def test_an_upload_goes_as_one_part_of_a_form(vendor: responses.RequestsMock) -> None:
    vendor.post(URL, json={})
    file = Upload("heavy.png", "image/png", b"\x89PNG")
    call = Call(method="POST", route=WRITING.route, ids=WRITING.ids, file=file, harmless=False)

    send(call)

    request = vendor.calls[0].request
    assert request.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'name="resource"; filename="heavy.png"' in request.body
    assert call.carries_words
