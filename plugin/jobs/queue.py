"""The queue that brings ids of jobs to workers, and looks at the clock: Huey, known here alone.

A message that is lost is sent again by the sweeper; one that comes twice finds the job taken.
Beside SQLite messages stand in a file; with PostgreSQL the rows of jobs are the queue
(`rows_as_queue`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

from huey import Huey, SqliteHuey, crontab  # type: ignore[import-untyped] # it ships no types

from plugin.config import Settings
from plugin.domain.ending_in_time import STEPS_END_S
from plugin.domain.jobs import Job
from plugin.jobs import ending
from plugin.jobs.asking import wake
from plugin.jobs.heartbeats import beating
from plugin.jobs.periodic_jobs import ask_for_what_is_due
from plugin.jobs.queue_storage import QueueFile
from plugin.jobs.rows_as_queue import RowsAsQueue
from plugin.jobs.running import never, ready, run_next, sweep
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.jobs")
FILE = "hedgerow-queue.db"
_LOOKS_EVERY_S = 0.5
_OPENS_AGAIN_IN_S = 5.0


def with_queue(runtime: Runtime) -> Runtime:
    """Return the runtime with its jobs brought to the workers of this Hedgerow."""
    return replace(runtime, wake=_Queue(runtime.settings).send)


def work(runtime: Runtime, threads: int) -> None:
    """Run jobs until the process is told to end; what it did not finish is handed back."""
    logging.getLogger("huey").setLevel(logging.CRITICAL)  # it prints what a message is about
    queue = _opened(runtime.settings)
    served = replace(runtime, wake=queue.send)
    queue.every_minute = lambda: _every_minute(served, queue.huey.pending_count)
    queue.look_at(lambda: ready(served))
    consumer = queue.huey.create_consumer(
        workers=threads,
        max_delay=_LOOKS_EVERY_S,
        graceful_signal="TERM",
        shutdown_timeout=STEPS_END_S,
    )
    queue.run = lambda job_id: _run(served, job_id, consumer.stop_flag.is_set)
    queue.every_minute()
    ending.leave_in_time(consumer.stop_flag)
    with beating(runtime.services.db):
        consumer.run()
    ending.hand_back(served)


def _opened(settings: Settings) -> _Queue:
    """Return the queue as soon as it can be opened: a full disk ends no worker."""
    while True:
        queue = _Queue(settings)
        try:
            queue.huey.pending_count()
        except Exception as error:  # whatever it is, somebody has to mend it, and may have soon
            LOG.error("The queue cannot be opened (%s); tried again.", type(error).__name__)
            time.sleep(_OPENS_AGAIN_IN_S)
        else:
            return queue


def _run(runtime: Runtime, job_id: str, stops: Callable[[], bool]) -> None:
    try:
        run_next(runtime, job_id, stops)
    except Exception as error:  # Huey would print it, and with it what the job was about
        LOG.error("A job could not be run or ended (%s); it is run again.", type(error).__name__)


def _every_minute(runtime: Runtime, count_messages: Callable[[], int]) -> None:
    """Ask for what is due by the clock, and bring what no message brings."""
    try:
        ask_for_what_is_due(runtime)
        due = sweep(runtime)
        for job in due if count_messages() < len(due) else ():
            wake(runtime, job.id)
    except Exception as error:  # as above; the next minute may do better
        LOG.warning("Lost jobs were not looked for (%s).", type(error).__name__)


class _Queue:
    """The queue, and what its messages do in a worker; elsewhere they are only sent."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._is_rows = not settings.database_url.startswith("sqlite")
        self.run: Callable[[str], object] = lambda _job_id: None
        self.every_minute: Callable[[], object] = never

    @cached_property
    def _opened(self) -> tuple[Any, Any]:
        """Open the queue when it is needed first: a page that cannot still stores its job."""
        if self._is_rows:
            huey = Huey("hedgerow", storage_class=RowsAsQueue, results=False)
        else:
            file = str(self._settings.data_folder / FILE)
            huey = SqliteHuey("hedgerow", storage_class=QueueFile, results=False, filename=file)
        # The names stand in the messages in the file, which outlive a process.
        message = huey.task(name="run")(lambda job_id: self.run(job_id))
        huey.periodic_task(crontab(), name="every minute")(lambda: self.every_minute())
        return huey, message

    @property
    def huey(self) -> Any:
        """Return Huey, opened."""
        return self._opened[0]

    def send(self, job_id: str, delay_s: float = 0.0) -> None:
        """Bring a job to a worker, some seconds from now."""
        if self._is_rows:
            return  # workers see the row
        _, message = self._opened
        if delay_s:
            message.schedule(args=(job_id,), delay=delay_s)
        else:
            message(job_id)

    def look_at(self, rows: Callable[[], tuple[Job, ...]]) -> None:
        """Bring from now on what these rows say, where they are the queue."""
        if self._is_rows:
            huey, message = self._opened
            huey.storage.ready = rows
            huey.storage.as_message = lambda job_id: huey.serialize_task(message.s(job_id))
