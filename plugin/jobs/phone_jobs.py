"""The job that brings notes by phone to their board; Hedgerow asks for it by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from plugin import use_cases
from plugin.domain.jobs import PLACE, Job, JobState
from plugin.domain.people import Actor
from plugin.govern.sticky_work import ask_for_sticky_work
from plugin.intents import WaitPolicy
from plugin.jobs.job_kind import JobKind, Place, Result, require_operator
from plugin.store import jobs as stored_jobs
from plugin.store import phone_stickies
from plugin.use_cases import Runtime

_RESTS = timedelta(minutes=10)  # after the tries of one job came to nothing


def ask_for_stickies(runtime: Runtime) -> None:
    """Ask again for boards on which notes by phone wait, such as one that was built since."""
    services = runtime.services
    with services.db.read() as tx:
        waiting = phone_stickies.sessions_with_work(tx)
    for session_id in waiting:
        with services.db.begin() as tx:
            last = stored_jobs.newest_about(tx, session_id, (PLACE,))
            has_failed = last is not None and last.state is JobState.FAILED
            if last is None or (has_failed and services.now - last.asked_at >= _RESTS):
                ask_for_sticky_work(services, tx, session_id)


def _place(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    return Result(value=use_cases.place_notes(runtime, actor, job.subject, waits))


PHONE_JOBS: Mapping[str, JobKind] = {
    PLACE: JobKind(
        doing="Placing notes by phone on the board",
        undone="Notes by phone are not on the board yet; they are safe here",
        place=Place.NOWHERE,
        require=require_operator,
        run=_place,
    )
}
