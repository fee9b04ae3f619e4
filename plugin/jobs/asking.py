"""Asking for jobs, finding them again, and stopping them: what pages and commands do with jobs."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from plugin.domain.jobs import Job, JobState, may_be_cancelled
from plugin.domain.people import NOTHING_HERE, Actor
from plugin.errors import BadInput, NotHere
from plugin.jobs.job_kind import JobKind
from plugin.jobs.kinds import KINDS
from plugin.store import jobs as stored_jobs
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.jobs")
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as its page shows it."""

    job: Job
    kind: JobKind
    may_cancel: bool


def ask(
    runtime: Runtime,
    actor: Actor,
    kind: str,
    subject: str,
    payload: Mapping[str, Any] | None = None,
) -> Job:
    """Ask for a job; return it, or the one that does the same already.

    What its kind refuses is raised here, before anything is stored.
    """
    services = runtime.services
    job = Job(
        id=services.new_id(),
        kind=kind,
        subject=subject,
        asked_by=actor.stored_id,
        let_in_by=actor.let_in_by,
        only_in=actor.only_in,
        asked_at=services.now,
        payload=payload or {},
    )
    KINDS[kind].require(runtime, actor, job)
    KINDS[kind].may(runtime, job)
    with services.db.begin() as tx:
        stored_jobs.forget_before(tx, services.now - KEPT_FOR)
        asked = stored_jobs.ask(tx, job)
    wake(runtime, asked.id)
    return asked


def wake(runtime: Runtime, job_id: str, delay_s: float = 0.0) -> None:
    """Tell a worker of a job; where that fails, the job's row is found by the sweeper."""
    try:
        runtime.wake(job_id, delay_s)
    except Exception as error:  # a full disk, say: the row is stored, and that is what counts
        LOG.warning("A job is to be found by the sweeper (%s).", type(error).__name__)


def view(runtime: Runtime, actor: Actor, job_id: str) -> JobView:
    """Return a job to somebody who may ask for the same; raise NotHere to everybody else."""
    with runtime.services.db.read() as tx:
        job = stored_jobs.job(tx, job_id)
    if job is None or job.kind not in KINDS:
        raise NotHere(NOTHING_HERE)
    kind = KINDS[job.kind]
    kind.require(runtime, actor, job)
    return JobView(job, kind, may_be_cancelled(job, stops_midway=kind.stops_midway))


def newest(
    runtime: Runtime, subject: str, kinds: Collection[str] = (), state: JobState | None = None
) -> Job | None:
    """Return the job about `subject` that runs, waits, or ended last; the caller asks who may.

    Only of these kinds, and in this state, where they are given.
    """
    with runtime.services.db.read() as tx:
        return stored_jobs.newest_about(tx, subject, kinds, state)


def kind_of(job: Job) -> JobKind:
    """Return what is known of a job's kind."""
    return KINDS[job.kind]


def cancel(runtime: Runtime, actor: Actor, job_id: str) -> None:
    """Stop a job where that is safe; raise BadInput where it is not, or it is over."""
    if not view(runtime, actor, job_id).may_cancel:
        raise BadInput("This cannot be stopped any more. Nothing was changed. See how it ends.")
    with runtime.services.db.begin() as tx:
        stored_jobs.cancel(tx, job_id, runtime.services.now)
