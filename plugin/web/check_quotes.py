"""*May we use these words of yours?*: one quote after another, behind one's own link.

Opening a page stores nothing; a no empties the quote at once, and can be changed as long as the
question is open.
"""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from plugin.converse.answering import answer_quote, one_to_check
from plugin.errors import BadInput, HedgerowError
from plugin.govern.withdrawal import confirm_erased
from plugin.languages import lazy_gettext
from plugin.use_cases import Runtime
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import number_of
from plugin.web.guesses import MOST, WITHIN_S, counted
from plugin.web.sign_in import Throttle
from plugin.web.take_part import in_short, lead_to, open_own, render_own

_AT = "/me/<session_id>/<token>/check/<question_id>/quotes"
_SAYS = {"yes": True, "no": False}
_CHOOSE = lazy_gettext("Choose whether these words may be used. Nothing was stored.")


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages, guesses = Blueprint("check_quotes", __name__), Throttle(MOST, WITHIN_S)
    pages.register_error_handler(HedgerowError, in_short)

    @pages.get(_AT)
    def show(session_id: str, token: str, question_id: str) -> ResponseReturnValue:
        with counted(guesses):
            number = number_of(request.args.get("quote"), 4)
            return _page(runtime, session_id, token, question_id, number)

    @pages.post(_AT)
    def send(session_id: str, token: str, question_id: str) -> ResponseReturnValue:
        with counted(guesses):
            return _send(runtime, session_id, token, question_id)

    return pages


def _send(runtime: Runtime, session_id: str, token: str, question_id: str) -> ResponseReturnValue:
    """Store what somebody says of a quote; lead to their next one, or to the last page."""
    number = number_of(request.form.get("quote"), 4) or 0
    says = _SAYS.get(request.form.get("answer", ""))
    at = (runtime.services, session_id, token, question_id)
    try:
        if says is None:
            raise BadInput(_CHOOSE)
        answer_quote(*at, number, may_be_used=says)
    except BadInput as error:
        problem = error_notice(error)
        page = _page(runtime, session_id, token, question_id, number, problem)
        return (page, problem.status) if isinstance(page, str) else page
    confirm_erased(runtime.services)
    return lead_to("check_piece.done", session_id, token, question_id=question_id)


def _page(
    runtime: Runtime,
    session_id: str,
    token: str,
    question_id: str,
    number: int | None,
    problem: ErrorNotice | None = None,
) -> Response | str:
    """Show one quote: the one that was asked for, or the first of which nothing was said."""
    asked = one_to_check(runtime.services, session_id, token, question_id)
    if asked.answer is None:
        return lead_to("check_piece.show", session_id, token, question_id=question_id)
    chosen = [each for each in asked.quotes if each.number == number] or asked.open_quotes
    if not chosen:
        return lead_to("check_piece.done", session_id, token, question_id=question_id)
    page = open_own(runtime, session_id, token)
    more = {"asked": asked, "quote": chosen[0], "problem": problem}
    return render_own("phone_check_quote.html", page, token, **more)
