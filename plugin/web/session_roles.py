"""Who wrote on a session's board, and the role that may be shown for each (`capture.writers`).

Miro is asked by a job, and its answer is sealed for the browser that asked: names are stored by
nobody. The table is folded and deleted at Close.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from plugin import use_cases
from plugin.capture.run import Writer
from plugin.capture.writers import with_roles
from plugin.convene.session_page import session_page
from plugin.domain.blankness import is_blank
from plugin.domain.jobs import JobState
from plugin.domain.people import Actor, Power
from plugin.jobs import asking, sealing
from plugin.jobs.job_kind import Place
from plugin.jobs.people_jobs import REPLY_TO, WRITERS, writers_in
from plugin.use_cases import Runtime
from plugin.web import jobs
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice
from plugin.web.flashes import flash_sentences
from plugin.web.session import is_over, session_shown

_ROLE, _REPLY_KEY = "role-", "reply_key"
_STORED = "Stored. It is used once, when you close the session, and then forgotten."


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("session_roles", __name__)

    @pages.get("/s/<session_id>/roles")
    def roles(session_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        failed = jobs.failed_here(runtime, actor)
        return _page(runtime, actor, session_id, failed.problem if failed else None)

    @pages.post("/s/<session_id>/roles")
    def store(session_id: str) -> ResponseReturnValue:
        return _store(runtime, current_user(runtime), session_id)

    @pages.post("/s/<session_id>/writers")
    def ask(session_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        try:
            asked = {REPLY_TO: sealing.public_part(_new_reply_key())}
            return jobs.begin(runtime, actor, WRITERS, session_id, asked)
        except IN_PAGE as error:
            words = error_notice(error)
            return _page(runtime, actor, session_id, words), words.status

    return pages


def _page(
    runtime: Runtime, actor: Actor, session_id: str, problem: ErrorNotice | None = None
) -> str:
    view = session_page(runtime.services, actor, session_id)
    actor.require(Power.RUN_SESSION, view.session.partnership_id, view.session.community_id)
    return render_template(
        "session_roles.html",
        **session_shown(runtime, actor, view),
        writers=None if is_over(view) else _writers(runtime, session_id),
        job=None if problem else jobs.to_find_again(runtime, session_id, Place.ROLES),
        problem=problem,
    )


def _store(runtime: Runtime, actor: Actor, session_id: str) -> ResponseReturnValue:
    try:
        use_cases.set_roles(runtime, actor, session_id, _roles_typed())
    except IN_PAGE as error:
        words = error_notice(error)
        return _page(runtime, actor, session_id, words), words.status
    flash_sentences([_STORED])
    return redirect(url_for("session.show", session_id=session_id))


def _writers(runtime: Runtime, session_id: str) -> tuple[Writer, ...] | None:
    """Return who wrote, as Miro told this browser lately; None where it has to be asked."""
    job = asking.newest(runtime, session_id, (WRITERS,), JobState.DONE)
    found = writers_in(job, session.get(_REPLY_KEY, ""), runtime.services.now) if job else None
    return None if found is None else with_roles(runtime.services, session_id, found)


def _new_reply_key() -> str:
    """Return the key of this browser's answers; it lives in its cookie, and nowhere else."""
    key: str = session.setdefault(_REPLY_KEY, sealing.new_reply_key())
    return key


def _roles_typed() -> dict[str, str]:
    return {
        name.removeprefix(_ROLE): role.strip()
        for name, role in request.form.items()
        if name.startswith(_ROLE) and not is_blank(role)
    }
