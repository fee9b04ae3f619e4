"""The jobs of the story: asked for and run as pages and workers do it, and counted.

They run in the process that tells the story, one after the other, for its clock stands still
meanwhile; whoever asked gets the outcome itself, not only what a job's row keeps of it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugin import use_cases
from plugin.domain.jobs import Job, JobState
from plugin.domain.people import OPERATOR, Actor
from plugin.errors import NotNow
from plugin.jobs import asking
from plugin.jobs.running import run_one
from plugin.store import jobs as stored_jobs
from plugin.use_cases import Runtime

_LOOKS_EVERY_S = 0.2


@dataclass(slots=True)
class StoryJobs:
    """Runs jobs, and counts what came of them."""

    runtime: Runtime
    done: int = 0
    failed: int = 0
    retried: int = 0

    def run(
        self, actor: Actor, kind: str, subject: str, payload: Mapping[str, Any] | None = None
    ) -> Any:
        """Ask for a job and run it to its end; return its value, or raise NotNow with why not."""
        job = asking.ask(self.runtime, actor, kind, subject, payload)
        value = run_one(self.runtime, job.id)
        while not (now := self._now(job)).is_over:  # it waits for its next try
            time.sleep(_LOOKS_EVERY_S)
            value = run_one(self.runtime, job.id)
        self.retried += max(now.attempts - 1, 0)
        if now.state is not JobState.DONE:
            self.failed += 1
            raise NotNow(now.problem.sentence if now.problem else "It was stopped.")
        self.done += 1
        return value

    def place_notes(self, session_id: str) -> int:
        """Bring the notes by phone of a session to its board; return how many came new."""
        return use_cases.place_notes(self.runtime, OPERATOR, session_id)

    def counted(self) -> dict[str, int]:
        """Return the counts, as the report has them."""
        return {"done": self.done, "failed": self.failed, "retried": self.retried}

    def _now(self, job: Job) -> Job:
        with self.runtime.services.db.read() as tx:
            found = stored_jobs.job(tx, job.id)
        if found is None:
            raise LookupError("A job of the story is gone.")
        return found
