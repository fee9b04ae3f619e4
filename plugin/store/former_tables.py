"""Tables in Notion of memories that communities once had to themselves, until a run has told."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx


def former_tables(tx: Tx, partnership_id: str) -> tuple[str, ...]:
    """Return the ids of the data sources that are still to be left."""
    column = t.former_table.c.data_source_id
    wanted = sa.select(column).where(t.former_table.c.partnership_id == partnership_id)
    return tuple(tx.execute(wanted.order_by(column)).scalars())


def forget(tx: Tx, data_source_ids: Collection[str]) -> None:
    """Forget tables whose rows were named."""
    column = t.former_table.c.data_source_id
    tx.execute(sa.delete(t.former_table).where(column.in_(list(data_source_ids))))
