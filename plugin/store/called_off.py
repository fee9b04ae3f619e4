"""Forgetting a session that will not take place, with all that was prepared for it.

Every table that names a session either holds what was prepared, and goes with it, or holds words
or what people decided, and keeps the session.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.columns import metadata
from plugin.store.database import Tx

PREPARED = frozenset(
    {"session_key", "board", "board_item", "held_reader", "returned", "arrangements", "live_step"}
)


def is_without_words(tx: Tx, session_id: str) -> bool:
    """Say whether nothing was collected, read back, asked or decided in a session."""
    return not any(
        tx.execute(sa.select(sa.literal(1)).where(own == session_id).limit(1)).first()
        for table, own in _references()
        if table.name not in PREPARED
    )


def forget_session(tx: Tx, session_id: str) -> None:
    """Forget a session without words, and what was prepared for it."""
    for table, own in _references():
        if table.name in PREPARED:
            tx.execute(sa.delete(table).where(own == session_id))
    tx.execute(sa.delete(t.session).where(t.session.c.id == session_id))


def _references() -> list[tuple[sa.Table, sa.Column[str]]]:
    """Return every table with its column that names a session, by foreign key or by name."""
    return [
        (table, table.c.session_id)
        for table in metadata.sorted_tables
        if "session_id" in table.c and table is not t.session
    ]
