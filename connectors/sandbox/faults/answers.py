"""What goes out instead of an answer: a vendor's error in its own shape, or half an answer.

`respond` functions are handed the true answer where the call did its work, else an empty 502.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response, request

from connectors.sandbox.faults.fault import Fault
from connectors.sandbox.miro.errors import MiroError
from connectors.sandbox.miro.limits import CREDITS_A_MINUTE
from connectors.sandbox.notion.errors import NotionError

PROXY_PAGE = (
    "<!DOCTYPE html><html><head><title>502 Bad gateway</title></head>"
    "<body><h1>Error 502</h1><p>The web server reported a bad gateway error.</p></body></html>"
)
_LOOK_FIRST = (
    "The request was saved before the answer was ready.",
    "Do not repeat it: use committed_resource_id and committed_child_ids.",
)
_MAKING = frozenset({"/v1/pages", "/v1/databases", "/v1/data_sources", "/v1/comments", "/v1/views"})


def proxy_page(done: Response) -> Response:
    """Answer with the HTML of a proxy before the vendor."""
    headers = {"cf-ray": "8f1c2d3e4a5b6c7d-AMS", "Server": "cloudflare"}
    return Response(PROXY_PAGE, 502, headers, mimetype="text/html")


def half_body(done: Response) -> Response:
    """Answer with the first half of the body, as if it were whole."""
    whole = done.get_data()
    done.set_data(whole[: max(1, len(whole) // 2)])
    return done


def accepted_for_later(done: Response) -> Response:
    """Answer 202 for a success; its body is not described, so it has none here."""
    if done.status_code < 400:
        done.status_code = 202
        done.set_data(b"")
    return done


def error_answer(fault: Fault, now: datetime, request_id: str, done: Response | None) -> Response:
    """Return the error of a fault; `done` is the true answer where the call did its work."""
    error = (fault.kind.errors or {})[fault.vendor]()
    if isinstance(error, MiroError):
        return _miro(fault, error, now)
    return _notion(fault, error, request_id, done)


def _miro(fault: Fault, error: MiroError, now: datetime) -> Response:
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


def _notion(fault: Fault, error: NotionError, request_id: str, done: Response | None) -> Response:
    body = error.body()
    data, headers = _what_stands_beside(fault, error.status, done)
    if data is not None:
        body["additional_data"] = data
    answer = _json({**body, "request_id": request_id}, error.status)
    answer.headers["x-notion-request-id"] = request_id
    answer.headers.update(headers)
    return answer


def _what_stands_beside(
    fault: Fault, status: int, done: Response | None
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """Return additional data and headers: a wait for a limit, ids for a write that took place."""
    data: dict[str, Any] | None = None
    headers: dict[str, str] = {}
    if status in (429, 529):
        if fault.says != "nothing":
            headers["Retry-After"] = str(fault.wait_s)
            data = {"retry_after": str(fault.wait_s)}
        if status == 429:
            data = {"rate_limit_reason": fault.reason, **(data or {})}
    # A call that is refused for itself, or for its token, does not say that something was made.
    elif fault.tells and status not in (400, 401) and done is not None and done.status_code < 400:
        data = _committed(done.get_json())
    return data, headers


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
