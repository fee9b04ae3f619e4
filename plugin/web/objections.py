"""Objecting by a link, without an account: the page that it opens, and the button that makes one.

A link is shown in the answer to its button and nowhere else. Opening it does nothing, since mail
scanners open links too.
"""

from __future__ import annotations

import time

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from plugin.curate.objections import (
    REASON_MAX,
    make_objection_link,
    object_without_account,
    open_objection,
)
from plugin.errors import BadInput, HedgerowError, NotNow
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.guesses import MOST, TOO_MANY, WITHIN_S, counted
from plugin.web.sign_in import Throttle
from plugin.web.take_part import in_short


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("objections", __name__)
    made, guesses = Throttle(MOST, WITHIN_S), Throttle(MOST, WITHIN_S)

    @pages.post("/pieces/<piece_id>/objection-link")
    def make(piece_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        if not made.lets(actor.person_id, time.monotonic()):
            raise NotNow(TOO_MANY)
        token, until = make_objection_link(runtime.services, actor, piece_id)
        address = f"{runtime.settings.base_url}/objections/{token}"
        return render_template(
            "objection_link.html", piece_id=piece_id, address=address, until=until
        )

    @pages.get("/objections/<token>")
    def show(token: str) -> ResponseReturnValue:
        try:
            with counted(guesses):
                return _page(runtime, token)
        except HedgerowError as error:
            return in_short(error)

    @pages.post("/objections/<token>")
    def send(token: str) -> ResponseReturnValue:
        try:
            with counted(guesses):
                return _object(runtime, token)
        except HedgerowError as error:
            return in_short(error)

    return pages


def _object(runtime: Runtime, token: str) -> ResponseReturnValue:
    try:
        object_without_account(runtime.services, token, request.form.get("reason", ""))
    except BadInput as error:
        problem = error_notice(error)
        return _page(runtime, token, problem), problem.status
    return render_template("phone_objected.html")


def _page(runtime: Runtime, token: str, problem: ErrorNotice | None = None) -> str:
    return render_template(
        "phone_objection.html",
        found=open_objection(runtime.services, token),
        token=token,
        typed=request.form.get("reason", ""),
        longest=REASON_MAX,
        problem=problem,
    )
