"""Runs jobs: one worker at a time under a lease, again where that may help, and to one end.

A worker may die at any instruction: then the lease on the row ends, or the worker's process is seen
to be gone, and `sweep` lets the job be run again from its beginning.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

from connectors import errors as connector
from plugin.convene.sign_in import actor_still_let_in
from plugin.domain.jobs import (
    LEASE_LASTS_S,
    Job,
    JobPhase,
    JobState,
    ends_its_workers,
    first_of_each,
    in_turn,
    is_due,
    is_lost,
    next_try_in_s,
    with_phase,
    without_worker,
)
from plugin.domain.people import OPERATOR, Actor
from plugin.domain.problems import ErrorNotice
from plugin.errors import (
    Cancelled,
    HedgerowError,
    Interrupted,
    NotNow,
    Refused,
    StorageFailed,
    TakenOver,
)
from plugin.intents import WaitPolicy
from plugin.intents.processes import is_gone, this_process
from plugin.jobs.asking import wake
from plugin.jobs.job_kind import Result
from plugin.jobs.kinds import KINDS
from plugin.jobs.session_jobs import hides_moments
from plugin.logs.context import bound_job
from plugin.logs.places import place_of
from plugin.problems import in_words
from plugin.store import jobs as stored_jobs
from plugin.store.side_tables import to_the_day
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.jobs")
RENEWED_EVERY_S = 15.0
_MANY = 2  # so many jobs have an order
_REMEMBERED = timedelta(hours=1)  # whose job began before it waits as long as any
# These may go better a little later; nothing else is tried again by itself.
_PASSING = (NotNow, StorageFailed, connector.Wait, connector.LookFirst, connector.NotAnAnswer)
_NOTHING = Result()
_PUT_BACK = "put back"  # it goes on, or is tried again, later
_ENDED_MIDWAY = ErrorNotice(
    500,
    "It ended midway again and again",
    "The worker that did this ended {lost} times before it was done. What was stored before is "
    "safe, and nothing was done twice. Tell the administrator.",
)
_DEFECT = (
    "This could not be finished. What was stored before is safe, and nothing was done twice. Try "
    "again; if it happens again, tell the administrator at what time it happened."
)


def never() -> bool:
    """Say that the worker goes on."""
    return False


def run_one(runtime: Runtime, job_id: str, stops: Callable[[], bool] = never) -> object:
    """Run a job if it is due and nobody runs it; return its value (`Result`), None without one.

    Between two steps the run ends, to be gone on with by the next worker, once `stops` says so.
    """
    job = _claimed(runtime, job_id)
    if job is None:
        return None
    return _run(runtime, job, stops)


def run_next(runtime: Runtime, job_id: str, stops: Callable[[], bool] = never) -> None:
    """Run the job whose turn it is, or the one that a message names where none waits.

    There are as many messages as jobs: each runs one, be it another's.
    """
    for each in (*(job.id for job in ready(runtime)), job_id):
        job = _claimed(runtime, each)
        if job is not None:
            _run(runtime, job, stops)
            return


def _claimed(runtime: Runtime, job_id: str) -> Job | None:
    services, owner, now_s = runtime.services, f"{this_process()} {uuid4().hex}", time.time()
    with services.db.begin() as tx:
        until_s = now_s + LEASE_LASTS_S
        return stored_jobs.claim(tx, job_id, owner, until_s, services.now, now_s)


def _run(runtime: Runtime, job: Job, stops: Callable[[], bool]) -> object:
    run = _Run(runtime, job, stops)
    with bound_job(job.id, job.asked_in), run.renewing():
        run.attempt()
    for other in due(runtime):
        if other.subject == job.subject and other.id != job.id:
            wake(runtime, other.id)  # it waited for this one
    return run.value


def due(runtime: Runtime) -> tuple[Job, ...]:
    """Return the jobs that wait for a worker and nothing else, the oldest first."""
    with runtime.services.db.read() as tx:
        waiting = stored_jobs.unfinished(tx)
    now_s = time.time()
    return tuple(each for each in waiting if is_due(each, now_s))


def ready(runtime: Runtime) -> tuple[Job, ...]:
    """Return the jobs that are due in the order of their turns, one about each subject."""
    with runtime.services.db.read() as tx:
        found = first_of_each(stored_jobs.unfinished(tx), time.time())
        if len(found) < _MANY:
            return found
        turns = stored_jobs.turns(tx, runtime.services.now - _REMEMBERED)
        return in_turn(found, stored_jobs.whose(tx, found), turns)


def sweep(runtime: Runtime) -> tuple[Job, ...]:
    """Let jobs whose worker is gone be run again; return everything that is due."""
    services, now_s = runtime.services, time.time()
    with services.db.read() as tx:
        lost = [each for each in stored_jobs.unfinished(tx) if is_lost(each, now_s, is_gone)]
    for job in map(without_worker, lost):
        LOG.warning("A job lost its worker (%s, attempt %s).", job.kind, job.attempts)
        with services.db.begin() as tx:
            if job.is_cancelling:
                stored_jobs.finish(tx, job, JobState.CANCELLED, services.now)
            elif ends_its_workers(job):
                said = _ENDED_MIDWAY.sentence.format(lost=job.lost)
                problem = replace(_ENDED_MIDWAY, sentence=said)
                stored_jobs.finish(tx, job, JobState.FAILED, services.now, problem=problem)
            else:
                stored_jobs.put_back(tx, job, 0.0, None)
    return due(runtime)


@dataclass(slots=True)
class _Run:
    """One attempt at a job."""

    runtime: Runtime
    job: Job
    stops: Callable[[], bool]
    phases: tuple[JobPhase, ...] = ()
    value: object = None
    is_taken_over: Event = field(default_factory=Event)
    error: Exception | None = None

    @contextmanager
    def renewing(self) -> Iterator[None]:
        """Keep the lease meanwhile."""
        over = Event()
        thread = Thread(target=self._renew, args=(over,), name="job-lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def attempt(self) -> None:
        """Run the job's use case, store what came of it, and log it."""
        began_s = time.monotonic()
        outcome = self._outcome()
        _log(self.job, outcome, self.error, time.monotonic() - began_s)

    def _outcome(self) -> str:
        try:
            waits = WaitPolicy(tell=self._tell, progress=self._progress)
            kind = KINDS[self.job.kind]
            result = kind.run(self.runtime, self._actor(), self.job, waits)
        except Cancelled:
            return self._end(JobState.CANCELLED)
        except Interrupted:
            return self._put_back(0.0, counts=False)
        except Exception as error:
            self.error = error
            return self._failed(error)
        return self._done(result)

    def _done(self, result: Result) -> str:
        """Store what came of it; what Hedgerow did by itself is not kept."""
        self.value = result.value
        if result.again_in_s is not None:
            return self._put_back(result.again_in_s, counts=False)
        if not self.job.is_by_itself:
            return self._end(JobState.DONE, result)
        with self.runtime.services.db.begin() as tx:
            stored_jobs.forget(tx, self.job)
        return JobState.DONE.value

    def _put_back(
        self, pause_s: float, problem: ErrorNotice | None = None, *, counts: bool = True
    ) -> str:
        """Let the job wait for its next try."""
        until_s = time.time() + pause_s if pause_s else 0.0
        with self.runtime.services.db.begin() as tx:
            is_ours = stored_jobs.put_back(tx, self.job, until_s, problem, counts=counts)
        if is_ours and pause_s:
            wake(self.runtime, self.job.id, pause_s)
        return _PUT_BACK

    def _failed(self, error: Exception) -> str:
        problem = in_words(error)
        if not isinstance(error, HedgerowError | connector.ConnectorError):
            problem = replace(problem, sentence=_DEFECT)
        may_pass = KINDS[self.job.kind].tries_again and isinstance(error, _PASSING)
        pause_s = next_try_in_s(self.job.attempts - self.job.lost) if may_pass else None
        if pause_s is None:
            return self._end(JobState.FAILED, problem=problem)
        return self._put_back(pause_s, problem)

    def _end(
        self, state: JobState, result: Result = _NOTHING, problem: ErrorNotice | None = None
    ) -> str:
        services = self.runtime.services
        hides = hides_moments(services, self.job)
        with services.db.begin() as tx:
            is_ours = stored_jobs.finish(
                tx,
                self.job,
                state,
                services.now,
                said=result.said,
                found=result.found,
                problem=problem,
            )
            if is_ours and hides:
                stored_jobs.cut_to(tx, self.job.id, to_the_day(services.now))
        return state.value

    def _actor(self) -> Actor:
        """Return who asked, with the roles that they have now."""
        job = self.job
        if job.asked_by is None:
            return OPERATOR
        found = actor_still_let_in(self.runtime.services, job.asked_by, job.let_in_by, job.only_in)
        if found is None:
            raise Refused(
                "Whoever asked for this, or let them in, is no longer here. Nothing was changed."
            )
        return found

    def _tell(self, sentence: str) -> None:
        self._note(self.phases, sentence)

    def _progress(self, phase: JobPhase) -> None:
        phases = with_phase(self.phases, phase)
        if phases != self.phases:
            self.phases = phases
            self._note(phases, "")
        if self.stops():
            raise Interrupted("The server is stopped. Nothing is lost: this goes on by itself.")

    def _note(self, phases: tuple[JobPhase, ...], says: str) -> None:
        """Store how far the job is; end it here if somebody stopped it, or has it now."""
        with self.runtime.services.db.begin_fleeting() as tx:
            is_ours = stored_jobs.note_progress(tx, self.job.id, self.job.owner, phases, says)
            now = stored_jobs.job(tx, self.job.id)
        if self.is_taken_over.is_set() or not is_ours or now is None:
            raise TakenOver("Another worker goes on with this. Nothing was done twice.")
        if now.is_cancelling:
            raise Cancelled("Somebody stopped this. What was done before is kept.")

    def _renew(self, over: Event) -> None:
        while not over.wait(RENEWED_EVERY_S):
            with suppress(HedgerowError), self.runtime.services.db.begin_fleeting() as tx:
                until_s = time.time() + LEASE_LASTS_S
                if not stored_jobs.renew(tx, self.job.id, self.job.owner, until_s):
                    self.is_taken_over.set()


def _log(job: Job, outcome: str, error: Exception | None, seconds: float) -> None:
    """Log what came of an attempt; of a defect what it is and where, for its words may be names.

    Errors of ours and of vendors are safe to print (plugin.errors, connectors.errors).
    """
    is_known = error is None or isinstance(error, HedgerowError | connector.ConnectorError)
    is_look = error is None and outcome == _PUT_BACK  # looks go on every few seconds, for ever
    level = logging.DEBUG if is_look else logging.WARNING if error else logging.INFO
    LOG.log(
        level if is_known else logging.ERROR,
        "job",
        extra={
            "kind": job.kind,
            "attempt": job.attempts,
            "outcome": outcome,
            "seconds": round(seconds, 3),
            "error": type(error).__name__ if error else None,
            "where": place_of(error) if error else None,
            "why": str(error) if error and is_known else None,
        },
    )
