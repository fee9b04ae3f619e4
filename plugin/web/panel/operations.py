"""One declaration for each thing that the panel asks or sends: it answers, and describes itself.

What a function returns is written by its schema; what is sent to it was read by one, in which
nothing may stand that is not declared. A whole response is passed on as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import g
from flask_smorest import Blueprint
from marshmallow import Schema

from plugin.use_cases import Runtime
from plugin.web.api.describing import View, answer_at, described, given, own_parser
from plugin.web.api.etags import unless_known
from plugin.web.panel.bearer import user_by_token

PREFIX = "/api/v1/panel"
_INSTEAD = (400, 401, 403, 404, 409, 503)
_BOARD = {
    "name": "board",
    "in": "query",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 80},
    "description": "Miro’s id of the board that is open. It opens nothing by itself.",
}

Sent = Mapping[str, Any]
Decorator = Callable[[View], View]


class Operations:
    """The operations of the panel; modules add theirs."""

    def __init__(self, runtime: Runtime, *, is_described: bool) -> None:
        self.blueprint = Blueprint(
            "panel_api", __name__, url_prefix=PREFIX, description="For the panel inside Miro."
        )
        self.blueprint.ARGUMENTS_PARSER = own_parser()
        self.blueprint.after_request(unless_known)
        self._is_described = is_described

        @self.blueprint.before_request  # type: ignore[untyped-decorator]
        def know() -> None:
            g.miro_user = user_by_token(runtime)

    def get(
        self,
        path: str,
        answer: type[Schema],
        says: str,
        asked: type[Schema] | None = None,
    ) -> Decorator:
        """Return what adds a function that answers and changes nothing; `asked` is in the address.

        Who has its answer already, by the ETag, gets 304.
        """
        return self._add("GET", path, answer, says, (asked, "query"), (304, *_INSTEAD))

    def post(
        self, path: str, answer: type[Schema], says: str, sent: type[Schema] | None = None
    ) -> Decorator:
        """Return what adds a function that changes something; `sent` is a JSON object."""
        return self._add("POST", path, answer, says, (sent, "json"), _INSTEAD)

    def _add(
        self,
        method: str,
        path: str,
        answer: type[Schema],
        says: str,
        asked: tuple[type[Schema] | None, str],
        instead: tuple[int, ...],
    ) -> Decorator:
        def add(function: View) -> View:
            own, is_described, (schema, place) = self.blueprint, self._is_described, asked
            function.__doc__ = says
            answered: View = own.response(200, answer)(function)
            if schema is not None:
                answered = given(own, schema, place, answered, is_described=is_described)
            if is_described:
                name = f"panel_{function.__name__}"
                answered = described(own, answered, name=name, instead=instead, needs={"miro": []})
            told = {"parameters": [_BOARD], "tags": ["panel"]}
            answer_at(own, path, method, answered, is_described=is_described, **told)
            return function

        return add
