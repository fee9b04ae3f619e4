"""A small reverse proxy on loopback: passes requests on as nginx and Caddy do, under a path."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import requests

_OF_THE_CONNECTION = {"connection", "transfer-encoding", "content-length", "server", "date"}


@dataclass(frozen=True)
class Passing:
    """How requests are passed on: to where, and which path is left out on the way."""

    to: str
    without: str = ""
    scheme: str = "http"


@contextmanager
def proxy(passing: Passing) -> Iterator[str]:
    """Serve a proxy until the end of the block; return its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = requests.request(
                self.command,
                passing.to + self.path.removeprefix(passing.without),
                data=body,
                headers=dict(self.headers) | self._told(),
                allow_redirects=False,
                timeout=20,
            )
            self.send_response(answer.status_code)
            for name, value in answer.raw.headers.items():
                if name.lower() not in _OF_THE_CONNECTION:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_POST = do_GET

        def _told(self) -> dict[str, str]:
            """Return what a proxy adds to what its client says: the last of each list is true."""
            true = {"For": self.client_address[0], "Host": self.headers["Host"]}
            said = {
                name: ", ".join(filter(None, (self.headers.get(f"X-Forwarded-{name}"), value)))
                for name, value in (true | {"Proto": passing.scheme}).items()
            }
            return {
                "Host": passing.to.removeprefix("http://"),
                "Connection": "close",
                **{f"X-Forwarded-{name}": value for name, value in said.items()},
            }

        def log_message(self, *_given: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
