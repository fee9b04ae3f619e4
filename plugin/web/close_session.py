"""Closing a session in four steps: check together, how was it, we decide, collect and close.

Each step is a page with words to say to the group and what the software then does; nothing is
stored before the last button. What was agreed beforehand is not asked for again.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.closing_session import ClosingView, closing_page
from plugin.domain.labels import Label
from plugin.domain.people import Actor
from plugin.domain.pulse import fewest_answers
from plugin.domain.sessions import SessionState
from plugin.jobs.session_jobs import CLOSE, COLLECT
from plugin.use_cases import Runtime
from plugin.web import jobs
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice
from plugin.web.forms import number_of
from plugin.web.session import session_shown

STEPS = ("Check together", "How was it?", "We decide", "Collect and close")
_CLOSE_BOX = "ZC"


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("close_session", __name__)

    @pages.get("/s/<session_id>/close")
    def show(session_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        view = closing_page(runtime.services, actor, session_id)
        if view.session.state is SessionState.CLOSED:
            return redirect(url_for("session.show", session_id=session_id))
        return _page(runtime, actor, view, _step())

    @pages.post("/s/<session_id>/close")
    def close(session_id: str) -> ResponseReturnValue:
        return _begin(runtime, session_id, CLOSE, len(STEPS))

    @pages.post("/s/<session_id>/close/collect")
    def collect(session_id: str) -> ResponseReturnValue:
        return _begin(runtime, session_id, COLLECT, 1)

    return pages


def _begin(runtime: Runtime, session_id: str, kind: str, step: int) -> ResponseReturnValue:
    actor = current_user(runtime)
    view = closing_page(runtime.services, actor, session_id)
    asked = {jobs.THEN: jobs.THEN_CLOSE} if kind == COLLECT else {}
    try:
        return jobs.begin(runtime, actor, kind, session_id, asked)
    except IN_PAGE as error:
        problem = error_notice(error)
        return _page(runtime, actor, view, step, problem), problem.status


def _step() -> int:
    return min(max(number_of(request.args.get("step"), 2) or 1, 1), len(STEPS))


def _page(
    runtime: Runtime, actor: Actor, view: ClosingView, step: int, problem: ErrorNotice | None = None
) -> str:
    zones = view.template.zones
    return render_template(
        "close_session.html",
        **session_shown(runtime, actor, view.view),
        closing=view,
        step=step,
        steps=STEPS,
        spoken_boxes=[fate.boxes for fate in view.fates if fate.label is Label.X],
        fewest_answers=fewest_answers(view.session.policy),
        close_box=next((zone for zone in zones if zone.code == _CLOSE_BOX), None),
        problem=problem,
    )
