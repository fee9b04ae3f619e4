"""The row of each credential in which its next free moment is kept, shared by all processes."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.postgres import lock_name

_READ = sa.select(t.turn.c.free_at, t.turn.c.held_until).where(
    t.turn.c.credential == sa.bindparam("asked")
)
_CHANGE = (
    sa.update(t.turn)
    .where(t.turn.c.credential == sa.bindparam("asked"))
    .values(free_at=sa.bindparam("free"), held_until=sa.bindparam("held"))
)


def turn(tx: Tx, credential: str) -> tuple[float, float] | None:
    """Return a credential's next free moment and until when it is held, or None.

    Both are seconds since 1970. Nobody else can change them until the transaction ends.
    """
    lock_name(tx, f"turn {credential}")
    return read_turn(tx, credential)


def read_turn(tx: Tx, credential: str) -> tuple[float, float] | None:
    """Return the same as `turn`, for whoever changes nothing."""
    row = tx.execute(_READ, {"asked": credential}).one_or_none()
    return None if row is None else (row.free_at, row.held_until)


def save_turn(tx: Tx, credential: str, free_at: float, held_until: float) -> None:
    """Store a credential's next free moment and until when it is held."""
    values = {"asked": credential, "free": free_at, "held": held_until}
    if tx.execute(_CHANGE, values).rowcount == 0:
        tx.execute(
            sa.insert(t.turn).values(credential=credential, free_at=free_at, held_until=held_until)
        )
