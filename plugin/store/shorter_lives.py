"""Days for erasing beside those of notes, brought forward where a group agreed shorter lives.

Every table with a day for erasing is either here or a note's own (`govern.tightening`). A day only
ever becomes earlier: what a board said when people wrote stays the most that happens.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.sessions import Session
from plugin.store import tables as t
from plugin.store.database import Tx


def bring_forward(tx: Tx, session: Session) -> None:
    """Let everything of a session go on the days that it says now, where these are earlier."""
    own, held = session.id, Label.H.value
    for label in Label:
        here = (t.quiet_note.c.session_id == own) & (t.quiet_note.c.label == label.value)
        _no_later(tx, t.quiet_note, here, session.erases_on(label))
    of_session = sa.select(t.note.c.id).where(t.note.c.session_id == own)
    older = t.note_version.c
    # Other older words go with their note; held ones have a day of their own.
    was_held = older.note_id.in_(of_session) & (older.label == held)
    _no_later(tx, t.note_version, was_held, session.held_until)
    said = t.thing_to_change.c.session_id == own
    _no_later(tx, t.thing_to_change, said, session.held_until)


def _no_later(tx: Tx, table: sa.Table, which: sa.ColumnElement[bool], day: date | None) -> None:
    if day is not None:
        is_later = table.c.erase_on.is_(None) | (table.c.erase_on > day)
        tx.execute(sa.update(table).where(which, is_later).values(erase_on=day))
