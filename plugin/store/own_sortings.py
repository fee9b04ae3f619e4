"""Curators' own sortings of a session, and the notes that one of them put elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa

from plugin.domain.memos import MemoAbout
from plugin.domain.own_sortings import OwnSorting
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.memos import forget_about


def of_sessions(tx: Tx, session_ids: Collection[str]) -> tuple[OwnSorting, ...]:
    """Return every curator's own sorting of these sessions, the first begun first."""
    own = t.own_sorting.c
    wanted = sa.select(t.own_sorting).where(own.session_id.in_(list(session_ids)))
    return tuple(
        OwnSorting(row.id, row.session_id, row.person_id, row.begun_at, row.shown_at)
        for row in tx.execute(wanted.order_by(own.begun_at, own.id))
    )


def begin(tx: Tx, made: OwnSorting) -> None:
    """Store a new sorting; nobody else sees it yet."""
    tx.execute(
        sa.insert(t.own_sorting).values(
            id=made.id,
            session_id=made.session_id,
            person_id=made.person_id,
            begun_at=made.begun_at,
            shown_at=made.shown_at,
        )
    )


def show(tx: Tx, sorting_id: str, shown_at: datetime | None) -> None:
    """Let the other curators see a sorting, or with None no more."""
    own = t.own_sorting.c.id == sorting_id
    tx.execute(sa.update(t.own_sorting).where(own).values(shown_at=shown_at))


def throw_away(tx: Tx, sorting_id: str) -> None:
    """Delete a sorting with its clusters, and what it said of shared ones; notes stay."""
    own = sa.select(t.cluster.c.id).where(t.cluster.c.sorting_id == sorting_id)
    tx.execute(sa.delete(t.seen_otherwise).where(t.seen_otherwise.c.other_id.in_(own)))
    tx.execute(sa.delete(t.placement).where(t.placement.c.cluster_id.in_(own)))
    for cluster_id in tx.execute(own).scalars().all():
        forget_about(tx, MemoAbout.CLUSTER, cluster_id)
    tx.execute(sa.delete(t.cluster).where(t.cluster.c.sorting_id == sorting_id))
    tx.execute(sa.delete(t.own_sorting).where(t.own_sorting.c.id == sorting_id))


def keep_otherwise(tx: Tx, cluster_id: str, those: Iterable[tuple[str, str]]) -> None:
    """Keep of notes of a shared cluster that somebody put them into another cluster, of theirs."""
    rows = [
        {"cluster_id": cluster_id, "note_id": note_id, "other_id": other_id}
        for note_id, other_id in dict.fromkeys(those)
    ]
    if rows:
        tx.execute(sa.insert(t.seen_otherwise), rows)
