"""What goes out instead of an answer, in the shape of the vendor that could not give it.

Texts of errors that nobody recorded (`facts/notion.md` 5 and 11, `facts/miro.md` 3) are made up;
shapes, codes and headers are those of the facts.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response, request

from connectors.sandbox.faults import CURSOR_GONE, HALF_JSON, HTML, REVOKED, STATUSES, Fault
from connectors.sandbox.miro.errors import MiroError, invalid, unauthorized
from connectors.sandbox.miro.limits import CREDITS_A_MINUTE
from connectors.sandbox.notion.errors import NotionError
from connectors.sandbox.notion.errors import invalid as notion_invalid

EDGE_PAGE = (
    "<!DOCTYPE html><html><head><title>502 Bad gateway</title></head>"
    "<body><h1>Error 502</h1><p>The web server reported a bad gateway error.</p></body></html>"
)
_NOTION_CODES = {
    409: ("conflict_error", "Conflict occurred while saving. Please try again."),
    429: ("rate_limited", "You have been rate limited. Please try again in a few minutes."),
    500: ("internal_server_error", "Unexpected error occurred."),
    502: ("bad_gateway", "Bad gateway."),
    503: ("service_unavailable", "Notion is unavailable. Please try again later."),
    504: ("gateway_timeout", "Gateway timeout."),
    529: ("service_overload", "The service is overloaded. Please try again later."),
}
_MIRO_CODES = {
    409: ("conflict", "The resource was changed by another request"),
    429: ("tooManyRequests", "Request rate limit exceeded"),
    500: ("3.0000", "Internal server error"),
    502: ("badGateway", "Bad gateway"),
    503: ("serviceUnavailable", "Service unavailable"),
    504: ("gatewayTimeout", "Gateway timeout"),
}
_LOOK_FIRST = (
    "The request was saved before the answer was ready.",
    "Do not repeat it: use committed_resource_id and committed_child_ids.",
)
_MAKING = frozenset({"/v1/pages", "/v1/databases", "/v1/data_sources", "/v1/comments", "/v1/views"})


def answer_of(fault: Fault, now: datetime, request_id: str, done: Response | None) -> Response:
    """Return what a fault lets out; `done` is the true answer where the work was done."""
    if fault.kind == HTML:
        headers = {"cf-ray": "8f1c2d3e4a5b6c7d-AMS", "Server": "cloudflare"}
        return Response(EDGE_PAGE, 502, headers, mimetype="text/html")
    if fault.kind == HALF_JSON and done is not None:
        whole = done.get_data()
        done.set_data(whole[: max(1, len(whole) // 2)])
        return done
    if fault.vendor == "miro":
        return _miro(fault, now)
    return _notion(fault, request_id, done)


def _miro(fault: Fault, now: datetime) -> Response:
    error = _miro_error(fault)
    answer = _json(error.as_json(), error.status)
    is_limited = error.status == 429
    reset = int(now.timestamp()) + fault.wait_s
    answer.headers["X-RateLimit-Limit"] = str(CREDITS_A_MINUTE)
    answer.headers["X-RateLimit-Remaining"] = "0" if is_limited else str(CREDITS_A_MINUTE)
    answer.headers["X-RateLimit-Reset"] = str(reset)
    if not is_limited:
        return answer
    if fault.says == "retry_after":
        answer.headers["Retry-After"] = str(fault.wait_s)
    if fault.says == "reset_delta":
        answer.headers["X-RateLimit-Reset"] = str(fault.wait_s)
    if fault.says == "nothing":
        del answer.headers["X-RateLimit-Reset"]
    return answer


def _miro_error(fault: Fault) -> MiroError:
    if fault.kind == REVOKED:
        return unauthorized("invalidToken", "The authorization token is not valid")
    if fault.kind == CURSOR_GONE:
        return invalid("cursor", "is not a cursor of this list")
    status = STATUSES[fault.kind]
    return MiroError(status, *_MIRO_CODES[status])


def _notion(fault: Fault, request_id: str, done: Response | None) -> Response:
    error = _notion_error(fault, done)
    answer = _json({**error.body(), "request_id": request_id}, error.status)
    answer.headers["x-notion-request-id"] = request_id
    for name, value in error.headers.items():
        answer.headers[name] = value
    return answer


def _notion_error(fault: Fault, done: Response | None) -> NotionError:
    if fault.kind == REVOKED:
        return NotionError(401, "unauthorized", "API token is invalid.")
    if fault.kind == CURSOR_GONE:
        return notion_invalid("The start_cursor provided is invalid.")
    status = STATUSES[fault.kind]
    data: dict[str, Any] | None = None
    headers: dict[str, str] = {}
    if status in (429, 529):
        if fault.says != "nothing":
            headers["Retry-After"] = str(fault.wait_s)
            data = {"retry_after": str(fault.wait_s)}
        if status == 429:
            data = {"rate_limit_reason": fault.reason, **(data or {})}
    elif fault.tells and done is not None and done.status_code < 400:
        data = _committed(done.get_json())
    return NotionError(status, *_NOTION_CODES[status], additional_data=data, headers=headers)


def _committed(answer: Any) -> dict[str, Any] | None:
    """Say what was made: a new thing by its id, an append by its parent and its new children."""
    route = "" if request.url_rule is None else request.url_rule.rule.removeprefix("/notion")
    if request.method == "POST" and route in _MAKING:
        return {"committed_resource_id": answer["id"], "retry_guidance": list(_LOOK_FIRST)}
    if request.method == "PATCH" and route == "/v1/blocks/<block_id>/children":
        sent = len(request.get_json()["children"])
        made = [block["id"] for block in answer["results"][:sent]]
        parent = dict(request.view_args or {})["block_id"]
        return {
            "committed_resource_id": parent,
            "committed_child_ids": made,
            "retry_guidance": list(_LOOK_FIRST),
        }
    return None


def _json(body: Mapping[str, object], status: int) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")
