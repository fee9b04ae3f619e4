"""Days for writing for people who could not come, and the form to be reminded once."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from plugin.converse.writing_days import (
    end_writing_days,
    last_day_for_writing,
    let_write_until,
    remind,
)
from plugin.domain.days import long_day
from plugin.domain.reminders import RemindedOf
from plugin.errors import BadInput, HedgerowError
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import error_notice
from plugin.web.flashes import flash_sentences
from plugin.web.forms import day_of
from plugin.web.guesses import MOST, WITHIN_S, counted
from plugin.web.navigation import back_to_session
from plugin.web.sign_in import Throttle
from plugin.web.take_part import boxes_page, in_short, lead_to, open_own


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages, guesses = Blueprint("write_until", __name__), Throttle(MOST, WITHIN_S)

    @pages.post("/s/<session_id>/write-until")
    def change(session_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        last_day_for_writing(runtime.services, actor, session_id)  # others hear of no session
        try:
            if request.form.get("do") == "end":
                end_writing_days(runtime.services, actor, session_id)
                said = "Forgotten. People follow the session again."
            else:
                until = day_of(request.form.get("until", ""))
                let_write_until(runtime.services, actor, session_id, until)
                said = f"People can write until the end of {long_day(until)}. Keep it open."
        except BadInput as error:
            said = error.sentence
        flash_sentences([said])
        return back_to_session(session_id)

    @pages.post("/me/<session_id>/<token>/remind", endpoint="remind")
    def remind_me(session_id: str, token: str) -> ResponseReturnValue:
        given, of = request.form.get("address", ""), _what(request.form.get("of", ""))
        try:
            with counted(guesses):
                remind(runtime.services, session_id, token, given, of)
        except BadInput as error:
            problem = error_notice(error)
            page = open_own(runtime, session_id, token)
            shown = boxes_page(runtime, page, token, typed_address=given, problem=problem)
            return shown, problem.status
        except HedgerowError as error:
            return in_short(error)
        place = "take_part.boxes" if of is RemindedOf.WRITING else "own_notes.listed"
        return lead_to(place, session_id, token, done="reminded")

    return pages


def _what(given: str) -> RemindedOf:
    return RemindedOf.CHECKING if given == RemindedOf.CHECKING.value else RemindedOf.WRITING
