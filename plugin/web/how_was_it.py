"""*How was it?*: three taps and one thing to change, behind one's own link, until Close.

Opening the page stores nothing, and sending it again changes nothing.
"""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from plugin.converse.pulse import answer_pulse, delete_thing, own_pulse
from plugin.domain.pulse import LONGEST_CHANGE, PulseQuestion, Tap
from plugin.errors import BadInput, HedgerowError
from plugin.govern.withdrawal import confirm_erased
from plugin.languages import lazy_gettext
from plugin.use_cases import Runtime
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.guesses import MOST, WITHIN_S, counted
from plugin.web.sign_in import Throttle
from plugin.web.take_part import in_short, lead_to, open_own, render_own

_AT = "/me/<session_id>/<token>/pulse"
_TAPS = (*((tap.value, tap.says) for tap in Tap), ("", lazy_gettext("Pass")))


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages, guesses = Blueprint("how_was_it", __name__), Throttle(MOST, WITHIN_S)
    pages.register_error_handler(HedgerowError, in_short)

    @pages.get(_AT)
    def show(session_id: str, token: str) -> str:
        with counted(guesses):
            return _page(runtime, session_id, token)

    @pages.post(_AT)
    def send(session_id: str, token: str) -> ResponseReturnValue:
        with counted(guesses):
            return _send(runtime, session_id, token)

    @pages.post(f"{_AT}/delete")
    def delete(session_id: str, token: str) -> ResponseReturnValue:
        with counted(guesses):
            delete_thing(runtime.services, session_id, token)
            confirm_erased(runtime.services)
            return lead_to("how_was_it.show", session_id, token, done="deleted")

    return pages


def _send(runtime: Runtime, session_id: str, token: str) -> ResponseReturnValue:
    """Store what was said, or show the form again with what was typed and why it was not."""
    tapped = {each: tap for each in PulseQuestion if (tap := _tap(each))}
    words = request.form.get("change", "")
    try:
        answer_pulse(runtime.services, session_id, token, tapped, words)
    except BadInput as error:
        problem = error_notice(error)
        return _page(runtime, session_id, token, problem), problem.status
    confirm_erased(runtime.services)
    return lead_to("how_was_it.show", session_id, token, done="sent")


def _tap(question: PulseQuestion) -> Tap | None:
    given = request.form.get(question.value, "")
    return next((each for each in Tap if each.value == given), None)


def _page(runtime: Runtime, session_id: str, token: str, problem: ErrorNotice | None = None) -> str:
    page = open_own(runtime, session_id, token)
    pulse = own_pulse(runtime.services, session_id, token)
    chosen = {
        question.value: (pulse.answer.tap(question) if pulse.answer else None) or ""
        for question in PulseQuestion
    }
    if problem:
        chosen = {each.value: request.form.get(each.value, "") for each in PulseQuestion}
    return render_own(
        "phone_pulse.html",
        page,
        token,
        pulse=pulse,
        questions=tuple(PulseQuestion),
        taps=_TAPS,
        chosen=chosen,
        typed=request.form.get("change", "") if problem else pulse.change,
        longest=LONGEST_CHANGE,
        problem=problem,
        sent=request.args.get("done") == "sent",
        deleted=request.args.get("done") == "deleted",
    )
