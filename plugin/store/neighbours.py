"""Which communities share a partnership: people work in several of them, and sponsors read all."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx


def neighbours(tx: Tx, community_id: str) -> tuple[str, ...]:
    """Return the ids of all communities of a community's partnership, its own among them."""
    own = sa.select(t.community.c.partnership_id).where(t.community.c.id == community_id)
    wanted = sa.select(t.community.c.id).where(
        t.community.c.partnership_id == own.scalar_subquery()
    )
    return tuple(tx.execute(wanted).scalars())
