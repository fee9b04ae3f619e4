"""From an address to a function: the table of routes, and what each call is handed.

A route is method, pattern, price and view. The wrapper does for all of them what Miro does before
it looks at a request: token (401), budget (429), JSON (400).
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, g, jsonify, request

from connectors.sandbox.miro.errors import (
    Json,
    MiroError,
    invalid,
    no_such_route,
    not_built,
    too_many_requests,
    unauthorized,
)
from connectors.sandbox.miro.limits import CREDITS_A_MINUTE, Level
from connectors.sandbox.miro.models import Board, User
from connectors.sandbox.miro.state import MiroState


@dataclass(frozen=True, slots=True)
class MiroCall:
    """A request that was let in."""

    state: MiroState
    user: User
    base: str
    query: Mapping[str, str]
    raw: bytes

    def board(self, board_id: str) -> Board:
        """Return the board of the call; raise the 404 of Miro."""
        return self.state.board_for(self.user, board_id)

    def json(self) -> object:
        """Return the body; raise the 400 of Miro if it is not JSON."""
        try:
            return json.loads(self.raw or b"{}")
        except ValueError:
            raise invalid("body", "is not JSON") from None

    def body(self) -> Json:
        """Return the body, which must be an object."""
        found = self.json()
        if not isinstance(found, dict):
            raise invalid("body", "must be an object")
        return cast(Json, found)

    def number(self, name: str, *, usual: int, least: int, most: int) -> int:
        """Return a whole number of the query; raise the 400 of Miro outside its bounds."""
        given = self.query.get(name, str(usual))
        if not given.isdecimal() or not least <= int(given) <= most:
            raise invalid(name, f"must be a number from {least} to {most}")
        return int(given)


# People guess this one (`docs/miro.md`); the router answers, in a shape of its own.
_NOWHERE = re.compile(r"v2/boards/[^/]+/frames/[^/]+/items")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

View = Callable[..., tuple[int, Json | None]]
Price = Callable[[MiroCall], int]


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint. The pattern is written as in Miro's description: `/v2/boards/{board_id}`."""

    method: str
    pattern: str
    price: Level | Price
    view: View


def mount(blueprint: Blueprint, state: MiroState, routes: Sequence[Route]) -> None:
    """Add routes to a blueprint, and the loud 501 for everything else below it."""
    for route in routes:
        rule = route.pattern.replace("{", "<").replace("}", ">")
        name = f"{route.method} {route.pattern}".replace(".", "_")
        blueprint.add_url_rule(rule, name, _wrapped(state, route), methods=[route.method])
    for rule in ("/", "/<path:rest>"):
        blueprint.add_url_rule(rule, "unknown", _unknown, methods=_METHODS)
    blueprint.register_error_handler(MiroError, _refusal)


def _wrapped(state: MiroState, route: Route) -> Callable[..., Response]:
    def answer(**path: str) -> Response:
        base = f"http://{request.host}{request.script_root}/miro"
        user = _user(state, request.headers.get("Authorization", ""))
        call = MiroCall(state, user, base, request.args.to_dict(), request.get_data())
        price = int(route.price) if isinstance(route.price, Level) else route.price(call)
        budget = state.credits.take(user.id, price)
        g.miro_budget = budget
        if not budget.paid:
            raise too_many_requests()
        g.vendor_credits = price
        status, body = route.view(call, **path)
        return _response(status, body)

    return answer


def _user(state: MiroState, header: str) -> User:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise unauthorized("tokenNotProvided", "No authorization token was provided")
    user = state.user_of_token(token.strip())
    if user is None:
        raise unauthorized("invalidToken", "The authorization token is not valid")
    return user


def _unknown(rest: str = "") -> Response:
    """Answer 501, but for the one address that is known not to exist at Miro either."""
    if _NOWHERE.fullmatch(rest):
        return _response(404, no_such_route(f"/{rest}"))
    raise not_built(f"{request.method} /{rest}")


def _refusal(error: MiroError) -> Response:
    return _response(error.status, error.as_json())


def _response(status: int, body: Json | None) -> Response:
    response = Response(status=status) if body is None else jsonify(body)
    response.status_code = status
    budget = g.get("miro_budget")
    if budget is None:
        response.headers["X-RateLimit-Limit"] = str(CREDITS_A_MINUTE)
        response.headers["X-RateLimit-Remaining"] = str(CREDITS_A_MINUTE)
        response.headers["X-RateLimit-Reset"] = "0"
    else:
        response.headers.update(budget.headers())
    return response
