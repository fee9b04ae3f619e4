"""The code by which people take part without an account: made, shown and stopped by who runs it.

It stands with its QR code on the session's page, on the page of a running session and on paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from plugin.converse.joining import join_code_of, make_join_code, stop_join_code
from plugin.domain.join_codes import in_words
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Session, SessionState
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.flashes import flash_sentences
from plugin.web.qr_code import qr_code

_STOPPED = "The code leads nowhere any more. Whoever has joined already can go on."


@dataclass(frozen=True, slots=True)
class JoinShown:
    """What a page shows of a session's code; `code` is empty where there is none yet."""

    code: str
    words: str
    address: str
    qr: Markup | None
    is_planned: bool


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("join", __name__)

    @pages.post("/s/<session_id>/join-code")
    def make(session_id: str) -> Response:
        make_join_code(runtime.services, current_user(runtime), session_id)
        return _back(session_id)

    @pages.post("/s/<session_id>/join-code/stop")
    def stop(session_id: str) -> Response:
        stop_join_code(runtime.services, current_user(runtime), session_id)
        flash_sentences([_STOPPED])
        return _back(session_id)

    return pages


def join_shown(runtime: Runtime, actor: Actor, session: Session) -> JoinShown | None:
    """Return what to show of a session's code; None where nobody can join, or this person asks."""
    if session.policy is None or session.state is SessionState.CLOSED:
        return None
    if not actor.may(Power.RUN_SESSION, session.partnership_id, session.community_id):
        return None
    code = join_code_of(runtime.services, actor, session.id) or ""
    address = f"{runtime.settings.base_url}/j/{code}" if code else ""
    is_planned = session.state is SessionState.PLANNED
    return JoinShown(code, in_words(code), address, qr_code(address), is_planned)


def _back(session_id: str) -> Response:
    """Lead back to the page that the button was on."""
    place = "live.show" if request.form.get("from") == "live" else "session.show"
    return redirect(url_for(place, session_id=session_id), 303)
