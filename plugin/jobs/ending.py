"""Ends a worker in time: what came to no step meanwhile is handed back, and the process leaves.

A call that is on its way then may still arrive. Whoever runs the job next looks for it first, as
after a worker that was killed.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from threading import Event, Thread

from plugin.domain.ending_in_time import PROCESS_LEAVES_S
from plugin.domain.jobs import Job, JobState
from plugin.errors import HedgerowError
from plugin.intents.processes import this_process
from plugin.jobs.asking import wake
from plugin.store import jobs as stored_jobs
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.jobs")
Leave = Callable[[int], object]


def leave_in_time(told: Event, leave: Leave = os._exit) -> None:
    """See to it that this process has left `PROCESS_LEAVES_S` after `told` is set."""
    Thread(target=_leave, args=(told, leave), name="end", daemon=True).start()


def _leave(told: Event, leave: Leave) -> None:
    told.wait()
    time.sleep(PROCESS_LEAVES_S)
    leave(0)


def hand_back(runtime: Runtime, leave: Leave = os._exit) -> None:
    """Let the next worker run what this process still runs, and leave at once: its threads go on.

    Where the database is away, the next worker finds the jobs by their leases.
    """
    try:
        with runtime.services.db.read() as tx:
            unfinished = stored_jobs.unfinished(tx)
        own = [each for each in unfinished if each.owner.startswith(f"{this_process()} ")]
        for job in own:
            _hand_back(runtime, job)
    except HedgerowError as error:
        LOG.warning("Jobs could not be handed back (%s).", type(error).__name__)
        return
    if own:
        leave(0)


def _hand_back(runtime: Runtime, job: Job) -> None:
    """Put a job back; one that somebody wants to be stopped ends with its worker."""
    with runtime.services.db.begin() as tx:
        if job.is_cancelling:
            stored_jobs.finish(tx, job, JobState.CANCELLED, runtime.services.now)
            return
        stored_jobs.put_back(tx, job, 0.0, None, counts=False)
    LOG.info("A job is handed back (%s).", job.kind)
    wake(runtime, job.id)
