"""Texts that notes have and had: whose words a wording repeats is looked for in all of them."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx


def texts_of(tx: Tx, note_ids: Iterable[str]) -> tuple[str, ...]:
    """Return every text of these notes, those too that they had before they were changed."""
    return _texts(tx, t.note.c.id.in_(list(note_ids)))


def texts_beside(tx: Tx, partnership_id: str, note_ids: Iterable[str]) -> tuple[str, ...]:
    """Return every text of a partnership's other notes, older ones too, wherever they stand."""
    others = t.note.c.id.not_in(list(note_ids))
    return _texts(tx, (t.session.c.partnership_id == partnership_id) & others)


def _texts(tx: Tx, wanted: sa.ColumnElement[bool]) -> tuple[str, ...]:
    notes = sa.join(t.note, t.session, t.session.c.id == t.note.c.session_id)
    older = sa.join(notes, t.note_version, t.note_version.c.note_id == t.note.c.id)
    of_notes = sa.select(t.note.c.text).select_from(notes).where(wanted, t.note.c.text.is_not(None))
    of_older = sa.select(t.note_version.c.text).select_from(older).where(wanted)
    return tuple(tx.execute(sa.union_all(of_notes, of_older)).scalars())
