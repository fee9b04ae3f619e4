"""Runs of a sync and their steps: what each did, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class StepOutcome(StrEnum):
    """What came of one action of a sync."""

    DONE = "done"
    FAILED = "failed"
    LEFT = "left"  # for the next run, because something that it needs was not done
    STOPPED = "stopped"  # the run ended at it
    AGAIN = "compared again"  # it was not done, and the same run read and decided once more


@dataclass(frozen=True, slots=True)
class SyncStep:
    """One action of a sync: done, or not done and why (empty where an earlier step says it)."""

    number: int
    action: str  # the action's name, CreateRow
    kind: str  # piece, session, community; page or a table's name where a memory is made
    our_id: str
    fields: tuple[str, ...]
    is_done: bool
    why: str


@dataclass(frozen=True, slots=True)
class SyncRun:
    """One run of a sync; no outcome yet: it is running, or broke off."""

    id: str
    at: datetime
    outcome: Mapping[str, Any]
    steps: tuple[SyncStep, ...]

    def outcome_of(self, step: SyncStep) -> StepOutcome:
        """Return what came of a step, told from what came of the run.

        Up to the step `compared_again` everything was decided on anew in the same run.
        """
        if step.is_done:
            return StepOutcome.DONE
        if step.number == self.outcome.get("stopped_at"):
            return StepOutcome.STOPPED
        if step.number <= self.outcome.get("compared_again", 0):
            return StepOutcome.AGAIN
        return StepOutcome.FAILED if step.why else StepOutcome.LEFT
