"""Writes down what a run does while it does it, for the sync page: ids and outcomes, no words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugin import intents
from plugin.domain.jobs import PREVIEW
from plugin.domain.sync_runs import SyncRun, SyncStep
from plugin.store import jobs as stored_jobs
from plugin.store import sync_runs as stored_sync_runs
from plugin.store.services import Services
from plugin.sync.actions import Action
from plugin.sync.report.steps import StepLine, step_line

# What came of an action; None: it is done. Nothing (""): an earlier step says why it was left.
Note = Callable[[Action, str | None], None]


@dataclass(slots=True)
class Journal:
    """The record of one run; names stay in here, and are never stored."""

    services: Services
    run_id: str
    noted: list[tuple[SyncStep, str]] = field(default_factory=list)
    stopped_at: int | None = None  # the step at which the run ended
    compared_again: int = 0  # the steps up to this one were decided on anew

    @classmethod
    def begin(cls, services: Services, partnership_id: str) -> Journal:
        """Store that a run began; what somebody saw that it would do is of before."""
        run_id = services.new_id()
        with intents.writing_alone(services, fleeting=True) as tx:
            stored_sync_runs.start_run(tx, run_id, partnership_id, services.now)
            if stored_jobs.newest_about(tx, partnership_id, (PREVIEW,)) is not None:
                stored_jobs.forget_ended(tx, partnership_id, PREVIEW)
        return cls(services, run_id)

    def note(self, action: Action, why: str | None) -> None:
        """Store what came of an action: done (None), or why it was left for the next run."""
        about = action.about
        step = SyncStep(
            len(self.noted) + 1,
            type(action).__name__,
            about.kind,
            about.our_id,
            action.fields,
            why is None,
            why or "",
        )
        self.noted.append((step, about.name))
        with intents.writing_alone(self.services, fleeting=True) as tx:
            stored_sync_runs.add_step(tx, self.run_id, step)

    def note_stop(self, action: Action, why: str) -> None:
        """Store that the run ends at an action."""
        self.note(action, why)
        self.stopped_at = len(self.noted)

    def end(self, outcome: Mapping[str, Any]) -> None:
        """Store what came of the run."""
        with intents.writing_alone(self.services) as tx:
            stored_sync_runs.finish_run(tx, self.run_id, {**outcome, **self._where})

    @property
    def lines(self) -> tuple[StepLine, ...]:
        """Return every step in words."""
        run = SyncRun(self.run_id, self.services.now, self._where, ())
        return tuple(step_line(step, run.outcome_of(step), name) for step, name in self.noted)

    @property
    def _where(self) -> Mapping[str, Any]:
        return {"stopped_at": self.stopped_at, "compared_again": self.compared_again}
