"""Which communities share a partnership: people work in several of them, and sponsors read all."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx


def neighbours(tx: Tx, community_id: str) -> tuple[str, ...]:
    """Return the ids of all communities of a community's partnership, its own among them."""
    return tuple(tx.execute(select_neighbours(community_id)).scalars())


def select_neighbours(community_id: str) -> sa.Select[str]:
    """Return the select of `neighbours`, for a statement that compares with them."""
    own = sa.select(t.community.c.partnership_id).where(t.community.c.id == community_id)
    return sa.select(t.community.c.id).where(t.community.c.partnership_id == own.scalar_subquery())
