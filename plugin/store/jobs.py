"""Jobs as rows: asked for, claimed by one worker at a time under a lease, ended once.

Every change of a running job names its owner: whoever lost a job changes nothing of it any more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.jobs import (
    UNFINISHED,
    Job,
    JobPhase,
    JobState,
    Turn,
    is_due,
    open_key,
    without_words,
)
from plugin.domain.problems import ErrorNotice
from plugin.logs.context import request_id
from plugin.store import tables as t
from plugin.store.database import Tx


@dataclass(frozen=True, slots=True)
class JobCount:
    """How many jobs of a kind are in a state, and how often they were tried again."""

    kind: str
    state: JobState
    jobs: int
    retries: int


_OPEN = tuple(each.value for each in UNFINISHED)


def ask(tx: Tx, job: Job) -> Job:
    """Store a job to be done; return the one that is asked for or runs already, if there is one."""
    key = open_key(job.kind, job.subject, job.payload)
    before = tx.execute(sa.select(t.job).where(t.job.c.open_key == key)).one_or_none()
    return _job(before) if before is not None else _add(tx, job, key)


def ask_after(tx: Tx, job: Job) -> Job:
    """Store a job that begins after this moment; return one of its kind that still waits.

    One that runs may have read already what is changed in this transaction.
    """
    for each in unfinished(tx, job.subject):
        if (each.kind, each.state) == (job.kind, JobState.ASKED):
            return each
    key = open_key(job.kind, job.subject, job.payload)
    is_free = tx.execute(sa.select(t.job.c.id).where(t.job.c.open_key == key)).first() is None
    return _add(tx, job, key if is_free else None)


def _add(tx: Tx, job: Job, key: str | None) -> Job:
    tx.execute(
        sa.insert(t.job).values(
            id=job.id,
            kind=job.kind,
            subject=job.subject,
            open_key=key,
            asked_by=job.asked_by,
            let_in_by=list(job.let_in_by) or None,
            only_in=job.only_in,
            asked_in=request_id(),
            payload=dict(job.payload),
            state=JobState.ASKED.value,
            phases=[],
            attempts=0,
            not_before_s=0.0,
            owner="",
            until_s=0.0,
            asked_at=job.asked_at,
            is_cancelling=False,
            outcome={},
        )
    )
    return job


def job(tx: Tx, job_id: str) -> Job | None:
    """Return a job, or None."""
    row = tx.execute(sa.select(t.job).where(t.job.c.id == job_id)).one_or_none()
    return None if row is None else _job(row)


def newest_about(
    tx: Tx, subject: str, kinds: Collection[str] = (), state: JobState | None = None
) -> Job | None:
    """Return the job about `subject` that was asked for last; an unfinished one comes before."""
    wanted = sa.select(t.job).where(t.job.c.subject == subject)
    if kinds:
        wanted = wanted.where(t.job.c.kind.in_(kinds))
    if state is not None:
        wanted = wanted.where(t.job.c.state == state.value)
    jobs = [_job(row) for row in tx.execute(wanted)]
    return max(jobs, key=lambda each: (not each.is_over, each.asked_at), default=None)


def last_of_partnership(tx: Tx, partnership_id: str, kinds: Collection[str]) -> Job | None:
    """Return the job that succeeded or failed last about a partnership or one of its sessions."""
    sessions = sa.select(t.session.c.id).where(t.session.c.partnership_id == partnership_id)
    about = sa.or_(t.job.c.subject == partnership_id, t.job.c.subject.in_(sessions))
    ended = t.job.c.state.in_((JobState.DONE.value, JobState.FAILED.value))
    wanted = sa.select(t.job).where(about, ended, t.job.c.kind.in_(kinds))
    row = tx.execute(wanted.order_by(t.job.c.ended_at.desc(), t.job.c.id).limit(1)).one_or_none()
    return None if row is None else _job(row)


def all_jobs(tx: Tx) -> tuple[Job, ...]:
    """Return every job that is kept, the newest first."""
    newest_first = (t.job.c.asked_at.desc(), t.job.c.id)
    return tuple(_job(row) for row in tx.execute(sa.select(t.job).order_by(*newest_first)))


def unfinished(tx: Tx, subject: str | None = None) -> tuple[Job, ...]:
    """Return the jobs that wait or run, about `subject` or all, the oldest first."""
    wanted = sa.select(t.job).where(t.job.c.state.in_(_OPEN)).order_by(t.job.c.asked_at, t.job.c.id)
    if subject is not None:
        wanted = wanted.where(t.job.c.subject == subject)
    return tuple(_job(row) for row in tx.execute(wanted))


def newest_failed(tx: Tx, most: int) -> tuple[Job, ...]:
    """Return the jobs that failed last, the newest first."""
    failed = sa.select(t.job).where(t.job.c.state == JobState.FAILED.value)
    rows = tx.execute(failed.order_by(t.job.c.ended_at.desc(), t.job.c.id).limit(most))
    return tuple(_job(row) for row in rows)


def counted(tx: Tx) -> tuple[JobCount, ...]:
    """Return how many jobs of each kind are in each state, and how often they were retried."""
    again = sa.case((t.job.c.attempts > 1, t.job.c.attempts - 1), else_=0)
    columns = (t.job.c.kind, t.job.c.state)
    rows = tx.execute(
        sa.select(*columns, sa.func.count(), sa.func.sum(again))
        .group_by(*columns)
        .order_by(*columns)
    )
    return tuple(JobCount(kind, JobState(state), n, int(again)) for kind, state, n, again in rows)


def whose(tx: Tx, jobs: Collection[Job]) -> dict[str, str]:
    """Return the partnerships of the sessions that jobs are about, by session."""
    subjects = [each.subject for each in jobs]
    wanted = sa.select(t.session.c.id, t.session.c.partnership_id)
    rows = tx.execute(wanted.where(t.session.c.id.in_(subjects)))
    return {row.id: row.partnership_id for row in rows}


def turns(tx: Tx, since: datetime) -> dict[str, Turn]:
    """Return what was begun for each partnership since a moment, and what runs."""
    partnership = sa.func.coalesce(t.session.c.partnership_id, t.job.c.subject)
    runs = sa.case((t.job.c.state == JobState.RUNNING.value, 1), else_=0)
    wanted = (
        sa.select(
            partnership.label("partnership"),
            sa.func.sum(runs).label("running"),
            sa.func.max(t.job.c.started_at).label("last_at"),
        )
        .select_from(t.job.join(t.session, t.session.c.id == t.job.c.subject, isouter=True))
        .where(sa.or_(t.job.c.state == JobState.RUNNING.value, t.job.c.started_at >= since))
        .group_by(partnership)
    )
    return {row.partnership: Turn(row.running, row.last_at) for row in tx.execute(wanted)}


def claim(
    tx: Tx, job_id: str, owner: str, until_s: float, now: datetime, now_s: float
) -> Job | None:
    """Give a waiting job to `owner`; None if it is not due, or one about the same comes before."""
    found = job(tx, job_id)
    if found is None or not is_due(found, now_s):
        return None
    if any(_is_before(other, found) for other in unfinished(tx, found.subject)):
        return None
    values = {"state": JobState.RUNNING.value, "owner": owner, "until_s": until_s, "says": ""}
    # Steps are of this attempt: who loses its worker before the first one may end it each time.
    values["phases"] = []
    counted = {"attempts": t.job.c.attempts + 1, "started_at": found.started_at or now}
    changed = sa.update(t.job).where(_waits(job_id)).values(**values, **counted)
    return job(tx, job_id) if tx.execute(changed).rowcount else None


def renew(tx: Tx, job_id: str, owner: str, until_s: float) -> Job | None:
    """Put the end of a lease off; return the job, or None where somebody else has it."""
    if not _change(tx, job_id, owner, until_s=until_s):
        return None
    return job(tx, job_id)


def note_progress(tx: Tx, job_id: str, owner: str, phases: tuple[JobPhase, ...], says: str) -> bool:
    """Store how far a job is; return whether `owner` still has it."""
    return _change(tx, job_id, owner, phases=[asdict(each) for each in phases], says=says)


def put_back(
    tx: Tx, job: Job, not_before_s: float, problem: ErrorNotice | None, *, counts: bool = True
) -> bool:
    """Let a running job wait for its next try; return whether its owner still had it."""
    lost = {"lost": job.lost, "lost_at_once": job.lost_at_once} if job.lost else {}
    return _change(
        tx,
        job.id,
        job.owner,
        state=JobState.ASKED.value,
        owner="",
        until_s=0.0,
        not_before_s=not_before_s,
        says="",
        attempts=job.attempts if counts else job.attempts - 1,
        outcome=_outcome((), problem) | lost,
    )


def finish(
    tx: Tx,
    job: Job,
    state: JobState,
    now: datetime,
    *,
    said: tuple[str, ...] = (),
    found: Mapping[str, Any] | None = None,
    problem: ErrorNotice | None = None,
) -> bool:
    """End a running job; return whether its owner still had it."""
    return _change(
        tx,
        job.id,
        job.owner,
        state=state.value,
        outcome={**_outcome(said, problem), "found": dict(found or {})},
        **_ended(job, now),
    )


def cancel(tx: Tx, job_id: str, now: datetime) -> None:
    """Let a job that waits end, and one that runs be stopped by its worker."""
    found = job(tx, job_id)
    if found is None:
        return
    ended = {"state": JobState.CANCELLED.value, **_ended(found, now)}
    tx.execute(sa.update(t.job).where(_waits(job_id)).values(**ended))
    runs = (t.job.c.id == job_id, t.job.c.state == JobState.RUNNING.value)
    tx.execute(sa.update(t.job).where(*runs).values(is_cancelling=True))


def cut_to(tx: Tx, job_id: str, day: datetime) -> None:
    """Keep the day of a job alone; the log has the moment of the request that asked for it."""
    moments = {"asked_at": day, "started_at": day, "ended_at": day}
    tx.execute(sa.update(t.job).where(t.job.c.id == job_id).values(asked_in=None, **moments))


def forget(tx: Tx, job: Job) -> None:
    """Forget a running job that is done, if its owner still has it."""
    own = (t.job.c.id == job.id, t.job.c.owner == job.owner)
    tx.execute(sa.delete(t.job).where(*own))


def forget_ended(tx: Tx, subject: str, kind: str | None = None) -> None:
    """Forget the jobs about `subject` that are over, of one kind or all."""
    over = sa.delete(t.job).where(t.job.c.subject == subject, t.job.c.state.not_in(_OPEN))
    tx.execute(over if kind is None else over.where(t.job.c.kind == kind))


def forget_kind(tx: Tx, kind: str, before: datetime) -> None:
    """Forget the jobs of a kind that ended before a moment."""
    tx.execute(sa.delete(t.job).where(t.job.c.kind == kind, t.job.c.ended_at < before))


def forget_before(tx: Tx, moment: datetime) -> None:
    """Forget the jobs that ended before a moment."""
    tx.execute(sa.delete(t.job).where(t.job.c.ended_at < moment))


def _waits(job_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(t.job.c.id == job_id, t.job.c.state == JobState.ASKED.value)


def _is_before(other: Job, job: Job) -> bool:
    """Say whether another unfinished job about the same has its turn first."""
    if other.id == job.id:
        return False
    is_older = (other.asked_at, other.id) < (job.asked_at, job.id)
    return other.state is JobState.RUNNING or is_older


def _change(tx: Tx, job_id: str, owner: str, /, **values: Any) -> bool:
    own = (t.job.c.id == job_id, t.job.c.owner == owner, t.job.c.state == JobState.RUNNING.value)
    return bool(tx.execute(sa.update(t.job).where(*own).values(**values)).rowcount)


def _ended(job: Job, now: datetime) -> dict[str, Any]:
    """Return the values that every end has; words that it was asked with are gone."""
    payload = without_words(job.payload)
    return {"ended_at": now, "open_key": None, "until_s": 0.0, "says": "", "payload": payload}


def _outcome(said: Collection[str], problem: ErrorNotice | None) -> dict[str, Any]:
    return {"said": list(said), "problem": asdict(problem) if problem else None}


def _job(row: Any) -> Job:
    problem = row.outcome.get("problem")
    return Job(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        asked_by=row.asked_by,
        let_in_by=tuple(row.let_in_by or ()),
        only_in=row.only_in,
        asked_in=row.asked_in,
        asked_at=row.asked_at,
        payload=dict(row.payload),
        state=JobState(row.state),
        phases=tuple(JobPhase(**each) for each in row.phases),
        says=row.says,
        attempts=row.attempts,
        lost=row.outcome.get("lost", 0),
        lost_at_once=row.outcome.get("lost_at_once", 0),
        not_before_s=row.not_before_s,
        owner=row.owner,
        until_s=row.until_s,
        started_at=row.started_at,
        ended_at=row.ended_at,
        is_cancelling=row.is_cancelling,
        said=tuple(row.outcome.get("said", ())),
        found=dict(row.outcome.get("found", {})),
        problem=ErrorNotice(**problem) if problem else None,
    )
