"""Writes down what a run does while it does it, for the sync page: ids and outcomes, no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugin import intents
from plugin.domain.links import SyncStep
from plugin.store import sync_runs as stored
from plugin.store.ground import Ground
from plugin.sync.deciding.actions import Action


@dataclass(slots=True)
class Journal:
    """The record of one run."""

    ground: Ground
    run_id: str
    steps: int = 0

    @classmethod
    def begin(cls, ground: Ground, partnership_id: str) -> Journal:
        """Store that a run began."""
        run_id = ground.new_id()
        with intents.writing_alone(ground, fleeting=True) as tx:
            stored.start_run(tx, run_id, partnership_id, ground.now)
        return cls(ground, run_id)

    def note(self, action: Action, why: str | None) -> None:
        """Store what came of an action: done (None), or why it was left for the next run."""
        self.steps += 1
        about = action.about
        step = SyncStep(
            self.steps,
            type(action).__name__,
            about.kind,
            about.our_id,
            action.fields,
            why is None,
            why or "",
        )
        with intents.writing_alone(self.ground, fleeting=True) as tx:
            stored.add_step(tx, self.run_id, step)

    def end(self, outcome: Mapping[str, Any]) -> None:
        """Store what came of the run."""
        with intents.writing_alone(self.ground) as tx:
            stored.finish_run(tx, self.run_id, outcome)
