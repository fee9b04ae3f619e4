"""Editions of pieces: stored here, chosen with their piece."""

from __future__ import annotations

from datetime import datetime
from sys import intern
from typing import Any

import sqlalchemy as sa

from plugin.domain.editions import Edition, GroupYes
from plugin.domain.erasure_log import Went
from plugin.domain.piece_records import Confirmation, Independence, Rung
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone


def add_edition(tx: Tx, edition: Edition) -> None:
    """Store the next version of a piece's words for a wide rung."""
    tx.execute(
        sa.insert(t.edition).values(
            id=edition.id,
            piece_id=edition.piece_id,
            rung=edition.rung.name,
            number=edition.number,
            wording_id=edition.wording_id,
            title=edition.title,
            summary=edition.summary,
            story=edition.story,
            made_at=edition.made_at,
            made_by=edition.made_by,
            let_in_by=list(edition.let_in_by) or None,
            look_again=edition.look_again,
        )
    )


def say_agreed(tx: Tx, edition_id: str, agreed: GroupYes) -> None:
    """Store that the group said yes to an edition."""
    values = {
        "agreed_in": agreed.session_id,
        "agreed_day": agreed.day,
        "agreed_by": agreed.by,
        "agreed_at": agreed.at,
        "agreed_as": agreed.recorded.name,
    }
    tx.execute(sa.update(t.edition).where(t.edition.c.id == edition_id).values(values))


def count_objection(tx: Tx, edition_id: str) -> None:
    """Count an objection to an edition, so that no backup forgets it; nothing says whose it is."""
    note_gone(tx, Went.EDITION_OBJECTED, edition_id)
    own = t.edition.c
    tx.execute(
        sa.update(t.edition).where(own.id == edition_id).values(objections=own.objections + 1)
    )


def say_read(tx: Tx, edition_id: str, at: datetime, by: str | None) -> None:
    """Store that a second person has read an edition."""
    own = t.edition.c.id == edition_id
    tx.execute(sa.update(t.edition).where(own).values(read_at=at, read_by=by))


def edition_of_row(row: Any) -> Edition:
    """Return the edition that a whole row of the table holds."""
    agreed = None
    if row.agreed_in is not None and row.agreed_at is not None:
        how = Independence[row.agreed_as]
        agreed = GroupYes(row.agreed_in, row.agreed_day, row.agreed_by, row.agreed_at, how)
    return Edition(
        id=row.id,
        piece_id=intern(row.piece_id),
        rung=Rung[row.rung],
        number=row.number,
        wording_id=intern(row.wording_id),
        title=row.title,
        summary=row.summary,
        story=row.story,
        made_at=row.made_at,
        made_by=row.made_by,
        let_in_by=tuple(row.let_in_by or ()),
        look_again=row.look_again,
        agreed=agreed,
        read=Confirmation(row.read_at, row.read_by) if row.read_at else None,
        objections=row.objections,
    )
