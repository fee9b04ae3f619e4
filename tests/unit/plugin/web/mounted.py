"""Lets our real clients reach the shipped sandbox without a socket: requests go to its WSGI app."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from connectors.http import HTTP

SANDBOX_URL = "http://127.0.0.1:1"


class Mounted(BaseAdapter):
    """Answers every request from a Flask application in this process."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self._app = app

    def send(self, request: requests.PreparedRequest, **_kept: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        answer = self._app.test_client().open(
            parts.path,
            base_url=SANDBOX_URL,
            query_string=parts.query,
            method=request.method,
            headers=list(request.headers.items()),
            data=request.body,
        )
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers = CaseInsensitiveDict(answer.headers.items())
        response._content = answer.data
        response.url = request.url or ""
        response.request = request
        return response

    def close(self) -> None:
        """Keep nothing open."""


def http_to(app: Flask) -> HTTP:
    """Return an HTTP whose every call is answered by `app`, and which never waits."""

    def session() -> requests.Session:
        made = requests.Session()
        made.trust_env = False
        made.mount("http://", Mounted(app))
        return made

    return HTTP(session=session, sleep=lambda _seconds: None)
