"""The real server over loopback, with clients that send slowly, badly, or never."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from plugin.store.database import Database

_SECONDS_TO_START = 60
_TOKEN = "sandbox-token-of-a-link-7731"


@dataclass
class Served:
    """A served Hedgerow: its port, and the file with all that it printed."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def page_s(self) -> float:
        """Return the seconds that a page takes."""
        began = time.monotonic()
        assert requests.get(f"{self.url}/sign-in", timeout=20).status_code == 200
        return time.monotonic() - began


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    Database(f"sqlite:///{folder / 'hedgerow.db'}").upgrade()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEDGEROW_")}
    log = folder / "hedgerow.log"
    with log.open("w") as printed:
        server = subprocess.Popen(
            [sys.executable, "-m", "plugin", "serve", "--port", str(port)],
            env=kept | {"HEDGEROW_DATA": str(folder)},
            stdout=printed,
            stderr=printed,
        )
    made = Served(port, log)
    try:
        _wait_for(made)
        yield made
    finally:
        server.terminate()
        server.wait(40)


def _wait_for(served: Served) -> None:
    """Wait until the server says that it listens; from then on every page has an answer."""
    until = time.monotonic() + _SECONDS_TO_START
    while "Hedgerow listens on" not in served.log.read_text():
        assert time.monotonic() < until, served.log.read_text()
        time.sleep(0.1)
    served.page_s()


SLOW = {
    "nothing": b"",
    "half a head": b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "half a body": b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nemail=",
    "a whole request, and never an end": b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "chunks": b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n5\r\n",
}


@pytest.mark.parametrize("sent", SLOW.values(), ids=SLOW)
def test_a_hundred_slow_connections_leave_pages_quick(served: Served, sent: bytes) -> None:
    with ExitStack() as slow:
        for _ in range(100):
            client = slow.enter_context(closing(served.connect()))
            client.sendall(sent)
        time.sleep(0.5)

        took = sorted(served.page_s() for _ in range(5))

    # A busy machine may be slow once; a stopped server is slow always.
    assert took[0] < 1


def test_more_connections_than_may_wait_push_out_the_oldest(served: Served) -> None:
    with ExitStack() as slow:
        clients = [slow.enter_context(closing(served.connect())) for _ in range(330)]
        time.sleep(0.5)

        assert min(served.page_s() for _ in range(5)) < 1
        assert clients[0].recv(1) == b""


def test_a_request_that_arrives_in_pieces_is_answered(served: Served) -> None:
    body = b"email=somebody%40northside.example"
    request = (
        b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    )

    with closing(served.connect()) as client:
        for at in range(0, len(request), 7):
            client.sendall(request[at : at + 7])
            time.sleep(0.005)
        answer = b"".join(iter(lambda: client.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"</html>" in answer


def test_a_form_that_is_too_large_is_told_in_words(served: Served) -> None:
    answer = requests.post(
        f"{served.url}/sign-in",
        data={"email": "x" * 1_200_000},
        headers={"Sec-Fetch-Site": "same-origin"},
        timeout=20,
    )

    assert answer.status_code == 413
    assert "A form holds up to 1 MB" in answer.text


@pytest.mark.parametrize(
    "line",
    [
        f"POST /sign-in/{_TOKEN} HTTP/9.9x",
        f"POST /sign-in/{_TOKEN}",
        f"PO<ST /sign-in/{_TOKEN} HTTP/1.1",
        f"GET /sign%2Din/{_TOKEN} HTTP/1.1 more",
        f"GET / HTTP/1.1\r\nReferer /sign-in/{_TOKEN}",
        f"GET / HTTP/1.1\r\n{_TOKEN}: {_TOKEN}\r\nContent-Length: {_TOKEN}",
        f"GET / HTTP/1.1\r\nCookie\x00: hedgerow_session={_TOKEN}",
        f"GET /connect/miro/return?code={_TOKEN}&state={_TOKEN} HTTP/1.1\r\nHost: a\x01b",
    ],
)
def test_a_malformed_request_is_refused_and_its_secrets_are_not_logged(
    served: Served, line: str
) -> None:
    with closing(served.connect()) as client:
        client.sendall(f"{line}\r\n\r\n".encode("latin1"))
        answer = b"".join(iter(lambda: client.recv(65536), b""))

    assert re.match(rb"HTTP/1.1 4\d\d ", answer), answer
    assert _TOKEN.encode() not in answer
    assert _TOKEN not in served.log.read_text()


def test_no_header_of_a_proxy_is_believed_where_none_is_named(served: Served) -> None:
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Ssl": "on",
        "X-Forwarded-Prefix": "/evil",
        "Script-Name": "/evil",
    }

    # A redirect to the address with its slash names scheme, host and path as the server sees them.
    answer = requests.get(f"{served.url}/c/x", headers=forged, allow_redirects=False, timeout=20)

    assert answer.headers["Location"] == f"{served.url}/c/x/"
