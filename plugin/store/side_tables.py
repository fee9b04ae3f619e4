"""What lies beside the notes of a closed session must say no more than the notes do.

Captures, the order of rows and Miro's ids can give back what a note no longer says: when it was
written, with which others, and by whom. SQLite numbers rows as they are stored, so rows of notes
are stored again in an order of chance.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.days import begin_of
from plugin.domain.session_keys import SessionKey
from plugin.store import tables as t
from plugin.store.database import Tx

_OF_NOTES = tuple(
    key.parent
    for table in t.metadata.sorted_tables
    for key in table.foreign_keys
    if key.column.table is t.note
)


def forget_answered_brakes(tx: Tx, session_id: str) -> None:
    """Forget questions that were answered: they name notes, and when these left their box."""
    own = t.brake.c
    tx.execute(sa.delete(t.brake).where(own.session_id == session_id, own.answer.is_not(None)))


def fold_captures(tx: Tx, session_id: str, counted: Collection[str] | None = None) -> None:
    """Keep the last capture of a session only; with `counted`, only these counts, and its day."""
    own = t.capture.c
    rows = tx.execute(sa.select(t.capture).where(own.session_id == session_id)).all()
    if not rows:
        return
    last = max(rows, key=lambda row: (row.at, row.counts.get("number", 0)))
    older = [row.id for row in rows if row.id != last.id]
    tx.execute(sa.delete(t.capture).where(own.id.in_(older)))
    if counted is not None:
        counts = {name: value for name, value in last.counts.items() if name in counted}
        values = {"at": to_the_day(last.at), "counts": counts}
        tx.execute(sa.update(t.capture).where(own.id == last.id).values(values))


def cut_withdrawals_to_the_day(tx: Tx, session_id: str) -> None:
    """Keep the days on which notes of a session were taken back, not the moments."""
    of_session = sa.select(t.note.c.id).where(t.note.c.session_id == session_id)
    own = t.withdrawal.c
    rows = tx.execute(sa.select(t.withdrawal).where(own.note_id.in_(of_session))).all()
    for row in rows:
        confirmed = None if row.confirmed_at is None else to_the_day(row.confirmed_at)
        values = {"at": to_the_day(row.at), "confirmed_at": confirmed}
        tx.execute(sa.update(t.withdrawal).where(own.id == row.id).values(values))


def shuffle_notes(tx: Tx, session_id: str) -> None:
    """Store the rows of a session's notes again, in an order that tells nothing.

    With them go rows that name a note, such as those of the desk: no database lets a note go first.
    """
    ids = sa.select(t.note.c.id).where(t.note.c.session_id == session_id)
    notes = _taken_out(tx, t.note, t.note.c.session_id == session_id, read_only=True)
    named = [(column.table, _taken_out(tx, column.table, column.in_(ids))) for column in _OF_NOTES]
    found = _taken_out(tx, t.search_text, t.search_text.c.owner_id.in_(ids))
    tx.execute(sa.delete(t.note).where(t.note.c.session_id == session_id))
    for table, rows in ((t.note, notes), *named, (t.search_text, found)):
        random.SystemRandom().shuffle(rows)
        if rows:
            tx.execute(sa.insert(table), rows)


def hash_item_ids(tx: Tx, session_id: str, key: SessionKey) -> None:
    """Replace Miro's ids of a session's notes by hashes under a key that is about to be erased."""
    own = t.note.c
    wanted = sa.select(own.id, own.miro_item_id).where(
        own.session_id == session_id, own.miro_item_id.is_not(None)
    )
    rows = [
        {"note_id": row.id, "hashed": key.instead_of_item(row.miro_item_id)}
        for row in tx.execute(wanted).all()
    ]
    if rows:
        named = sa.update(t.note).where(own.id == sa.bindparam("note_id"))
        tx.execute(named.values(miro_item_id=sa.bindparam("hashed")), rows)


def to_the_day(moment: datetime) -> datetime:
    """Return the midnight that began the day of a moment, UTC."""
    return begin_of(moment.astimezone(UTC).date())


def _taken_out(
    tx: Tx, table: sa.Table, which: sa.ColumnElement[bool], *, read_only: bool = False
) -> list[dict[str, Any]]:
    rows = [dict(row._mapping) for row in tx.execute(sa.select(table).where(which)).all()]
    if not read_only:
        tx.execute(sa.delete(table).where(which))
    return rows
