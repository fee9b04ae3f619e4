"""Notes by phone, for whoever runs an open session: hold one back, show it, or return it.

The page tells nothing of who wrote what, and its words stay folded: screens are often projected.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.session_page import session_page
from plugin.converse.moderating import hold_back, notes_by_phone, return_note, show_again
from plugin.domain.quiet_writing import LONGEST_RETURN
from plugin.errors import BadInput
from plugin.jobs.asking import wake
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.flashes import flash_sentences
from plugin.web.session import session_shown

_SAID = {
    "hold": "Held back. Its writer and you see it, and nobody else.",
    "show": "It goes to the board again.",
    "return": "Returned. Its writer reads your word on My notes.",
}


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("moderate", __name__)

    @pages.get("/s/<session_id>/by-phone")
    def show(session_id: str) -> str:
        return _page(runtime, session_id)

    @pages.post("/s/<session_id>/by-phone/<note_id>")
    def decide(session_id: str, note_id: str) -> ResponseReturnValue:
        return _decide(runtime, session_id, note_id)

    return pages


def _decide(runtime: Runtime, session_id: str, note_id: str) -> ResponseReturnValue:
    actor, chosen = current_user(runtime), request.form.get("do", "")
    try:
        if chosen == "hold":
            job_id = hold_back(runtime.services, actor, session_id, note_id)
        elif chosen == "show":
            job_id = show_again(runtime.services, actor, session_id, note_id)
        elif chosen == "return":
            words = request.form.get("words", "")
            job_id = return_note(runtime.services, actor, session_id, note_id, words)
        else:
            raise BadInput("Choose what to do with the note. Nothing was changed.")
    except BadInput as error:
        problem = error_notice(error)
        return _page(runtime, session_id, problem, note_id), problem.status
    if job_id is not None:
        wake(runtime, job_id)
    flash_sentences([_SAID[chosen]])
    return redirect(url_for("moderate.show", session_id=session_id), 303)


def _page(
    runtime: Runtime, session_id: str, problem: ErrorNotice | None = None, note_id: str = ""
) -> str:
    actor = current_user(runtime)
    found = notes_by_phone(runtime.services, actor, session_id)
    shown = session_shown(runtime, actor, session_page(runtime.services, actor, session_id))
    return render_template(
        "moderate.html",
        **shown,
        found=found,
        titles={box.code: box.title for box in shown["boxes"]},
        longest=LONGEST_RETURN,
        typed_for=note_id,
        typed_words=request.form.get("words", ""),
        problem=problem,
    )
