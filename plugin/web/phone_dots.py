"""Dots by phone: notes to tick, a page of them at a time, and the numbers once they are shown.

A page sends the notes that it listed with those that were ticked, so that dots on other pages stay.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from plugin.convene.design_lookup import find_design
from plugin.converse.dots import own_dots, put_dots
from plugin.errors import BadInput, HedgerowError
from plugin.use_cases import Runtime
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import number_of
from plugin.web.guesses import MOST, WITHIN_S, counted
from plugin.web.sign_in import Throttle
from plugin.web.take_part import in_short, lead_to, open_own, render_own

_AT = "/me/<session_id>/<token>/dots"
_A_PAGE = 30  # notes: an old phone loads them quickly
_MOST_FIRST = 100_000


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages, guesses = Blueprint("phone_dots", __name__), Throttle(MOST, WITHIN_S)
    pages.register_error_handler(HedgerowError, in_short)

    @pages.get(_AT)
    def show(session_id: str, token: str) -> str:
        with counted(guesses):
            return _page(runtime, session_id, token)

    @pages.post(_AT)
    def send(session_id: str, token: str) -> ResponseReturnValue:
        with counted(guesses):
            return _send(runtime, session_id, token)

    return pages


def _send(runtime: Runtime, session_id: str, token: str) -> ResponseReturnValue:
    """Put the dots, or show the form again with what was ticked and why it was not stored."""
    ticked = request.form.getlist("note")
    find = partial(find_design, runtime.services)
    try:
        listed = request.form.getlist("listed")
        put_dots(runtime.services, session_id, token, listed, ticked, find)
    except BadInput as error:
        problem = error_notice(error)
        return _page(runtime, session_id, token, problem, ticked), problem.status
    first = str(_first(request.form.get("then", request.form.get("from", ""))))
    return lead_to("phone_dots.show", session_id, token, **{"from": first, "done": "put"})


def _page(
    runtime: Runtime,
    session_id: str,
    token: str,
    problem: ErrorNotice | None = None,
    ticked: Collection[str] = (),
) -> str:
    page = open_own(runtime, session_id, token)
    dots = own_dots(runtime.services, session_id, token, partial(find_design, runtime.services))
    first = _first((request.form if problem else request.args).get("from", ""))
    first = first if first < len(dots.notes) else 0
    return render_own(
        "phone_dots.html",
        page,
        token,
        dots=dots,
        shown=dots.notes[first : first + _A_PAGE],
        first=first,
        a_page=_A_PAGE,
        ticked=frozenset(ticked) if problem else dots.chosen,
        problem=problem,
        is_put=request.args.get("done") == "put",
    )


def _first(typed: str) -> int:
    number = number_of(typed, 6) or 0
    return number - number % _A_PAGE if 0 <= number < _MOST_FIRST else 0
