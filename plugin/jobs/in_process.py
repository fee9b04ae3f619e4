"""A worker in the process that serves the pages, without a queue: for the demo and for tests."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from plugin.jobs.heartbeats import beating
from plugin.jobs.running import run_one, sweep
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.jobs")
_LOOKS_EVERY_S = 0.2


@contextmanager
def working(runtime: Runtime) -> Iterator[None]:
    """Run what is asked for, one job after the other, until the end of the block."""
    over = Event()
    thread = Thread(target=_work, args=(runtime, over), name="worker", daemon=True)
    thread.start()
    try:
        with beating(runtime.services.db):
            yield
    finally:
        over.set()
        thread.join()


def _work(runtime: Runtime, over: Event) -> None:
    while not over.wait(_LOOKS_EVERY_S):
        try:
            for job in sweep(runtime):
                run_one(runtime, job.id, over.is_set)
        except Exception as error:  # a database that is busy, say; the next look may do better
            LOG.warning("Jobs wait; looked for again (%s).", type(error).__name__)
