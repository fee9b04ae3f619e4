"""Pieces that are looked at again since a note is gone: opened with the erasing, settled later."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.questions import LEFT_OUT
from plugin.store import gone_words as stored_gone_words
from plugin.store import piece_readings
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.exports import drop_contents_beside
from plugin.store.piece_steps import pieces_with_its_words
from plugin.store.side_tables import to_the_day


def open_for_sources(tx: Tx, note_id: str, at: datetime) -> None:
    """Open a review of every piece that rests on a note, while its words go.

    What was split from such a piece, or joined with it, may tell the same words.
    """
    wanted = sa.select(t.source.c.piece_id).where(
        t.source.c.note_id == note_id, t.source.c.gone_because.is_(None)
    )
    those = {
        each
        for piece_id in tx.execute(wanted).scalars().all()
        for each in pieces_with_its_words(tx, piece_id)
    }
    for piece_id in sorted(those):
        open_review(tx, piece_id, note_id, at)


def open_where_told(
    tx: Tx, community_id: str, gone: Mapping[str, Sequence[str]], at: datetime
) -> None:
    """Remember where wordings tell texts that go, by their ids, and open reviews.

    Wordings of all groups beside this one are meant.
    """
    for piece_id, own in sorted(stored_gone_words.remember_beside(tx, community_id, gone)):
        open_review(tx, piece_id, own, at)


def open_for_readings(
    tx: Tx,
    community_ids: Collection[str],
    gone: Mapping[str, Sequence[str]],
    at: datetime,
    but_for: Collection[str] = (),
) -> None:
    """Open a review of every piece beside which words of these texts, by their ids, are read.

    Call it before they go: what was checked stood beside them. Readings `but_for` which stay.
    """
    for piece_id, own in sorted(piece_readings.repeating(tx, community_ids, gone, but_for)):
        open_review(tx, piece_id, own, at, of_reading=True)


def left_out(notes: sa.SelectBase) -> sa.CTE:
    """Select of which pieces the writers of these notes left them out, each with the day.

    Read once for a statement: asked for each source by itself, it would read all sources of a note
    for each of them, and a memory of thousands of pieces takes minutes.
    """
    other, kept = t.source.alias(), t.review.alias()
    same = (kept.c.piece_id == other.c.piece_id) & (kept.c.note_id == other.c.note_id)
    found = (
        sa.select(other.c.note_id, other.c.piece_id, kept.c.opened_at)
        .select_from(sa.join(other, kept, same))
        .where(other.c.note_id.in_(notes), other.c.gone_because == LEFT_OUT)
    )
    return found.cte("left_out").prefix_with("MATERIALIZED")


def left_out_elsewhere(of: Any, left: sa.CTE) -> sa.ColumnElement[datetime]:
    """Select since when the writer of a source's note does not want it in another piece.

    `of` are the columns of the source, `left` what was left out of their notes (`left_out`); null
    where nobody said so. The day is that of the review which opened with it, or of a restore that
    lost the piece.
    """
    here = (
        sa.select(sa.func.min(left.c.opened_at))
        .where(left.c.note_id == of.note_id, left.c.piece_id != of.piece_id)
        .correlate(of.note_id.table)
        .scalar_subquery()
    )
    lost = t.lost_refusal.c
    of_lost = sa.select(sa.func.min(lost.at)).where(lost.note_id == of.note_id)
    before = of_lost.correlate(of.note_id.table).scalar_subquery()
    # The first no counts: a second one, in a third piece, takes nothing back.
    return sa.case((here.is_(None), before), (before < here, before), else_=here)


def open_review(
    tx: Tx,
    piece_id: str,
    note_id: str,
    at: datetime,
    *,
    of_reading: bool = False,
    before: int | None = None,
) -> None:
    """Open a review of the wordings that a piece has now; one of the same note is opened again.

    `of_reading`: what went stood beside them, so that nothing of them is checked any more; `before`
    that basis, where later ones had been without it.
    Only the day is kept: a moment could lead to whoever took the note back. Files that wait to be
    downloaded go, as they may tell what the piece told until now.
    """
    drop_contents_beside(tx, piece_id)
    kept = t.review.c
    same = (kept.piece_id == piece_id) & (kept.note_id == note_id)
    newest = sa.select(sa.func.max(t.wording.c.number)).where(t.wording.c.piece_id == piece_id)
    if before is not None:
        newest = newest.where(t.wording.c.basis < before)
    up_to = tx.execute(newest).scalar() or 0
    if tx.execute(sa.select(kept.piece_id).where(same)).first() is not None:
        again: dict[str, Any] = {"up_to": up_to, "settled_at": None}
        again |= {"of_reading": True} if of_reading else {}
        source = (t.source.c.piece_id == piece_id) & (t.source.c.note_id == note_id)
        is_left_out = sa.select(t.source.c.note_id).where(
            source, t.source.c.gone_because == LEFT_OUT
        )
        # The day of a no counts in other pieces (`left_out_elsewhere`): it stays.
        if tx.execute(is_left_out).first() is None:
            again["opened_at"] = to_the_day(at)
        tx.execute(sa.update(t.review).where(same).values(again))
        return
    tx.execute(
        sa.insert(t.review).values(
            piece_id=piece_id,
            note_id=note_id,
            opened_at=to_the_day(at),
            up_to=up_to,
            of_reading=of_reading,
        )
    )


def settle(tx: Tx, piece_id: str, note_ids: Collection[str], at: datetime) -> None:
    """Settle reviews of a piece: somebody who curates has looked, and it still stands."""
    kept = t.review.c
    tx.execute(
        sa.update(t.review)
        .where(kept.piece_id == piece_id, kept.note_id.in_(list(note_ids)))
        .values(settled_at=at)
    )
