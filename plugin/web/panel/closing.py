"""Closing from the panel, in the four steps of the page, and the text to send afterwards.

Nobody's words are here: sentences that wait to be read to the group are on our own page.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, url_for

from plugin.convene.closing_session import ClosingView, after_closing, closing_page
from plugin.convene.sessions import session_page
from plugin.domain.labels import Label, first_line
from plugin.jobs import asking
from plugin.jobs.session_jobs import CLOSE
from plugin.use_cases import Runtime
from plugin.web.panel import views
from plugin.web.panel.bearer import at_board


def add_to(api: Blueprint, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.get("/closing")
    def closing() -> Response:
        actor, session = at_board(runtime)
        return jsonify(_steps(closing_page(runtime.services, actor, session.id)))

    @api.post("/close")
    def close() -> Response:
        actor, session = at_board(runtime)
        job = asking.ask(runtime, actor, CLOSE, session.id)
        return jsonify({"job": job.id, "said": views.whose(runtime, actor, session, job)})

    @api.get("/after")
    def after() -> Response:
        actor, session = at_board(runtime)
        page = session_page(runtime.services, actor, session.id)
        view = after_closing(runtime.services, actor, page)
        return jsonify({"thanks": view.thank_you if view else "", **_fates(view)})


def _steps(view: ClosingView) -> dict[str, Any]:
    session_id = view.session.id
    spoken = [fate.boxes[-1] for fate in view.fates if fate.label is Label.X]
    return {
        "spoken": spoken[0] if spoken else "",
        "waiting": len(view.unread),
        "outside": view.outside,
        "asks": len(view.view.brakes),
        "readback": url_for("read_back.show", session_id=session_id, _external=True),
        "page": url_for("session.show", session_id=session_id, _external=True),
        **_fates(view),
    }


def _fates(view: ClosingView | None) -> dict[str, Any]:
    """Return what happens to the notes, by label; those that stay here are not counted."""
    fates = view.fates if view else ()
    until = view.session.held_until if view else None
    return {
        "fates": [
            {"label": first_line(each.label, until), "count": each.count, "says": each.says}
            for each in fates
        ]
    }
