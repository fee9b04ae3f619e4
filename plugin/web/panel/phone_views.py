"""What the panel shows of taking part by phone, and of what a session still needs, as values."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from flask import request, url_for

from plugin.convene.communities import community_of
from plugin.convene.live import LiveView
from plugin.domain.people import Actor
from plugin.domain.sessions import Session, SessionState
from plugin.use_cases import Runtime
from plugin.web.join import join_shown, with_quiet_boxes
from plugin.web.readiness import ready_lines
from plugin.web.rehearsal import pretended


def by_phone(runtime: Runtime, actor: Actor, view: LiveView) -> dict[str, Any] | None:
    """Return the code of a session as the panel shows it; None where nobody can join."""
    shown = join_shown(runtime, actor, view.session)
    shown = with_quiet_boxes(runtime, actor, shown, view)
    if shown is None:
        return None
    here = view.session.id
    return {
        "words": shown.words,
        "address": shown.address,
        "qr": shown.qr or "",
        "sheet": url_for("paper.sheet", session_id=here, _external=True),
        "moderate": _moderate(here) if view.session.state is SessionState.OPEN else "",
        "boxes": [
            {"code": each.code, "title": each.title, "readiness": each.readiness}
            for each in shown.boxes
        ],
    }


def _moderate(session_id: str) -> str:
    return url_for("moderate.show", session_id=session_id, _external=True)


def before_they_come(runtime: Runtime, actor: Actor, session: Session) -> dict[str, Any]:
    """Return what is ready for a session, and how many pretend notes are in it."""
    community = community_of(runtime.services, session.community_id)
    return {
        "ready": [
            {
                "point": each.line.point.value,
                "done": each.line.is_ready,
                "says": each.line.says,
                "page": urljoin(request.host_url, each.href) if each.href else "",
                "action": each.action,
            }
            for each in ready_lines(runtime, actor, community)
        ],
        "pretended": pretended(runtime, session),
        "invite": url_for("invitation.prepare", session_id=session.id, _external=True),
    }
