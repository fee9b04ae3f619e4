"""What people answered to wordings: read-backs with objections, and yeses of single writers."""

from __future__ import annotations

from datetime import date, datetime
from sys import intern
from typing import Any

import sqlalchemy as sa

from plugin.domain.pieces import OwnYes, ReadBack
from plugin.store import tables as t
from plugin.store.database import Tx


def add_read_back(tx: Tx, read_back: ReadBack) -> None:
    """Store that a meeting agreed to a wording."""
    tx.execute(
        sa.insert(t.read_back).values(
            id=read_back.id,
            piece_id=read_back.piece_id,
            wording_id=read_back.wording_id,
            session_id=read_back.session_id,
            day=read_back.day,
            met_until=read_back.met_until,
            read_id=read_back.read_id,
            objections=read_back.objections,
            objected_on=read_back.objected_on,
            objected_after=read_back.objected_after,
            recorded_on=read_back.recorded_on,
            recorded_by=read_back.recorded_by,
            is_by_author=read_back.is_by_author,
            is_independent=read_back.is_independent,
        )
    )


def count_objection(tx: Tx, read_back_id: str, today: date, after: datetime | None) -> None:
    """Count one more objection of today, `after` the last meeting; whose it is is not stored."""
    tx.execute(
        sa.update(t.read_back)
        .where(t.read_back.c.id == read_back_id)
        .values(objections=t.read_back.c.objections + 1, objected_on=today, objected_after=after)
    )


def add_own_yes(tx: Tx, yes: OwnYes) -> None:
    """Store that one person heard the yes of a piece's writer."""
    tx.execute(
        sa.insert(t.own_yes).values(
            id=yes.id,
            piece_id=yes.piece_id,
            wording_id=yes.wording_id,
            recorded_on=yes.recorded_on,
            recorded_by=yes.recorded_by,
            confirmed_at=yes.confirmed_at,
            confirmed_by=yes.confirmed_by,
            is_by_author=yes.is_by_author,
            is_independent=yes.is_independent,
            let_in_by=list(yes.let_in_by) or None,
        )
    )


def confirm_own_yes(tx: Tx, yes: OwnYes) -> None:
    """Store that a second person heard it too, as `yes` says."""
    tx.execute(
        sa.update(t.own_yes)
        .where(t.own_yes.c.id == yes.id)
        .values(
            confirmed_at=yes.confirmed_at,
            confirmed_by=yes.confirmed_by,
            is_by_author=yes.is_by_author,
            is_independent=yes.is_independent,
        )
    )


def drop_own_yes(tx: Tx, yes_id: str) -> None:
    """Take back a yes that nobody confirmed."""
    unconfirmed = t.own_yes.c.confirmed_at.is_(None)
    tx.execute(sa.delete(t.own_yes).where(t.own_yes.c.id == yes_id, unconfirmed))


def read_back_of(row: Any) -> ReadBack:
    """Return a row of read-backs as a value."""
    return ReadBack(
        id=row.id,
        piece_id=intern(row.piece_id),
        wording_id=intern(row.wording_id),
        session_id=intern(row.session_id),
        day=row.day,
        met_until=row.met_until,
        read_id=row.read_id,
        objections=row.objections,
        objected_on=row.objected_on,
        objected_after=row.objected_after,
        recorded_on=row.recorded_on,
        recorded_by=row.recorded_by,
        is_by_author=row.is_by_author,
        is_independent=row.is_independent,
    )


def own_yes_of(row: Any) -> OwnYes:
    """Return a row of own yeses as a value."""
    return OwnYes(
        id=row.id,
        piece_id=intern(row.piece_id),
        wording_id=intern(row.wording_id),
        recorded_on=row.recorded_on,
        recorded_by=row.recorded_by,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
        is_by_author=row.is_by_author,
        let_in_by=tuple(row.let_in_by or ()),
        is_independent=row.is_independent,
    )
