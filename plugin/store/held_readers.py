"""Who may read the held notes of a session, by id and by the name that its board prints."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from plugin.domain.held import HeldReader
from plugin.store import tables as t
from plugin.store.database import Tx


def freeze(tx: Tx, session_id: str, readers: Sequence[HeldReader]) -> None:
    """Store the readers of a session in the order in which its board names them."""
    for number, reader in enumerate(readers):
        tx.execute(
            sa.insert(t.held_reader).values(
                session_id=session_id,
                person_id=reader.person_id,
                number=number,
                name=reader.name,
            )
        )


def named_in(tx: Tx, person_id: str) -> frozenset[str]:
    """Return the ids of the sessions whose boards name a person."""
    held = t.held_reader.c
    return frozenset(
        tx.execute(sa.select(held.session_id).where(held.person_id == person_id)).scalars()
    )


def frozen(tx: Tx, session_id: str) -> tuple[HeldReader, ...]:
    """Return the readers of a session; none where nobody was named."""
    rows = tx.execute(
        sa.select(t.held_reader)
        .where(t.held_reader.c.session_id == session_id)
        .order_by(t.held_reader.c.number)
    ).all()
    return tuple(HeldReader(row.person_id, row.name) for row in rows)
