"""Jobs: what runs in the background, and the rules of trying again, stopping and starting anew.

A job's row is the truth about it: whatever brings its id to a worker may be lost or come twice.
It holds ids, counts and sentences of ours, never anybody's words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from plugin.domain.problems import ErrorNotice

# Kinds of jobs at a memory: bringing both sides together, and looking what that would do.
SYNC, PREVIEW = "sync", "preview"
PLACE = "place"  # notes by phone on a session's board
BY_ITSELF = "by_itself"  # in a payload: nobody asked, and nobody looks for what came of it
SEALED = "sealed"  # in a payload: words that the row is not to tell, gone when the job ends
MOST_ATTEMPTS = 5
# So many workers may end one after the other before a job took a step, and so many in all: a long
# job may meet many that end for other reasons.
MOST_LOST_AT_ONCE, MOST_LOST = 5, 20
_FIRST_PAUSE_S = 5.0
_GROWS_BY = 3.0
LEASE_LASTS_S = 60.0
# Nothing is put off further, so that what is tells that the machine's clock was set back.
_LONGEST_AHEAD_S = 10 * 60.0


class JobState(StrEnum):
    """Where a job is; the last three are its end."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (JobState.ASKED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class JobPhase:
    """One part of a job, and how far it is: *Boxes*, 9 of 11; `of` is 0 where nobody can count."""

    name: str
    step: int = 0
    of: int = 0

    @property
    def is_over(self) -> bool:
        """Say whether everything of it is done."""
        return 0 < self.of <= self.step


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that somebody asked for; times with `_s` are seconds of the machine since 1970."""

    id: str
    kind: str  # a name in plugin.jobs.kinds
    subject: str  # what it is about: a session id, a partnership id
    asked_by: str | None  # a person's id; None: whoever runs the server
    asked_at: datetime
    let_in_by: tuple[str, ...] = ()  # as the sign-in of who asked said (`domain.people.Actor`)
    only_in: str | None = None  # the partnership in which alone they were let in
    asked_in: str | None = None  # the id of the request, as the log has it
    payload: Mapping[str, Any] = field(default_factory=dict)  # ids and choices
    state: JobState = JobState.ASKED
    phases: tuple[JobPhase, ...] = ()
    says: str = ""  # what it waits for, in a sentence
    attempts: int = 0
    lost: int = 0  # attempts whose worker ended midway
    lost_at_once: int = 0  # of these, the last ones, that took no step
    not_before_s: float = 0.0
    owner: str = ""  # who runs it, as `plugin.intents.processes` names processes
    until_s: float = 0.0  # when its lease ends
    started_at: datetime | None = None
    ended_at: datetime | None = None
    is_cancelling: bool = False
    said: tuple[str, ...] = ()  # what came of it
    found: Mapping[str, Any] = field(default_factory=dict)  # what came of it, for its page
    problem: ErrorNotice | None = None  # why the last attempt came to nothing

    @property
    def is_by_itself(self) -> bool:
        """Say whether Hedgerow asked for it, and no person."""
        return bool(self.payload.get(BY_ITSELF))

    @property
    def is_over(self) -> bool:
        """Say whether it has ended, however."""
        return self.state not in UNFINISHED


def open_key(kind: str, subject: str, payload: Mapping[str, Any]) -> str:
    """Return what two askings for the same work share; one job at a time has it."""
    asked = json.dumps([kind, subject, without_words(payload)], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def without_words(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a payload without what the row of an ended job is not to hold."""
    return {name: value for name, value in payload.items() if name != SEALED}


def next_try_in_s(attempts: int) -> float | None:
    """Return how long to wait after so many attempts that may go better later; None: no more."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return _FIRST_PAUSE_S * _GROWS_BY ** (attempts - 1)


def is_due(job: Job, now_s: float) -> bool:
    """Say whether a job waits for a worker and nothing else."""
    return job.state is JobState.ASKED and not 0 < job.not_before_s - now_s <= _LONGEST_AHEAD_S


def is_lost(job: Job, now_s: float, is_gone: Callable[[str], bool]) -> bool:
    """Say whether whoever ran a job does so no more: its lease or its process has ended.

    Where the machine's clock jumped, whoever still runs it has renewed the lease within seconds.
    """
    is_held = 0 < job.until_s - now_s <= 2 * LEASE_LASTS_S
    return job.state is JobState.RUNNING and (not is_held or is_gone(job.owner))


def first_of_each(unfinished: Sequence[Job], now_s: float) -> tuple[Job, ...]:
    """Return the jobs that may begin, one about each subject, of those given with the oldest first.

    A job about the same that runs, or was asked for before, has its turn first.
    """
    busy = {each.subject for each in unfinished if each.state is JobState.RUNNING}
    found = []
    for job in unfinished:
        if job.subject not in busy and is_due(job, now_s):
            found.append(job)
        busy.add(job.subject)
    return tuple(found)


def without_worker(job: Job) -> Job:
    """Return a job whose worker ended midway, with that counted."""
    took_a_step = any(each.step for each in job.phases)
    at_once = 0 if took_a_step else job.lost_at_once + 1
    return replace(job, lost=job.lost + 1, lost_at_once=at_once)


def ends_its_workers(job: Job) -> bool:
    """Say whether a job is to be given up, since too many workers ended with it."""
    return job.lost_at_once >= MOST_LOST_AT_ONCE or job.lost >= MOST_LOST


@dataclass(frozen=True, slots=True)
class Turn:
    """What workers did lately for one partnership: how many jobs run, and when one began last."""

    running: int = 0
    last_at: datetime | None = None


def in_turn(
    jobs: Sequence[Job], whose: Mapping[str, str], turns: Mapping[str, Turn]
) -> tuple[Job, ...]:
    """Return jobs that may begin in the order in which workers take them, given the oldest first.

    Whoever has the fewest jobs running comes first, then who waits longest since one began: however
    much one partnership asks for, another's next job waits for the end of one at most. `whose`
    leads from what a job is about to its partnership.
    """

    def place(job: Job) -> tuple[int, bool, float]:
        turn = turns.get(whose.get(job.subject, job.subject), Turn())
        at = turn.last_at
        return turn.running, at is not None, at.timestamp() if at is not None else 0.0

    return tuple(sorted(jobs, key=place))


def may_be_cancelled(job: Job, *, stops_midway: bool) -> bool:
    """Say whether somebody can still stop a job, safely: what was done before stays right."""
    is_waiting = job.state is JobState.ASKED
    return not job.is_cancelling and (is_waiting or (stops_midway and not job.is_over))


def with_phase(phases: tuple[JobPhase, ...], now: JobPhase) -> tuple[JobPhase, ...]:
    """Return the phases with the present one as it stands now, in its place or at the end."""
    if any(each.name == now.name for each in phases):
        return tuple(now if each.name == now.name else each for each in phases)
    return (*phases, now)
