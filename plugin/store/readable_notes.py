"""Which notes may be read today: one condition for every statement that asks.

A note is on the desk by its state until the daily tidy; from its day on nobody reads it all the
same. `Note.may_be_read` says the same of a note that is in memory.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from plugin.domain.notes import ON_DESK
from plugin.store import tables as t
from plugin.store.database import Tx, today_of


def may_be_read(tx: Tx) -> sa.ColumnElement[bool]:
    """Return the condition that anybody may read a note on the day of this transaction."""
    return may_be_read_on(sa.literal(today_of(tx), sa.Date))


def may_be_read_on(day: sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """Return the same for a statement that is made once, with a parameter for the day."""
    note = t.note.c
    return (
        note.state.in_([each.value for each in ON_DESK])
        & note.text.is_not(None)
        & sa.or_(note.erase_on.is_(None), note.erase_on > day)
    )
