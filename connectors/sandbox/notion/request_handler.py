"""The one door of the API: who asks, at which version, how often, and with what body.

Rule: everything that leaves here has Notion's shape and a request id, refusals included. Redirects
and HTML never happen.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request

from connectors.sandbox.notion.capabilities import refuse_without
from connectors.sandbox.notion.checks import read_id, refuse_strays
from connectors.sandbox.notion.errors import NotionError, failed, invalid
from connectors.sandbox.notion.state import NotionSandbox, NotionState

NOTION_VERSION = "2026-03-11"
PAYLOAD_MOST = 500 * 1024
_BEARER = "Bearer sandbox-"
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NotionRequest:
    """One accepted request: the workspace, who asks, and what."""

    state: NotionState
    bot: str
    body: Json
    query: Mapping[str, Any]
    filter_properties: tuple[str, ...]

    def takes(self, *known: str) -> None:
        """Refuse a body with fields that the endpoint does not take."""
        refuse_strays(self.body, "body", known)


View = Callable[..., Json]


class RequestHandler:
    """Register views on a blueprint, each behind the checks of the door."""

    def __init__(self, sandbox: NotionSandbox, blueprint: Blueprint) -> None:
        self._sandbox = sandbox
        self._blueprint = blueprint

    def on(self, method: str, rule: str) -> Callable[[View], View]:
        """Register a view for a method and a route."""

        def register(view: View) -> View:
            endpoint = f"{method}_{view.__name__}"
            self._blueprint.add_url_rule(
                rule,
                endpoint,
                self._guarded(view, method, rule),
                methods=[method],
                provide_automatic_options=False,
            )
            return view

        return register

    def close(self) -> None:
        """Answer everything that no view was registered for with a loud 501."""

        def unknown(rest: str = "") -> Response:
            what = f"{request.method} {request.path}"
            error = NotionError(501, "not_implemented", f"The sandbox's Notion has no {what}.")
            return self._answer(error.body(), error.status)

        for rule in ("/", "/<path:rest>"):
            self._blueprint.add_url_rule(
                rule, "unknown", unknown, methods=_METHODS, provide_automatic_options=False
            )

    def _guarded(self, view: View, method: str, rule: str) -> Callable[..., Response]:
        @wraps(view)
        def guarded(**path: str) -> Response:
            with self._sandbox.lock:
                try:
                    call = self._accept()
                    refuse_without(call.state.settings, method, rule)
                    return self._answer(view(call, **_read_path(path)), 200)
                except NotionError as error:
                    return self._answer(error.body(), error.status, error.headers)

        return guarded

    def _accept(self) -> NotionRequest:
        state = self._sandbox.notion
        header = request.headers.get("Authorization", "")
        if not header.startswith(_BEARER) or len(header) == len(_BEARER):
            raise NotionError(401, "unauthorized", "API token is invalid.")
        _check_version(request.headers.get("Notion-Version"))
        bot = state.bot_of(header.removeprefix("Bearer "))
        if state.rate:
            state.rate.count(bot)
        only = request.args.getlist("filter_properties")
        return NotionRequest(
            state=state,
            bot=bot,
            body=_read_body(),
            query=request.args,
            filter_properties=tuple(only or request.args.getlist("filter_properties[]")),
        )

    def _answer(
        self, body: Json, status: int, headers: Mapping[str, str] | None = None
    ) -> Response:
        request_id = self._sandbox.notion.make_id()
        said = {**body, "request_id": request_id}
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), check_circular=False)
        answer = Response(text, status, mimetype="application/json")
        answer.headers["x-notion-request-id"] = request_id
        answer.headers["Cache-Control"] = "no-store"
        for name, value in (headers or {}).items():
            answer.headers[name] = value
        return answer


def _check_version(version: str | None) -> None:
    part = "Notion-Version header"
    if version is None:
        raise NotionError(
            400,
            "missing_version",
            f"{part} failed validation: {part} should be defined, instead was `undefined`.",
        )
    if version != NOTION_VERSION:
        raise invalid(
            f'{part} failed validation: {part} should be `"{NOTION_VERSION}"` in this sandbox, '
            f'instead was `"{version}"`.'
        )


def _read_body() -> Json:
    raw = request.get_data()
    if len(raw) > PAYLOAD_MOST:
        raise invalid(
            f"body failed validation: body size should be ≤ `{PAYLOAD_MOST}` bytes, "
            f"instead was `{len(raw)}`."
        )
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise NotionError(400, "invalid_json", "Error parsing JSON body.") from None
    if _ESCAPED_SURROGATE.search(raw):
        body = _mend(body)
    if not isinstance(body, dict):
        raise failed("body", "an object", body)
    return body


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _mend(body: object) -> object:
    """Put U+FFFD where a character was cut in half; what Notion does with halves is not known."""
    text = json.dumps(body, ensure_ascii=False)
    return json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _read_path(path: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value if name == "property_id" else read_id(value, f"path.{name}")
        for name, value in path.items()
    }
