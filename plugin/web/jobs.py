"""A job's page: how far it is. It can be left and found again, and its end leads where it belongs.

The page follows by itself, unless it is told not to: by events, and without scripts by loading
again. What came of a job is said
on the page of what it was about: once where it was done, and why where it was not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    copy_current_request_context,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from plugin.convene.communities import group_of
from plugin.convene.session_page import session_page
from plugin.convene.sessions import session_of
from plugin.domain.jobs import Job, JobPhase, JobState
from plugin.domain.people import Actor
from plugin.errors import NotHere
from plugin.jobs import asking
from plugin.jobs.job_kind import Place
from plugin.jobs.kinds import KINDS
from plugin.jobs.notion_jobs import PIECE
from plugin.jobs.session_jobs import CLOSED
from plugin.memory.search import partnership_of
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.event_streams import Streams
from plugin.web.flashes import flash_sentences

THEN, THEN_CLOSE = "then", "close"  # in a payload: the page that asked, where that is another one
_PLACES = {
    Place.SESSION: ("session.show", "session_id"),
    Place.ROLES: ("session_roles.roles", "session_id"),
    Place.SYNC: ("sync.show", "partnership_id"),
    Place.PIECE: ("pieces.show", "piece_id"),
    Place.CONNECTIONS: ("connections.show", "partnership_id"),
    Place.EXPORT: ("exports.show", "partnership_id"),
    Place.CHOSEN_EXPORT: ("chosen_exports.show", "partnership_id"),
    Place.DESIGNS: ("design_files.from_board", "community_id"),
    Place.GROUP: ("community.show", "community_id"),
}
_ABOUT = {
    Place.SYNC: "Sync with Notion",
    Place.PIECE: "The piece",
    Place.CONNECTIONS: "Connections",
    Place.EXPORT: "Download everything",
    Place.CHOSEN_EXPORT: "Download pieces, notes or agreements",
    Place.DESIGNS: "A design from a board",
    Place.GROUP: "Our group",
}
_OF_SESSION = (Place.SESSION, Place.ROLES)
_OF_GROUP = (Place.DESIGNS, Place.GROUP)
_STREAMS = Streams(looks_every_s=0.25)
_WAITS_LONG = timedelta(seconds=30)
_STOPPED = "Stopped. What was done before is kept, and doing it again goes on from there."


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("jobs", __name__)

    @pages.get("/jobs/<job_id>")
    def show(job_id: str) -> ResponseReturnValue:
        return _page(runtime, current_user(runtime), job_id)

    @pages.get("/jobs/<job_id>/events")
    def events(job_id: str) -> Response:
        return _events(runtime, current_user(runtime), job_id)

    @pages.post("/jobs/<job_id>/cancel")
    def cancel(job_id: str) -> ResponseReturnValue:
        asking.cancel(runtime, current_user(runtime), job_id)
        return redirect(url_for("jobs.show", job_id=job_id), 303)

    return pages


def begin(
    runtime: Runtime,
    actor: Actor,
    kind: str,
    subject: str,
    payload: Mapping[str, Any] | None = None,
) -> Response:
    """Ask for a job, and lead to its page; refusals are raised, and nothing is asked then."""
    job = asking.ask(runtime, actor, kind, subject, payload)
    return redirect(url_for("jobs.show", job_id=job.id), 303)


def failed_here(runtime: Runtime, actor: Actor) -> Job | None:
    """Return the job that led to this very page because it failed; None for any other."""
    job_id = request.args.get("job", "")
    view = asking.view(runtime, actor, job_id) if job_id else None
    if view is None or view.job.state is not JobState.FAILED:
        return None
    return view.job if urlsplit(_place(view)).path.endswith(request.path) else None


def to_find_again(runtime: Runtime, subject: str, *places: Place) -> dict[str, Any] | None:
    """Return what a page says of the job about its subject: it goes on, or it failed last time."""
    kinds = [name for name, kind in KINDS.items() if kind.place in places]
    job = asking.newest(runtime, subject, kinds)
    if job is None or job.state in (JobState.DONE, JobState.CANCELLED):
        return None
    kind = asking.kind_of(job)
    return {"job": job, "words": kind.undone if job.is_over else kind.doing}


def _page(runtime: Runtime, actor: Actor, job_id: str) -> ResponseReturnValue:
    view = asking.view(runtime, actor, job_id)
    if view.job.is_over:
        return _its_end(runtime, actor, view)
    return render_template(
        "job.html",
        follows=request.args.get("follow") != "no",
        back=_place(view),
        **_progress(runtime, view),
        **_around(runtime, actor, view),
    )


def _events(runtime: Runtime, actor: Actor, job_id: str) -> Response:
    """Tell the page of a job each step as it happens, and its end."""
    asking.view(runtime, actor, job_id)  # who may not look hears so before a stream begins

    def look() -> str | None:
        try:
            view = asking.view(runtime, actor, job_id)
        except NotHere:  # it is over, and was not kept
            return None
        if view.job.is_over:
            return None
        return render_template("_job_progress.html", **_progress(runtime, view))

    return _STREAMS.stream(copy_current_request_context(look))


def _progress(runtime: Runtime, view: asking.JobView) -> dict[str, Any]:
    """Return what is shown of a job on its way."""
    return {
        "view": view,
        "job": view.job,
        "phases": tuple(_marked(view.job)),
        "counted": _counted(view.job),
        "waits_long": runtime.services.now - view.job.asked_at > _WAITS_LONG,
        "is_asked": view.job.state is JobState.ASKED,
    }


def _its_end(runtime: Runtime, actor: Actor, view: asking.JobView) -> Response:
    """Lead to the page of what the job was about, and say there what came of it."""
    if view.job.state is JobState.FAILED and view.kind.place is Place.GROUP:
        if view.job.problem:  # the group's page has no form of it, and says only what happened
            flash_sentences([f"{view.kind.undone}. {view.job.problem.sentence}"])
        return redirect(_place(view), 303)
    if view.job.state is JobState.FAILED:
        return redirect(_place(view, view.job.id), 303)
    said = view.job.said if view.job.state is JobState.DONE else (_STOPPED,)
    if CLOSED in said:  # names are told here, and never stored with a job
        where = session_page(runtime.services, actor, view.job.subject).where_kept_notes_are
        said = tuple(f"{CLOSED} {where}" if each == CLOSED else each for each in said)
    flash_sentences(said)
    return redirect(_place(view), 303)


def _place(view: asking.JobView, job_id: str | None = None) -> str:
    endpoint, name = _PLACES[view.kind.place]
    if view.job.payload.get(THEN) == THEN_CLOSE and job_id is None:
        endpoint = "close_session.show"
    about = view.job.payload[PIECE] if view.kind.place is Place.PIECE else view.job.subject
    named: dict[str, Any] = {name: about, "job": job_id}
    return url_for(endpoint, **named)


def _around(runtime: Runtime, actor: Actor, view: asking.JobView) -> dict[str, Any]:
    """Return what a job is about, and the partnership and group that the page is in."""
    if view.kind.place in _OF_GROUP:
        community, partnership = group_of(runtime.services, actor, view.job.subject)
        about = {"about": _ABOUT[view.kind.place]}
        return {**about, "partnership": partnership, "community": community}
    if view.kind.place not in _OF_SESSION:
        partnership = partnership_of(runtime.services, actor, view.job.subject)
        return {"about": _ABOUT[view.kind.place], "partnership": partnership}
    session = session_of(runtime.services, view.job.subject)
    community, partnership = group_of(runtime.services, actor, session.community_id)
    return {"about": session.name, "partnership": partnership, "community": community}


def _marked(job: Job) -> Iterator[tuple[JobPhase, str]]:
    """Yield each phase with where it is: over, now or later."""
    is_before = True
    for number, phase in enumerate(job.phases):
        is_over = phase.is_over or (phase.of == 0 and number + 1 < len(job.phases))
        yield phase, "over" if is_over else "now" if is_before else "later"
        is_before = is_before and is_over


def _counted(job: Job) -> tuple[int, int] | None:
    """Return how many steps are done, of how many; None where nobody can count."""
    of = sum(phase.of for phase in job.phases)
    return (sum(phase.step for phase in job.phases), of) if of else None
