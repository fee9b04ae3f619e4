"""Workers that run: one row each, which says when it was last seen."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx


def beat(tx: Tx, worker: str, now_s: float) -> None:
    """Note that a worker runs."""
    known = sa.update(t.heartbeat).where(t.heartbeat.c.worker == worker).values(seen_s=now_s)
    if tx.execute(known).rowcount == 0:
        tx.execute(sa.insert(t.heartbeat).values(worker=worker, seen_s=now_s))


def forget(tx: Tx, worker: str) -> None:
    """Note that a worker has ended."""
    tx.execute(sa.delete(t.heartbeat).where(t.heartbeat.c.worker == worker))


def forget_before(tx: Tx, moment_s: float) -> None:
    """Forget the workers that nobody saw since a moment."""
    tx.execute(sa.delete(t.heartbeat).where(t.heartbeat.c.seen_s < moment_s))


def seen(tx: Tx) -> tuple[float, ...]:
    """Return when each worker was last seen, in seconds since 1970."""
    return tuple(tx.execute(sa.select(t.heartbeat.c.seen_s)).scalars())
