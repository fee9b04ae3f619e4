"""The queue that brings ids of jobs to workers: Huey, known here and nowhere else.

A message that is lost is sent again by the sweeper; one that comes twice finds the job taken.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from huey import SqliteHuey, crontab  # type: ignore[import-untyped] # it ships no types

from plugin.config import Settings
from plugin.jobs.asking import wake
from plugin.jobs.running import never, run_one, sweep
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.jobs")
FILE = "hedgerow-queue.db"
_STOPS_WITHIN_S = 8  # then the process ends; what it ran is gone on with by the next worker
_LOOKS_EVERY_S = 0.5


def with_queue(runtime: Runtime) -> Runtime:
    """Return the runtime with its jobs brought to the workers of this Hedgerow."""
    return replace(runtime, wake=_Queue(runtime.settings).send)


def work(runtime: Runtime, threads: int) -> None:
    """Run jobs until the process is told to end; what it did not finish is put back."""
    queue = _Queue(runtime.settings)
    served = replace(runtime, wake=queue.send)
    queue.sweep = lambda: _sweep(served)
    consumer = queue.huey.create_consumer(
        workers=threads,
        max_delay=_LOOKS_EVERY_S,
        graceful_signal="TERM",
        shutdown_timeout=_STOPS_WITHIN_S,
    )
    queue.run = lambda job_id: _run(served, job_id, consumer.stop_flag.is_set)
    logging.getLogger("huey").setLevel(logging.WARNING)
    queue.sweep()
    consumer.run()


def _run(runtime: Runtime, job_id: str, stops: Callable[[], bool]) -> None:
    try:
        run_one(runtime, job_id, stops)
    except Exception as error:  # Huey would print it, and with it what the job was about
        LOG.error("A job could not be run or ended (%s); it is run again.", type(error).__name__)


def _sweep(runtime: Runtime) -> None:
    try:
        for job in sweep(runtime):
            wake(runtime, job.id)
    except Exception as error:  # as above; the next one may do better
        LOG.warning("Lost jobs were not looked for (%s).", type(error).__name__)


class _Queue:
    """The queue's file, and what its messages do in a worker; elsewhere they are only sent."""

    def __init__(self, settings: Settings) -> None:
        file = settings.data_folder / FILE
        self.huey: Any = SqliteHuey("hedgerow", results=False, filename=str(file))
        self.run: Callable[[str], object] = lambda _job_id: None
        self.sweep: Callable[[], object] = never
        # The names stand in the messages in the file, which outlive a process.
        self._message = self.huey.task(name="run")(lambda job_id: self.run(job_id))
        self.huey.periodic_task(crontab(), name="sweep")(lambda: self._sweep())

    def send(self, job_id: str, delay_s: float = 0.0) -> None:
        """Bring a job to a worker, some seconds from now."""
        if delay_s:
            self._message.schedule(args=(job_id,), delay=delay_s)
        else:
            self._message(job_id)

    def _sweep(self) -> None:
        if self.huey.pending_count() == 0:  # what waits in the queue is not lost
            self.sweep()
