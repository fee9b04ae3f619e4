import time

import pytest

from plugin.web.framing import LARGEST_HEAD, Arrival, Arriving

GET = b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def post(length: str, body: bytes = b"") -> bytes:
    return f"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("request_", "verdict"),
    [
        (GET, Arrival.ANSWER),
        (GET[:-1], Arrival.WAIT),
        (post("3", b"abc"), Arrival.ANSWER),
        (post("3", b"ab"), Arrival.WAIT),
        (post("3", b"abcd"), Arrival.ANSWER),
        (post("0003", b"abc"), Arrival.ANSWER),
        (post("1001"), Arrival.ANSWER),  # too long: the page says so, without reading it
        (post("9" * 5000), Arrival.ANSWER),
        (post("-1"), Arrival.BAD),
        (post("1, 1", b"a"), Arrival.BAD),
        (post(""), Arrival.BAD),
        (post("3\r\nContent-Length: 4", b"abcd"), Arrival.BAD),
        (post("3\r\nTransfer-Encoding: chunked"), Arrival.NEEDS_LENGTH),
        (post("3\r\ntransfer-encoding : x"), Arrival.NEEDS_LENGTH),
        (b"GET /" + b"a" * LARGEST_HEAD, Arrival.HEAD_TOO_LONG),
        (GET[:-2] + b"A: " + b"a" * LARGEST_HEAD + b"\r\n\r\n", Arrival.HEAD_TOO_LONG),
    ],
)
def test_a_request_is_answered_when_all_of_it_is_there(request_: bytes, verdict: Arrival) -> None:
    at_once, by_byte = Arriving(1000), Arriving(1000)

    verdicts = [by_byte.add(request_[at : at + 1]) for at in range(len(request_))]

    assert at_once.add(request_) is verdict
    decided = next((each for each in verdicts if each is not Arrival.WAIT), Arrival.WAIT)
    assert decided is verdict


def test_what_arrived_is_handed_on_as_it_came() -> None:
    arriving = Arriving(1000)
    for part in (b"POST / HTTP/1.1\r\nContent-", b"Length: 2\r\n\r", b"\na", b"b"):
        arriving.add(part)

    assert arriving.taken() == b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab"


def test_a_head_that_arrives_byte_by_byte_is_searched_once() -> None:
    arriving, began = Arriving(1000), time.process_time()

    for _ in range(LARGEST_HEAD):
        arriving.add(b"a")

    assert arriving._searched == LARGEST_HEAD
    assert time.process_time() - began < 5
