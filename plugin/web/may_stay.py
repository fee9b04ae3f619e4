"""The answer of a held note's writer: may it stay? A button by their own link, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request
from werkzeug.wrappers import Response

from plugin.converse.staying import answer
from plugin.errors import BadInput, HedgerowError
from plugin.languages import lazy_gettext
from plugin.web.guesses import MOST, WITHIN_S, counted
from plugin.web.sign_in import Throttle
from plugin.web.take_part import in_short, lead_to

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

_NO_ANSWER = lazy_gettext("This is no answer. Nothing was changed. Press one of the two buttons.")


def routes(runtime: Runtime) -> Blueprint:
    """Return the route of this module."""
    pages, guesses = Blueprint("may_stay", __name__), Throttle(MOST, WITHIN_S)
    pages.register_error_handler(HedgerowError, in_short)

    @pages.post("/me/<session_id>/<token>/notes/<note_id>/stay", endpoint="answer")
    def answer_asked(session_id: str, token: str, note_id: str) -> Response:
        may = request.form.get("may", "")
        with counted(guesses):
            if may not in ("yes", "no"):
                raise BadInput(_NO_ANSWER)
            answer(runtime.services, session_id, token, note_id, may_stay=may == "yes")
            return lead_to("own_notes.show", session_id, token, note_id=note_id)

    return pages
