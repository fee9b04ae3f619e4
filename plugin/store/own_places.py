"""Communities with a memory of their own in Notion: under which page, and where it was made."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.domain.links import NotionPlace
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.links import place_of, values_of


def save_parent(tx: Tx, community_id: str, page_id: str) -> None:
    """Store under which page a community keeps its own memory; empty: it has none (any more)."""
    tx.execute(sa.delete(t.own_parent).where(t.own_parent.c.community_id == community_id))
    if page_id:
        tx.execute(sa.insert(t.own_parent).values(community_id=community_id, page_id=page_id))


def parent(tx: Tx, community_id: str) -> str:
    """Return under which page a community keeps its own memory, empty where it has none."""
    wanted = sa.select(t.own_parent.c.page_id).where(t.own_parent.c.community_id == community_id)
    return tx.execute(wanted).scalar() or ""


def parents(tx: Tx, partnership_id: str) -> dict[str, str]:
    """Return the pages under which communities keep memories of their own, by community."""
    wanted = (
        sa.select(t.own_parent.c.community_id, t.own_parent.c.page_id)
        .join(t.community, t.community.c.id == t.own_parent.c.community_id)
        .where(t.community.c.partnership_id == partnership_id)
    )
    return {row.community_id: row.page_id for row in tx.execute(wanted).all()}


def save_place(tx: Tx, place: NotionPlace) -> None:
    """Store where a community's own memory lives; parts that are not made yet are None."""
    own = t.own_place.c.community_id == place.community_id
    tx.execute(sa.delete(t.own_place).where(own))
    tx.execute(
        sa.insert(t.own_place).values(
            community_id=place.community_id, is_left=place.is_left, **values_of(place)
        )
    )


def places(tx: Tx, partnership_id: str) -> dict[str, NotionPlace]:
    """Return where communities' own memories live, by community; left ones too."""
    wanted = sa.select(t.own_place).where(t.own_place.c.partnership_id == partnership_id)
    return {
        row.community_id: place_of(row, community_id=row.community_id, is_left=row.is_left)
        for row in tx.execute(wanted).all()
    }


def memory_pages(tx: Tx) -> frozenset[str]:
    """Return the ids of the pages of all communities' own memories."""
    return frozenset(tx.execute(sa.select(t.own_place.c.memory_page_id)).scalars())
