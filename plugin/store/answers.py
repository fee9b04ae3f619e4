"""What people answered to wordings: read-backs with objections, and yeses of single writers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.pieces import Confirmation, Independence, Objections, OwnYes, ReadBack
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.lost_refusals import hash_of_wording
from plugin.store.piece_rows import read_back_of


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
            recorded_on=read_back.recorded_on,
            recorded_by=read_back.recorded_by,
            **_columns_of(read_back.recorded),
            **_columns_of_objections(read_back.objections),
        )
    )


def count_objection(tx: Tx, read_back_id: str, on: date, after: datetime | None) -> None:
    """Count one more objection of a day, `after` the last meeting; whose it is is not stored."""
    since = after.isoformat() if after else None
    row = tx.execute(sa.select(t.read_back).where(t.read_back.c.id == read_back_id)).one_or_none()
    # A restore may have no row of it: then the words are known by their hash.
    against = _about(tx, read_back_of(row)) if row is not None else {}
    note_gone(tx, Went.OBJECTED, read_back_id, on=on.isoformat(), after=since, **against)
    tx.execute(
        sa.update(t.read_back)
        .where(t.read_back.c.id == read_back_id)
        .values(objections=t.read_back.c.objections + 1, objected_on=on, objected_after=after)
    )


def _about(tx: Tx, read: ReadBack) -> dict[str, Any]:
    return {
        **hash_of_wording(tx, read.wording_id),
        "piece": read.piece_id,
        "wording": read.wording_id,
        "session": read.session_id,
        "day": read.day.isoformat(),
    }


def has_read_back(tx: Tx, read_back_id: str) -> bool:
    """Say whether a read-back is stored."""
    wanted = sa.select(t.read_back.c.id).where(t.read_back.c.id == read_back_id)
    return tx.execute(wanted).first() is not None


def add_own_yes(tx: Tx, yes: OwnYes) -> None:
    """Store that one person heard the yes of a piece's writer."""
    tx.execute(
        sa.insert(t.own_yes).values(
            id=yes.id,
            piece_id=yes.piece_id,
            wording_id=yes.wording_id,
            recorded_on=yes.recorded_on,
            recorded_by=yes.recorded_by,
            let_in_by=list(yes.let_in_by) or None,
            note_ids=None if yes.note_ids is None else list(yes.note_ids),
            **_columns_of_confirmation(yes.confirmed),
            **_columns_of(yes.recorded),
        )
    )


def confirm_own_yes(tx: Tx, yes: OwnYes) -> None:
    """Store that a second person heard it too, as `yes` says."""
    tx.execute(
        sa.update(t.own_yes)
        .where(t.own_yes.c.id == yes.id)
        .values(**_columns_of_confirmation(yes.confirmed), **_columns_of(yes.recorded))
    )


def drop_own_yes(tx: Tx, yes_id: str) -> None:
    """Take back a yes that nobody confirmed."""
    note_gone(tx, Went.YES_TAKEN_BACK, yes_id)
    unconfirmed = t.own_yes.c.confirmed_at.is_(None)
    tx.execute(sa.delete(t.own_yes).where(t.own_yes.c.id == yes_id, unconfirmed))


def _columns_of(recorded: Independence) -> dict[str, Any]:
    return {
        "is_by_author": recorded is Independence.BY_AUTHOR,
        "is_independent": recorded is not Independence.NOT_INDEPENDENT,
    }


def _columns_of_confirmation(confirmed: Confirmation | None) -> dict[str, Any]:
    if confirmed is None:
        return {"confirmed_at": None, "confirmed_by": None, "confirmed_let_in_by": None}
    return {
        "confirmed_at": confirmed.at,
        "confirmed_by": confirmed.by.person_id,
        "confirmed_let_in_by": list(confirmed.by.let_in_by) or None,
    }


def _columns_of_objections(found: Objections | None) -> dict[str, Any]:
    found = found or Objections(0)
    return {
        "objections": found.count,
        "objected_on": found.on,
        "objected_after": found.after,
    }
