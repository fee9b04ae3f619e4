"""The code by which people take part without an account: made, shown and stopped by who runs it.

It stands with its QR code on the session's page, on the page of a running session and on paper.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, redirect, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from plugin.convene.live import LiveView
from plugin.converse.joining import join_code_of, make_join_code, stop_join_code
from plugin.converse.quiet_writing import begin_quiet, quiet_state, reveal, stop_quiet
from plugin.converse.writing_days import last_day_for_writing
from plugin.domain.brought_notes import writable
from plugin.domain.join_codes import in_words
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Session, SessionState
from plugin.domain.writing_window import is_over
from plugin.errors import BadInput
from plugin.jobs.asking import wake
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.flashes import flash_sentences
from plugin.web.navigation import back_to_session
from plugin.web.qr_code import qr_code

REVEALED = "All notes of this box are shown now. They come to the board in random order."
NOT_SHOWN = (
    "Nothing was shown. The notes are held back; their writers can still change or delete them."
)
CODE_STOPPED = "The code leads nowhere any more. Whoever has joined already can go on."


@dataclass(frozen=True, slots=True)
class QuietBox:
    """A box in which people can write quietly; where they do, how far it is in words."""

    code: str
    title: str
    readiness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinShown:
    """What a page shows of a session's code; `code` is empty where there is none yet."""

    code: str
    words: str
    address: str
    qr: Markup | None
    is_planned: bool
    boxes: tuple[QuietBox, ...] = ()  # of a running session, in which people can write quietly
    write_until: date | None = None  # the last day for people who could not come
    are_days_over: bool = False
    last_day: date | None = None  # that can be chosen for that, None where none can


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("join", __name__)

    @pages.post("/s/<session_id>/join-code")
    def make(session_id: str) -> Response:
        make_join_code(runtime.services, current_user(runtime), session_id)
        return back_to_session(session_id)

    @pages.post("/s/<session_id>/join-code/stop")
    def stop(session_id: str) -> Response:
        stop_join_code(runtime.services, current_user(runtime), session_id)
        flash_sentences([CODE_STOPPED])
        return back_to_session(session_id)

    @pages.post("/s/<session_id>/quiet/<code>")
    def quiet(session_id: str, code: str) -> Response:
        try:
            begin_quiet(runtime.services, current_user(runtime), session_id, code)
        except BadInput as error:
            flash_sentences([error.sentence])
        return _to_live(session_id)

    @pages.post("/s/<session_id>/quiet/<code>/reveal")
    def show_all(session_id: str, code: str) -> Response:
        wake(runtime, reveal(runtime.services, current_user(runtime), session_id, code))
        flash_sentences([REVEALED])
        return _to_live(session_id)

    @pages.post("/s/<session_id>/quiet/<code>/stop")
    def stop_writing(session_id: str, code: str) -> Response:
        stop_quiet(runtime.services, current_user(runtime), session_id, code)
        flash_sentences([NOT_SHOWN])
        return _to_live(session_id)

    return pages


def with_quiet_boxes(
    runtime: Runtime, actor: Actor, shown: JoinShown | None, view: LiveView
) -> JoinShown | None:
    """Add the boxes of the step that it is now, and those in which people write quietly."""
    if shown is None or not shown.code or view.session.policy is None:
        return shown
    state = quiet_state(runtime.services, actor, view.session.id)
    now = view.current.step.zones if view.current else ()
    taking = {each.code for each in writable(view.template.zones, view.session.policy.labels)}
    boxes = tuple(
        QuietBox(zone.code, zone.title, state.get(zone.code, ""))
        for zone in view.template.zones
        if zone.code in state or (zone.code in now and zone.code in taking)
    )
    return replace(shown, boxes=boxes)


def join_shown(runtime: Runtime, actor: Actor, session: Session) -> JoinShown | None:
    """Return what to show of a session's code; None where nobody can join, or this person asks."""
    if session.policy is None or session.state is SessionState.CLOSED:
        return None
    if not actor.may(Power.RUN_SESSION, session.partnership_id, session.community_id):
        return None
    code = join_code_of(runtime.services, actor, session.id) or ""
    address = f"{runtime.settings.base_url}/j/{code}" if code else ""
    is_planned = session.state is SessionState.PLANNED
    until, last = last_day_for_writing(runtime.services, actor, session.id)
    return JoinShown(
        code=code,
        words=in_words(code),
        address=address,
        qr=qr_code(address),
        is_planned=is_planned,
        write_until=until,
        are_days_over=is_over(until, runtime.services.today),
        last_day=last,
    )


def _to_live(session_id: str) -> Response:
    return redirect(url_for("live.show", session_id=session_id), 303)
