"""Puts the API together: its addresses, who may ask, ETags, and its description as OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from flask import Flask, Response, g, jsonify, request
from flask_smorest import Api, Blueprint

from plugin.domain.problems import ErrorNotice
from plugin.manifest import read_manifest
from plugin.use_cases import Runtime
from plugin.web.api import read_designs, read_pieces, read_sessions, sync_jobs
from plugin.web.api.answers import ProblemAnswer
from plugin.web.api.caller import REQUESTS_A_MINUTE, NoGoodToken, TooOften, caller_of
from plugin.web.api.describing import named, own_parser
from plugin.web.api.etags import unless_known
from plugin.web.api.operations import add
from plugin.web.errors import problem_json
from plugin.web.sign_in import Throttle

Part = Callable[[Runtime], Blueprint]  # with the description of its operations
PREFIX = "/api/v1"
OPERATIONS = (
    *read_sessions.OPERATIONS,
    *read_designs.OPERATIONS,
    *read_pieces.OPERATIONS,
    *sync_jobs.OPERATIONS,
)
_DESCRIPTION = "openapi"
_MINUTE_S = 60
_PROBLEMS = {
    400: "What was sent cannot be used as it is.",
    401: "No token, or one that is over.",
    403: "The token lacks a scope, or its person may not do that.",
    404: "Nothing that the person may know of.",
    409: "It stopped, so that nothing is lost; a person has to look first.",
    429: "Asked more often than is possible. Try again after `Retry-After` seconds.",
    503: "Not just now. Try again later.",
}
_TOKENS = {
    "token": {"description": "A token that you made on your page in Hedgerow."},
    "miro": {
        "bearerFormat": "JWT",
        "description": "Miro’s id token: `miro.board.getIdToken()` of the Web SDK, in our app. It "
        "says who looks. Whether they may change the board, Hedgerow asks Miro.",
    },
}
_NO_TOKEN = ErrorNotice(
    401,
    "A token has to say who you are",
    "This was asked without a token that is good now. Nothing was changed. Make one on your page "
    "in Hedgerow, and send it as: Authorization: Bearer hedgerow_…",
)
_TOO_OFTEN = ErrorNotice(
    429,
    "Too often",
    f"A token can ask {REQUESTS_A_MINUTE} times a minute. Nothing was changed. Wait a minute, then "
    "go on.",
)


def routes(runtime: Runtime, *beside: Part) -> Blueprint:
    """Return the addresses of the API; its description is made when somebody first asks for it.

    Parts that stand `beside` it, under addresses and a token of their own, are described with it.
    """
    blueprint = _operations(runtime, is_described=False)
    describe_once = cache(partial(description, runtime, *beside))

    def describe() -> Response:
        return jsonify(describe_once())

    blueprint.add_url_rule("/openapi.json", _DESCRIPTION, describe)
    return blueprint


def description(runtime: Runtime, *beside: Part) -> dict[str, Any]:
    """Return the API in OpenAPI 3.1.

    flask-smorest wants an application to describe, and takes its errors over; so it gets one of its
    own that nobody asks.
    """
    app = Flask("api")
    api = Api(app, spec_kwargs=_about(runtime))
    api.DEFAULT_ERROR_RESPONSE_NAME = None  # each operation names its own
    _describe_problems(api)
    api.register_blueprint(_operations(runtime, is_described=True))
    for part in beside:
        api.register_blueprint(part(runtime))
    found: dict[str, Any] = api.spec.to_dict()
    for unused in (
        "Error",
        "PaginationMetadata",
    ):  # of ways that are not ours
        del found["components"]["schemas"][unused]
    return found


def _operations(runtime: Runtime, *, is_described: bool) -> Blueprint:
    blueprint = Blueprint("api", "api", url_prefix=PREFIX, description="What you may read.")
    blueprint.ARGUMENTS_PARSER = own_parser()
    _let_in(blueprint, runtime)
    for operation in OPERATIONS:
        add(blueprint, runtime, operation, is_described=is_described)
    return blueprint


def _about(runtime: Runtime) -> dict[str, Any]:
    return {
        "title": "Hedgerow",
        "version": read_manifest().version,
        "openapi_version": "3.1.0",
        "info": {
            "description": "What you may read in Hedgerow, for your own programs. Make a token on "
            "your page in Hedgerow, under Your programs.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": runtime.settings.base_path or "/"}],
    }


def _describe_problems(api: Api) -> None:
    parts = api.spec.components
    for name, token in _TOKENS.items():
        parts.security_scheme(name, {"type": "http", "scheme": "bearer", **token})
    parts.schema("Problem", schema=ProblemAnswer)
    parts.response(named(304), {"description": "Nothing changed since the ETag that was sent."})
    for status, says in _PROBLEMS.items():
        body = {"application/problem+json": {"schema": "Problem"}}
        parts.response(named(status), {"description": says, "content": body})


def _let_in(blueprint: Blueprint, runtime: Runtime) -> None:
    throttle = Throttle(REQUESTS_A_MINUTE, _MINUTE_S)
    scopes = {f"api.{each.name}": each.scope for each in OPERATIONS}

    @blueprint.before_request  # type: ignore[untyped-decorator]
    def know() -> None:
        endpoint = request.endpoint or ""
        if endpoint in scopes:  # everything but the description
            g.api_caller = caller_of(runtime, throttle, scopes[endpoint])

    blueprint.after_request(unless_known)
    blueprint.register_error_handler(NoGoodToken, lambda _error: _who_are_you())
    blueprint.register_error_handler(TooOften, lambda _error: _wait())


def _who_are_you() -> Response:
    response = problem_json(_NO_TOKEN)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _wait() -> Response:
    response = problem_json(_TOO_OFTEN)
    response.headers["Retry-After"] = str(_MINUTE_S)
    return response
