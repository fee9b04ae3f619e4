"""What the panel shows of what is held within a step: its round, and the steps with dots."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import url_for

from plugin.convene.design_lookup import find_design
from plugin.convene.live import LiveView
from plugin.converse.dots import dots_of
from plugin.domain.people import Actor
from plugin.use_cases import Runtime


def within_the_step(runtime: Runtime, actor: Actor, view: LiveView) -> dict[str, Any]:
    """Return the round of the step that it is now, and the steps with dots that have begun."""
    now = view.current.round if view.current else None
    return {
        "round": {"people": now.people, "heard": now.heard} if now else None,
        "people": view.people,
        "dots": _dots(runtime, actor, view),
        "order": url_for("dots.show", session_id=view.session.id, _external=True),
    }


def _dots(runtime: Runtime, actor: Actor, view: LiveView) -> list[dict[str, Any]]:
    if not any(each.step.dots for each in view.steps):
        return []
    find = partial(find_design, runtime.services)
    return [
        {
            "number": each.number,
            "title": each.title,
            "most": each.most,
            "is_current": each.is_current,
            "is_shown": each.is_shown,
            "has_box": each.has_box,
            "readiness": each.readiness,
            "fewest": each.fewest,
        }
        for each in dots_of(runtime.services, actor, view.session.id, find)
    ]
