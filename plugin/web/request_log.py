"""A line in the log for every request: its pattern, what came of it, and how long it took.

Never a path, a question's text, a cookie or a form: they hold links, ids of people and words.
"""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

from plugin.logs.context import bound_request, unbind_request
from plugin.web.health import ASKED_UNDER_ANY_NAME

LOG = logging.getLogger("hedgerow.web.access")
ID_HEADER = "X-Request-ID"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_UNKNOWN = "(unknown)"


def keep_log(app: Flask) -> None:
    """Write a line for each request of an app, and give its id to whoever asked."""

    @app.before_request
    def begin() -> None:
        g.began_s = time.monotonic()
        g.request_id = bound_request(request.headers.get(ID_HEADER))

    @app.after_request
    def end(response: Response) -> Response:
        response.headers[ID_HEADER] = g.request_id
        # Machines ask every few seconds, and nobody looks for that.
        is_asked_by_machines = request.endpoint in ASKED_UNDER_ANY_NAME
        LOG.log(
            logging.DEBUG if is_asked_by_machines else logging.INFO,
            "request",
            extra={
                "method": method_of(request.method),
                "route": route(),
                "status": response.status_code,
                "seconds": round(time.monotonic() - g.began_s, 3),
            },
        )
        return response

    @app.teardown_request
    def over(_error: BaseException | None) -> None:
        unbind_request()


def route() -> str:
    """Return the pattern of the present request's address."""
    return request.url_rule.rule if request.url_rule else _UNKNOWN


def method_of(given: str) -> str:
    """Return a method by its name; anybody can send any word as one."""
    return given if given in _METHODS else _UNKNOWN
