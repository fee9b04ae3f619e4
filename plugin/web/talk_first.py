"""Who asks to talk before they take a note back: a page for whoever runs the session.

Its words stay folded, since screens are often projected. It opens beside the board.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.session_page import session_page
from plugin.converse.talking_first import asked_to_talk, have_talked
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.flashes import flash_sentences
from plugin.web.session import session_shown


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("talk_first", __name__)

    @pages.get("/s/<session_id>/talk-first")
    def show(session_id: str) -> str:
        actor = current_user(runtime)
        asked = asked_to_talk(runtime.services, actor, session_id)
        shown = session_shown(runtime, actor, session_page(runtime.services, actor, session_id))
        return render_template("talk_first.html", **shown, asked_to_talk=asked)

    @pages.post("/s/<session_id>/talk-first/<note_id>")
    def talked(session_id: str, note_id: str) -> ResponseReturnValue:
        have_talked(runtime.services, current_user(runtime), session_id, note_id)
        flash_sentences(["You have talked. Nothing waits for it any more."])
        return redirect(url_for("talk_first.show", session_id=session_id), 303)

    return pages
