"""The rehearsal of a session: pretend notes come to its board, and go again."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, g, request
from werkzeug.wrappers import Response

from plugin.convene.design_lookup import find_design
from plugin.convene.sessions import session_of
from plugin.converse.rehearsing import end_rehearsal, rehearse
from plugin.domain.communities import Community
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Session
from plugin.govern.rehearsal import Rehearsal, rehearsals
from plugin.jobs.asking import wake
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.flashes import flash_sentences
from plugin.web.navigation import back_to_session

BEGUN = (
    "Rehearsal: {notes} pretend notes are on their way to the board. Move them, change them, "
    "collect them. Then clear them."
)
CLEARED = "The pretend notes are forgotten, and their stickies go from the board."
NONE = "There was no pretend note."


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("rehearsal", __name__)

    @pages.post("/s/<session_id>/rehearsal")
    def begin(session_id: str) -> Response:
        return _begin(runtime, session_id)

    @pages.post("/s/<session_id>/rehearsal/end")
    def end(session_id: str) -> Response:
        done = end_rehearsal(runtime.services, current_user(runtime), session_id)
        if done.job_id is not None:
            wake(runtime, done.job_id)
        flash_sentences([CLEARED if done.notes else NONE])
        return back_to_session(session_id)

    return pages


def rehearsals_here(
    runtime: Runtime,
    actor: Actor | None,
    community: Community | None,
    groups: Sequence[Community],
) -> tuple[tuple[Rehearsal, bool], ...]:
    """Return what a page says of rehearsals, each with whether this person can clear it.

    The frame of every page asks here, so that no page can forget it: a session's page tells of
    itself, a group's of its sessions, the first page of all `groups` of the person.
    """
    asked = (community,) if community else groups if request.blueprint == "homes" else ()
    if actor is None or not asked:
        return ()
    found = _known(runtime, tuple(each.id for each in asked))
    here = (request.view_args or {}).get("session_id")
    return tuple(
        (each, bool(here) and _runs(actor, community))
        for each in found
        if here in {None, each.session_id}
    )


def pretended(runtime: Runtime, session: Session) -> int:
    """Return how many pretend notes a session has now."""
    found = _known(runtime, (session.community_id,))
    return next((each.notes for each in found if each.session_id == session.id), 0)


def _known(runtime: Runtime, community_ids: tuple[str, ...]) -> tuple[Rehearsal, ...]:
    """Return the rehearsals of groups, asked once for a page."""
    asked: dict[tuple[str, ...], tuple[Rehearsal, ...]] = g.setdefault("rehearsals", {})
    if community_ids not in asked:
        asked[community_ids] = rehearsals(runtime.services, community_ids)
    return asked[community_ids]


def _runs(actor: Actor, community: Community | None) -> bool:
    return community is not None and actor.may(
        Power.RUN_SESSION, community.partnership_id, community.id
    )


def _begin(runtime: Runtime, session_id: str) -> Response:
    actor = current_user(runtime)
    session = session_of(runtime.services, session_id)
    template = session.form_of(find_design(runtime.services, session.template_code or ""))
    done = rehearse(runtime.services, actor, session_id, template)
    if done.job_id is not None:
        wake(runtime, done.job_id)
    flash_sentences([BEGUN.format(notes=done.notes)])
    return back_to_session(session_id)
