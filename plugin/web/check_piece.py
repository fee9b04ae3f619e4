"""*Is this right?*: a piece and four answers, behind one's own link, until the question closes.

Opening a page stores nothing, and sending an answer again changes nothing.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from plugin.converse.answering import give_answer, one_to_check
from plugin.domain.pieces import KINDS
from plugin.domain.questions import LONGEST_ANSWER, AnswerKind
from plugin.errors import BadInput, HedgerowError
from plugin.govern.withdrawal import confirm_erased
from plugin.languages import lazy_gettext
from plugin.use_cases import Runtime
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.guesses import MOST, WITHIN_S, counted
from plugin.web.sign_in import Throttle
from plugin.web.take_part import in_short, lead_to, open_own, render_own

_AT = "/me/<session_id>/<token>/check/<question_id>"
_CHOOSE = lazy_gettext("Choose one of the answers. Nothing was stored.")


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages, guesses = Blueprint("check_piece", __name__), Throttle(MOST, WITHIN_S)
    pages.register_error_handler(HedgerowError, in_short)

    @pages.get(_AT)
    def show(session_id: str, token: str, question_id: str) -> str:
        with counted(guesses):
            return _page(runtime, "phone_check.html", session_id, token, question_id)

    @pages.post(_AT)
    def send(session_id: str, token: str, question_id: str) -> ResponseReturnValue:
        with counted(guesses):
            return _send(runtime, session_id, token, question_id)

    @pages.get(f"{_AT}/words")
    def words(session_id: str, token: str, question_id: str) -> ResponseReturnValue:
        with counted(guesses):
            asked = one_to_check(runtime.services, session_id, token, question_id)
            if asked.answer is None or not asked.answer.kind.takes_words:
                return lead_to("check_piece.show", session_id, token, question_id=question_id)
            return _page(runtime, "phone_check_words.html", session_id, token, question_id)

    @pages.get(f"{_AT}/done")
    def done(session_id: str, token: str, question_id: str) -> ResponseReturnValue:
        with counted(guesses):
            if one_to_check(runtime.services, session_id, token, question_id).open_quotes:
                return lead_to("check_quotes.show", session_id, token, question_id=question_id)
            return _page(runtime, "phone_checked.html", session_id, token, question_id)

    return pages


def _send(runtime: Runtime, session_id: str, token: str, question_id: str) -> ResponseReturnValue:
    """Store an answer; lead to what one would say instead, or to the last page."""
    chosen, words = request.form.get("answer", ""), request.form.get("words")
    kind = next((each for each in AnswerKind if each.value == chosen), None)
    try:
        if kind is None:
            raise BadInput(_CHOOSE)
        give_answer(runtime.services, session_id, token, question_id, kind, words)
    except BadInput as error:
        problem = error_notice(error)
        template = "phone_check.html" if words is None else "phone_check_words.html"
        at = (runtime, template, session_id, token, question_id)
        return _page(*at, typed=words, chosen=kind, problem=problem), problem.status
    confirm_erased(runtime.services)
    place = "words" if kind.takes_words and words is None else "done"
    return lead_to(f"check_piece.{place}", session_id, token, question_id=question_id)


def _page(
    runtime: Runtime,
    template: str,
    session_id: str,
    token: str,
    question_id: str,
    *,
    typed: str | None = None,
    chosen: AnswerKind | None = None,
    problem: ErrorNotice | None = None,
) -> str:
    asked = one_to_check(runtime.services, session_id, token, question_id)
    page = open_own(runtime, session_id, token)
    given = asked.answer
    more: dict[str, Any] = {
        "asked": asked,
        "kinds": KINDS,
        "answers": tuple(AnswerKind),
        "chosen": chosen or (given.kind if given else None),
        "typed": typed if typed is not None else given.words if given else "",
        "longest": LONGEST_ANSWER,
        "problem": problem,
    }
    return render_own(template, page, token, **more)
