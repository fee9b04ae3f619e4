"""Runs of a sync and their steps: ids, counts and sentences, never anybody's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from plugin.domain.sync_runs import SyncRun, SyncStep
from plugin.store import tables as t
from plugin.store.database import Tx

KEPT_FOR = timedelta(days=30)
_ADD_STEP = sa.insert(t.sync_step)  # made once: every action of a run has a step


def start_run(tx: Tx, run_id: str, partnership_id: str, at: datetime) -> None:
    """Store that a run began, and forget the steps of old ones."""
    old = sa.select(t.sync_run.c.id).where(t.sync_run.c.at < at - KEPT_FOR)
    tx.execute(sa.delete(t.sync_step).where(t.sync_step.c.run_id.in_(old)))
    tx.execute(
        sa.insert(t.sync_run).values(id=run_id, partnership_id=partnership_id, at=at, outcome={})
    )


def finish_run(tx: Tx, run_id: str, outcome: Mapping[str, Any]) -> None:
    """Store what came of a run, in counts and sentences."""
    tx.execute(sa.update(t.sync_run).where(t.sync_run.c.id == run_id).values(outcome=dict(outcome)))


def add_step(tx: Tx, run_id: str, step: SyncStep) -> None:
    """Store what came of one action."""
    values = {
        "run_id": run_id,
        "number": step.number,
        "action": step.action,
        "kind": step.kind,
        "our_id": step.our_id,
        "fields": list(step.fields),
        "is_done": step.is_done,
        "why": step.why,
    }
    tx.execute(_ADD_STEP, values)


def last_run(tx: Tx, partnership_id: str) -> SyncRun | None:
    """Return the newest run of a partnership with its steps, or None."""
    row = tx.execute(
        sa.select(t.sync_run)
        .where(t.sync_run.c.partnership_id == partnership_id)
        .order_by(t.sync_run.c.at.desc(), t.sync_run.c.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    steps = tx.execute(
        sa.select(t.sync_step).where(t.sync_step.c.run_id == row.id).order_by(t.sync_step.c.number)
    ).all()
    return SyncRun(row.id, row.at, dict(row.outcome), tuple(_step(each) for each in steps))


def _step(row: Any) -> SyncStep:
    return SyncStep(
        row.number, row.action, row.kind, row.our_id, tuple(row.fields), row.is_done, row.why
    )
