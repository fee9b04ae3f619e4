"""Dots for whoever runs a session: showing them to everybody, and the order that they make."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.design_lookup import find_design
from plugin.convene.session_page import session_page
from plugin.converse.dots import dots_of, show_dots
from plugin.domain.people import Power
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.flashes import flash_sentences
from plugin.web.forms import number_of
from plugin.web.session import session_shown

_NO_STEP = -1


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("dots", __name__)

    @pages.get("/s/<session_id>/dots")
    def show(session_id: str) -> str:
        actor = current_user(runtime)
        find = partial(find_design, runtime.services)
        view = session_page(runtime.services, actor, session_id)
        actor.require(Power.READ_NOTES, view.session.partnership_id, view.session.community_id)
        steps = dots_of(runtime.services, actor, session_id, find)
        return render_template("dots.html", **session_shown(runtime, actor, view), steps=steps)

    @pages.post("/s/<session_id>/dots")
    def reveal(session_id: str) -> ResponseReturnValue:
        step = number_of(request.form.get("step"), 3)
        said = show_dots(
            runtime.services,
            current_user(runtime),
            session_id,
            _NO_STEP if step is None else step,
        )
        flash_sentences([said])
        return redirect(url_for("live.show", session_id=session_id), 303)

    return pages
