"""Notes that curators show as one, by the note that stands for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.readable_notes import may_be_read

_OWN = t.shown_as_one.c


def of_notes(tx: Tx, note_ids: Collection[str]) -> dict[str, str]:
    """Return, of these notes and those shown under them, which note stands for which; none gone."""
    ids = list(note_ids)
    above, below = t.note.alias("above"), t.note
    stands = sa.select(above.c.id).where(above.c.id == _OWN.under_id, above.c.text.is_not(None))
    wanted = (
        sa.select(_OWN.note_id, _OWN.under_id)
        .join(below, below.c.id == _OWN.note_id)
        .where(_OWN.note_id.in_(ids) | _OWN.under_id.in_(ids), may_be_read(tx), stands.exists())
        .order_by(below.c.session_id, below.c.y, below.c.x, below.c.id)
    )
    return {row.note_id: row.under_id for row in tx.execute(wanted)}


def put_under(tx: Tx, changes: Mapping[str, str], put_by: str | None) -> None:
    """Show each of these notes under the other."""
    for note_id, under_id in changes.items():
        tx.execute(sa.delete(t.shown_as_one).where(_OWN.note_id == note_id))
        tx.execute(
            sa.insert(t.shown_as_one).values(note_id=note_id, under_id=under_id, put_by=put_by)
        )


def show_apart(tx: Tx, note_ids: Collection[str]) -> None:
    """Show these notes by themselves again."""
    tx.execute(sa.delete(t.shown_as_one).where(_OWN.note_id.in_(list(note_ids))))
