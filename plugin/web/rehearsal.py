"""The rehearsal of a session: pretend notes come to its board, and go again."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from plugin.convene.design_lookup import find_design
from plugin.convene.sessions import session_of
from plugin.converse.rehearsing import end_rehearsal, rehearse
from plugin.govern.rehearsal import pretend_ids
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


def pretended(runtime: Runtime, session_id: str) -> int:
    """Return how many pretend notes a session has now."""
    with runtime.services.db.read() as tx:
        return len(pretend_ids(tx, session_id))


def _begin(runtime: Runtime, session_id: str) -> Response:
    actor = current_user(runtime)
    session = session_of(runtime.services, session_id)
    template = session.form_of(find_design(runtime.services, session.template_code or ""))
    done = rehearse(runtime.services, actor, session_id, template)
    if done.job_id is not None:
        wake(runtime, done.job_id)
    flash_sentences([BEGUN.format(notes=done.notes)])
    return back_to_session(session_id)
