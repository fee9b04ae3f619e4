"""Clusters, and which notes are in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from plugin.domain.clusters import Cluster, Placement
from plugin.domain.hidden_texts import hide, put_back
from plugin.domain.labels import Label
from plugin.domain.memos import MemoAbout
from plugin.domain.overlap import Phrases
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.memos import forget_about
from plugin.store.quotable import require_each_quotable
from plugin.store.readable_notes import may_be_read


def clusters(tx: Tx, community_id: str, sorting_id: str | None = None) -> tuple[Cluster, ...]:
    """Return the clusters of a community in their order, with sentences as they may be read.

    With `sorting_id` those of one curator's own sorting, else those that are everybody's.
    """
    own = (t.cluster.c.community_id == community_id) & _of(sorting_id)
    wanted = sa.select(t.cluster).where(own).order_by(t.cluster.c.number, t.cluster.c.made_at)
    rows = tx.execute(wanted).all()
    held = held_beside(tx, community_id) if rows else None
    return tuple(_cluster(row, held) for row in rows)


def add(tx: Tx, made: Cluster) -> None:
    """Store a new cluster; raise BadInput for a sentence with words that come back nowhere."""
    require_each_quotable(tx, made.community_id, [(made.sentence, "")])
    tx.execute(
        sa.insert(t.cluster).values(
            id=made.id,
            community_id=made.community_id,
            session_id=made.session_id,
            number=made.number,
            sentence=made.sentence,
            version=made.version,
            made_at=made.made_at,
            piece_id=made.piece_id,
            sorting_id=made.sorting_id,
        )
    )


def reword(tx: Tx, known: Cluster, sentence: str) -> None:
    """Store another sentence; raise BadInput for one with words that come back nowhere.

    What was hidden from whoever wrote it stays.
    """
    own = t.cluster.c.id == known.id
    stored = tx.execute(sa.select(t.cluster.c.sentence).where(own)).scalar() or ""
    sentence = put_back(sentence, stored, held_beside(tx, known.community_id))
    require_each_quotable(tx, known.community_id, [(sentence, stored)])
    values = {"sentence": sentence, "version": known.version + 1}
    tx.execute(sa.update(t.cluster).where(own).values(**values))


def became(tx: Tx, cluster_id: str, piece_id: str) -> None:
    """Remember the piece that was made of a cluster."""
    tx.execute(sa.update(t.cluster).where(t.cluster.c.id == cluster_id).values(piece_id=piece_id))


def remove(tx: Tx, cluster_id: str) -> None:
    """Delete a cluster; its notes stay where else they are."""
    trail = t.seen_otherwise.c
    tx.execute(
        sa.delete(t.seen_otherwise).where(
            (trail.cluster_id == cluster_id) | (trail.other_id == cluster_id)
        )
    )
    tx.execute(sa.delete(t.placement).where(t.placement.c.cluster_id == cluster_id))
    forget_about(tx, MemoAbout.CLUSTER, cluster_id)
    tx.execute(sa.delete(t.cluster).where(t.cluster.c.id == cluster_id))


def clusters_of(
    tx: Tx, note_ids: Iterable[str], sorting_id: str | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the ids of the clusters of these notes, by note, in the order of the clusters."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    here = t.placement.c
    wanted = (
        sa.select(here.note_id, here.cluster_id)
        .join(t.cluster, t.cluster.c.id == here.cluster_id)
        .where(here.note_id.in_(list(note_ids)), _of(sorting_id))
        .order_by(t.cluster.c.number, t.cluster.c.made_at)
    )
    for note_id, cluster_id in tx.execute(wanted):
        found[note_id].append(cluster_id)
    return {note_id: tuple(each) for note_id, each in found.items()}


def seen_otherwise(
    tx: Tx, community_id: str, note_ids: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Return how curators call the clusters of their own in which they put notes instead, by note.

    It is of notes that are in the shared cluster that was made of two sortings; "" stands for a
    name whose curator sorts alone again.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    own = t.seen_otherwise.c
    is_there = (t.placement.c.cluster_id == own.cluster_id) & (t.placement.c.note_id == own.note_id)
    wanted = (
        sa.select(t.cluster, own.note_id, t.own_sorting.c.shown_at)
        .join(t.seen_otherwise, own.other_id == t.cluster.c.id)
        .join(t.placement, is_there)
        .join(t.own_sorting, t.own_sorting.c.id == t.cluster.c.sorting_id)
        .where(own.note_id.in_(list(note_ids)))
        .order_by(own.note_id, t.cluster.c.number, t.cluster.c.id)
    )
    rows = tx.execute(wanted).all()
    held = held_beside(tx, community_id) if rows else None
    for row in rows:
        found[row.note_id].append(_cluster(row, held).name if row.shown_at else "")
    return {note_id: tuple(dict.fromkeys(names)) for note_id, names in found.items()}


def notes_in(tx: Tx, cluster_id: str) -> tuple[str, ...]:
    """Return the ids of a cluster's notes, in the order in which they were put there."""
    here = t.placement.c
    wanted = sa.select(here.note_id).where(here.cluster_id == cluster_id)
    return tuple(tx.execute(wanted.order_by(here.number, here.note_id)).scalars())


def numbers_in(tx: Tx, community_id: str, sorting_id: str | None = None) -> dict[str, int]:
    """Return how many notes on the desk each cluster of a community has; no empty ones."""
    here = t.placement.c
    wanted = (
        sa.select(here.cluster_id, sa.func.count())
        .join(t.cluster, t.cluster.c.id == here.cluster_id)
        .join(t.note, t.note.c.id == here.note_id)
        .where(t.cluster.c.community_id == community_id, _of(sorting_id), may_be_read(tx))
        .group_by(here.cluster_id)
    )
    return {row[0]: row[1] for row in tx.execute(wanted)}


def number_in_none(tx: Tx, session_id: str, sorting_id: str | None = None) -> int:
    """Return how many kept notes of a session are in no cluster, but for those set aside."""
    here = _in_none(tx, session_id, sorting_id)
    return tx.execute(sa.select(sa.func.count()).select_from(t.note).where(here)).scalar_one()


def notes_in_none(
    tx: Tx, session_id: str, sorting_id: str | None, most: int, first: int = 0
) -> tuple[str, ...]:
    """Return kept notes of a session that are in no cluster, as they lie on the board.

    They are at most `most`, from number `first` on.
    """
    note = t.note.c
    wanted = sa.select(note.id).where(_in_none(tx, session_id, sorting_id))
    ordered = wanted.order_by(note.zone_code, note.y, note.x, note.id).limit(most).offset(first)
    return tuple(tx.execute(ordered).scalars())


def notes_placed(tx: Tx, session_id: str, sorting_id: str | None, most: int) -> tuple[str, ...]:
    """Return the first notes of the clusters of a session, each once, cluster by cluster."""
    here, own = t.placement.c, t.cluster.c
    wanted = (
        sa.select(here.note_id)
        .join(t.cluster, own.id == here.cluster_id)
        .where(own.session_id == session_id, _of(sorting_id))
        .group_by(here.note_id)
        .order_by(sa.func.min(own.number), sa.func.min(here.number), here.note_id)
        .limit(most)
    )
    return tuple(tx.execute(wanted).scalars())


def _in_none(tx: Tx, session_id: str, sorting_id: str | None) -> sa.ColumnElement[bool]:
    note = t.note.c
    placed = (
        sa.select(sa.literal(1))
        .select_from(t.placement)
        .join(t.cluster, t.cluster.c.id == t.placement.c.cluster_id)
        .where(t.placement.c.note_id == note.id, _of(sorting_id))
        .exists()
    )
    aside = sa.select(sa.literal(1)).where(t.set_aside.c.note_id == note.id).exists()
    return (
        (note.session_id == session_id)
        & (note.label == Label.M.value)
        & sa.not_(note.is_waiting)
        & may_be_read(tx)
        & sa.not_(placed)
        & sa.not_(aside)
    )


def put(tx: Tx, places: Collection[Placement], put_by: str | None) -> None:
    """Put notes at the end of clusters, as far as they are not there yet."""
    for cluster_id in dict.fromkeys(each.cluster_id for each in places):
        here = t.placement.c.cluster_id == cluster_id
        rows = tx.execute(sa.select(t.placement.c.note_id, t.placement.c.number).where(here)).all()
        known, last = {row[0] for row in rows}, max((row[1] for row in rows), default=0)
        new = [each for each in places if each.cluster_id == cluster_id]
        values = [
            {
                "cluster_id": cluster_id,
                "note_id": each.note_id,
                "number": each.number or last + place,
                "put_by": put_by,
            }
            for place, each in enumerate(new, 1)
            if each.note_id not in known
        ]
        if values:
            tx.execute(sa.insert(t.placement), values)


def take(tx: Tx, places: Iterable[Placement]) -> None:
    """Take notes out of clusters."""
    rows = [{"its_cluster": each.cluster_id, "its_note": each.note_id} for each in places]
    if rows:
        here = t.placement.c
        own = (here.cluster_id == sa.bindparam("its_cluster")) & (
            here.note_id == sa.bindparam("its_note")
        )
        tx.execute(sa.delete(t.placement).where(own), rows)


def _of(sorting_id: str | None) -> sa.ColumnElement[bool]:
    """Return the condition that a cluster is of a sorting, or everybody's."""
    own = t.cluster.c.sorting_id
    return own.is_(None) if sorting_id is None else own == sorting_id


def _cluster(row: Any, held: Phrases | None) -> Cluster:
    return Cluster(
        id=row.id,
        community_id=row.community_id,
        session_id=row.session_id,
        number=row.number,
        sentence=hide(row.sentence, held),
        version=row.version,
        made_at=row.made_at,
        piece_id=row.piece_id,
        sorting_id=row.sorting_id,
    )
