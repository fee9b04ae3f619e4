"""How much guidance a facilitator reads while they run a session, kept in their own browser.

The name of the cookie has a hash of the person, so that two who share a browser keep their own.
Our tables know nothing of it: nobody learns who needs how much.
"""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from plugin.convene.live import live_state
from plugin.domain.guidance import Guidance, guidance_of
from plugin.domain.people import Actor
from plugin.store.sign_ins import hash_of
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user

_KEPT_S = 365 * 24 * 60 * 60


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("guidance", __name__)

    @pages.post("/s/<session_id>/live/guidance")
    def choose(session_id: str) -> Response:
        actor = current_user(runtime)
        live_state(runtime.services, actor, session_id)  # for whoever runs it alone
        response = redirect(url_for("live.show", session_id=session_id), 303)
        response.set_cookie(
            _name(actor),
            guidance_of(request.form.get("guidance", "")).value,
            max_age=_KEPT_S,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
        return response

    return pages


def guidance_for(actor: Actor) -> Guidance:
    """Return how much this person wants to read; all of it until they choose."""
    return guidance_of(request.cookies.get(_name(actor), ""))


def has_chosen(actor: Actor) -> bool:
    """Say whether this person ever chose, in this browser."""
    return _name(actor) in request.cookies


def _name(actor: Actor) -> str:
    return f"hedgerow_guidance_{hash_of(f'guidance {actor.person_id}')[:12]}"
