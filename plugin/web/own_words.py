"""Seven words that open *My notes*: given on one's own page, and typed where the address is lost.

They are sent in a form, so that no address, no history and no log holds them.
"""

from __future__ import annotations

import time

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from plugin.converse.passphrases import give_words, link_of_words
from plugin.errors import BadInput, HedgerowError, NotHere, NotNow
from plugin.use_cases import Runtime
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.guesses import MOST, TOO_MANY, WITHIN_S, counted
from plugin.web.sign_in import Throttle
from plugin.web.take_part import LONGEST_TYPED, in_short, lead_to, open_own

_TYPED_AT_MOST = 200  # in a quarter of an hour, behind one address: each costs some 50 ms


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages, guesses = Blueprint("own_words", __name__), Throttle(MOST, WITHIN_S)
    typed = Throttle(_TYPED_AT_MOST, WITHIN_S)
    pages.register_error_handler(HedgerowError, in_short)

    @pages.get("/j/words")
    def ask() -> str:
        return _page()

    @pages.post("/j/words")
    def open_notes() -> ResponseReturnValue:
        if not typed.lets(request.remote_addr or "", time.monotonic()):
            raise NotNow(TOO_MANY)
        try:
            with counted(guesses):
                session_id, token = link_of_words(runtime.services, _given())
                open_own(runtime, session_id, token)
        except (BadInput, NotHere) as error:
            problem = error_notice(error)
            return _page(_given(), problem), problem.status
        return lead_to("take_part.home", session_id, token)

    @pages.post("/me/<session_id>/<token>/words")
    def give(session_id: str, token: str) -> ResponseReturnValue:
        with counted(guesses):
            give_words(runtime.services, session_id, token)
        return lead_to("own_notes.listed", session_id, token, done="words", _anchor="keep")

    return pages


def _given() -> str:
    return request.form.get("words", "")[:LONGEST_TYPED]


def _page(typed: str = "", problem: ErrorNotice | None = None) -> str:
    is_no_code = request.args.get("instead") == "code"
    return render_template(
        "own_words.html", typed=typed, problem=problem, is_no_code=is_no_code and not problem
    )
