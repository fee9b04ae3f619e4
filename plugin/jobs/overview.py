"""What goes on in the background of the whole installation: for whoever runs the server.

It tells kinds, counts, times and sentences of ours; what a job is about is an id.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from plugin.accounts.rate_limits import UsedLimit, used_of_limits
from plugin.domain.jobs import Job, JobState, is_due
from plugin.jobs import heartbeats
from plugin.store import jobs as stored_jobs
from plugin.store.jobs import JobCount
from plugin.use_cases import Runtime

_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Overview:
    """What runs, what waits, what failed lately, and what the vendors let through."""

    workers: int
    running: tuple[Job, ...]
    waiting: tuple[Job, ...]
    failed: tuple[Job, ...]  # the newest first
    counts: tuple[JobCount, ...]
    limits: tuple[UsedLimit, ...]
    longest_wait_s: float

    def count(self, state: JobState) -> int:
        """Return how many jobs of this state are kept."""
        return sum(each.jobs for each in self.counts if each.state is state)


def overview(runtime: Runtime) -> Overview:
    """Return what goes on at this moment."""
    db, now_s = runtime.services.db, time.time()
    with db.read() as tx:
        unfinished = stored_jobs.unfinished(tx)
        failed = stored_jobs.newest_failed(tx, _MOST_SHOWN)
        counts = stored_jobs.counted(tx)
    waiting = tuple(each for each in unfinished if each.state is JobState.ASKED)
    due_since = [
        (runtime.services.now - each.asked_at).total_seconds()
        for each in waiting
        if is_due(each, now_s)
    ]
    return Overview(
        workers=heartbeats.running(db),
        running=tuple(each for each in unfinished if each.state is JobState.RUNNING),
        waiting=waiting,
        failed=failed,
        counts=counts,
        limits=used_of_limits(runtime.settings, db),
        longest_wait_s=max((0.0, *due_since)),  # asked for before a clock was set back, say
    )
