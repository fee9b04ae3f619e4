"""The queue where the database is PostgreSQL: the rows of jobs, looked at by every worker.

Workers of all machines see them, whoever asked for a job and wherever. Nothing is sent, so nothing
can be lost: a job is there as soon as its row is, and is claimed as always.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from huey.storage import MemoryStorage  # type: ignore[import-untyped] # it ships no types

from plugin.domain.jobs import Job

_AGAIN_AFTER_S = 5.0  # brought, but neither run nor claimed by another: the database failed, say


class RowsAsQueue(MemoryStorage):  # type: ignore[misc] # it ships no types
    """Brings a worker's threads what is due; only its own periodic work waits in memory."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.ready: Callable[[], tuple[Job, ...]] = tuple
        self.as_message: Callable[[str], bytes] | None = None
        self._guard = Lock()
        self._brought: dict[str, float] = {}

    def dequeue(self) -> bytes | None:
        """Return the next piece of work, None where there is none."""
        own: bytes | None = super().dequeue()
        if own is not None or self.as_message is None:
            return own
        with self._guard:
            job_id = self._next()
        return None if job_id is None else self.as_message(job_id)

    def _next(self) -> str | None:
        """Return a job that no thread of this process was brought a moment ago."""
        now_s = time.monotonic()
        self._brought = {
            job_id: at_s for job_id, at_s in self._brought.items() if at_s > now_s - _AGAIN_AFTER_S
        }
        for job in self.ready():
            if job.id not in self._brought:
                self._brought[job.id] = now_s
                return job.id
        return None
