"""Lets a client reach a sandbox in its own process: a requests session whose calls open no socket.

What would happen on the wire (no answer, a dropped connection, half a body) is raised as the
errors that requests raises for it.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import requests
from flask import Flask
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import IncompleteRead, ProtocolError

from connectors.sandbox.faults.transport import Dropped, NoAnswer

MOUNTED_URL = "http://127.0.0.1:1"
"""The address under which a mounted sandbox answers; nothing listens there."""


def mount(app: Flask) -> requests.Session:
    """Return a session that a sandbox answers for every address that begins with `http://`."""
    return session_over(InProcess(app))


def session_over(adapter: BaseAdapter) -> requests.Session:
    """Return a session that an adapter answers: `InProcess`, or one that loses answers."""
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", adapter)
    return session


class InProcess(BaseAdapter):
    """Answers every request from a Flask application."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.app = app

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Ask the application; raise what requests would raise where no answer comes."""
        try:
            answer = self.app.test_client().open(
                request.path_url,
                base_url=MOUNTED_URL,
                method=request.method,
                headers=list(request.headers.items()),
                data=request.body,
            )
        except NoAnswer as fault:
            raise requests.exceptions.ReadTimeout("No answer came.", request=request) from fault
        except Dropped as fault:
            aborted = ProtocolError("Connection aborted.", ConnectionResetError())
            raise requests.exceptions.ConnectionError(aborted, request=request) from fault
        _refuse_half(answer.data, answer.headers.get("Content-Length", type=int), request)
        return _response(request, answer.status_code, list(answer.headers.items()), answer.data)

    def close(self) -> None:
        """Keep nothing open."""


def _refuse_half(data: bytes, promised: int | None, request: requests.PreparedRequest) -> None:
    if request.method != "HEAD" and promised is not None and len(data) < promised:
        broken = ProtocolError("Connection broken", IncompleteRead(len(data), promised - len(data)))
        raise requests.exceptions.ChunkedEncodingError(broken, request=request)


def _response(
    request: requests.PreparedRequest, status: int, headers: list[tuple[str, str]], data: bytes
) -> requests.Response:
    response: Any = requests.Response()
    response.status_code = status
    response.headers = CaseInsensitiveDict(headers)
    response.raw = BytesIO(data)
    response.encoding = "utf-8"
    response.url = request.url
    response.request = request
    found: requests.Response = response
    return found
