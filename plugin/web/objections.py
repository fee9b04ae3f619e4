"""Objecting by a link, without an account: the page that it opens, and the button that makes one.

A link is shown in the answer to its button and nowhere else. Opening it does nothing, since mail
scanners open links too.
"""

from __future__ import annotations

import time

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from plugin.curate.objections import (
    REASON_MAX,
    make_objection_link,
    object_without_account,
    open_objection,
)
from plugin.errors import BadInput, NotNow
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.sign_in import Throttle

_MADE, _SENT, _WITHIN_S = 60, 60, 900.0
_TOO_MANY = "Too often in a short time. Nothing was changed. Try again in a quarter of an hour."


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("objections", __name__)
    made, sent = Throttle(_MADE, _WITHIN_S), Throttle(_SENT, _WITHIN_S)

    @pages.post("/pieces/<piece_id>/objection-link")
    def make(piece_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        _require(made, actor.person_id)
        token, until = make_objection_link(runtime.services, actor, piece_id)
        address = f"{runtime.settings.base_url}/objections/{token}"
        return render_template(
            "objection_link.html", piece_id=piece_id, address=address, until=until
        )

    @pages.get("/objections/<token>")
    def show(token: str) -> ResponseReturnValue:
        _require(sent, request.remote_addr or "")
        return _page(runtime, token)

    @pages.post("/objections/<token>")
    def send(token: str) -> ResponseReturnValue:
        _require(sent, request.remote_addr or "")
        try:
            object_without_account(runtime.services, token, request.form.get("reason", ""))
        except BadInput as error:
            problem = error_notice(error)
            return _page(runtime, token, problem), problem.status
        return _private(render_template("objected.html"))

    return pages


def _page(runtime: Runtime, token: str, problem: ErrorNotice | None = None) -> Response:
    found = open_objection(runtime.services, token)
    typed = request.form.get("reason", "")
    return _private(
        render_template(
            "objection.html",
            found=found,
            token=token,
            typed=typed,
            longest=REASON_MAX,
            problem=problem,
        )
    )


def _private(page: str) -> Response:
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _require(throttle: Throttle, who: str) -> None:
    if not throttle.lets(who, time.monotonic()):
        raise NotNow(_TOO_MANY)
