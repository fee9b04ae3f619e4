"""Runs of a sync and their steps: ids, counts and sentences, never anybody's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from plugin.domain.sync_runs import SyncRun, SyncStep
from plugin.store import tables as t
from plugin.store.database import Tx

KEPT_FOR = timedelta(days=30)
_MINUTE = timedelta(minutes=1)  # Notion says no shorter times
_WENT = "words_went"  # in what came of a run: words went since it began
_AT_ONCE = 20  # most often two are enough
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
    own = t.sync_run.c.id == run_id
    before = tx.execute(sa.select(t.sync_run.c.outcome).where(own)).scalar() or {}
    went = {_WENT: True} if _WENT in before else {}
    tx.execute(sa.update(t.sync_run).where(own).values(outcome={**outcome, **went}))


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


def words_went(tx: Tx, partnership_id: str) -> None:
    """Remember that words went, which people may have written in Notion where no run has read them.

    Nothing tells whose they were, nor how often that happened between two runs.
    """
    newest = _newest_first(partnership_id, t.sync_run.c.id, t.sync_run.c.outcome).limit(1)
    row = tx.execute(newest).one_or_none()
    if row is not None and _WENT not in row.outcome:
        own = t.sync_run.c.id == row.id
        tx.execute(sa.update(t.sync_run).where(own).values(outcome={**row.outcome, _WENT: True}))


def may_tell_what_went(
    tx: Tx, partnership_id: str, piece_id: str, written_at: datetime | None = None
) -> bool:
    """Say whether words went after something was written in Notion that no run has read before.

    Without a moment it was written since a run before this one took all that a piece's page said.
    """
    if written_at is None:
        return any(_WENT in each for each in _since_it_was_taken(tx, partnership_id, piece_id))
    runs, at = _newest_first(partnership_id, t.sync_run.c.outcome), t.sync_run.c.at
    began = sa.select(sa.func.max(at)).where(t.sync_run.c.partnership_id == partnership_id)
    then = tx.execute(began.where(at <= written_at - _MINUTE)).scalar()
    runs = runs if then is None else runs.where(at >= then)
    return any(_WENT in outcome for outcome in tx.execute(runs).scalars())


def _since_it_was_taken(tx: Tx, partnership_id: str, piece_id: str) -> Iterator[Mapping[str, Any]]:
    """Yield what came of this run, and of those before, up to one that took a piece's page whole.

    One that stopped or broke off, was for other pieces, or left something of it, did not.
    """
    step = t.sync_step.c
    left = sa.select(step.run_id).where(step.our_id == piece_id, step.is_done.is_(False))
    is_left = t.sync_run.c.id.in_(left)
    runs = _newest_first(partnership_id, t.sync_run.c.outcome, is_left.label("is_left"))
    with tx.execute(runs, execution_options={"yield_per": _AT_ONCE}) as found:
        for number, (outcome, is_left_there) in enumerate(found):
            yield outcome
            is_whole = outcome.get("is_stopped") is False and not outcome.get("is_part")
            if number and is_whole and not is_left_there:
                return


def _newest_first(partnership_id: str, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    own = t.sync_run.c
    here = sa.select(*columns).where(own.partnership_id == partnership_id)
    return here.order_by(own.at.desc(), own.id.desc())


def forget_old(tx: Tx, before: datetime, most: int) -> int:
    """Forget runs of before a moment, but the last of each partnership; return how many went.

    That words went after one of them is told by the oldest that stays, so that whatever people
    wrote in Notion by then is as suspect as before.
    """
    own = t.sync_run.c
    last = sa.select(own.partnership_id, sa.func.max(own.at).label("at"))
    last_of = last.group_by(own.partnership_id).subquery()
    old = (
        sa.select(own.id, own.partnership_id, own.outcome)
        .join(last_of, last_of.c.partnership_id == own.partnership_id)
        .where(own.at < before, own.at < last_of.c.at)
        .order_by(own.at, own.id)
    )
    rows = tx.execute(old.limit(most)).all()
    ids = [row.id for row in rows]
    tx.execute(sa.delete(t.sync_step).where(t.sync_step.c.run_id.in_(ids)))
    tx.execute(sa.delete(t.sync_run).where(own.id.in_(ids)))
    for partnership_id in sorted({row.partnership_id for row in rows if _WENT in row.outcome}):
        here = sa.select(own.id, own.outcome).where(own.partnership_id == partnership_id)
        oldest = tx.execute(here.order_by(own.at, own.id).limit(1)).one()
        told = {**oldest.outcome, _WENT: True}
        tx.execute(sa.update(t.sync_run).where(own.id == oldest.id).values(outcome=told))
    return len(ids)


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
    outcome = {name: said for name, said in row.outcome.items() if name != _WENT}
    return SyncRun(row.id, row.at, outcome, tuple(_step(each) for each in steps))


def _step(row: Any) -> SyncStep:
    return SyncStep(
        row.number, row.action, row.kind, row.our_id, tuple(row.fields), row.is_done, row.why
    )
