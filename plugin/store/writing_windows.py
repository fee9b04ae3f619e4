"""The last day for writing of a session, for people who could not come."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from plugin.domain.reminders import RemindedOf
from plugin.store import reminders as stored_reminders
from plugin.store import tables as t
from plugin.store.database import Tx

_WINDOW = t.writing_window
_UNTIL = sa.select(_WINDOW.c.until).where(_WINDOW.c.session_id == sa.bindparam("of"))


def last_day(tx: Tx, session_id: str) -> date | None:
    """Return the last day for writing in a session, None where nothing is said."""
    found: date | None = tx.execute(_UNTIL, {"of": session_id}).scalar()
    return found


def set_last_day(tx: Tx, session_id: str, until: date) -> None:
    """Store the last day for writing in place of an older one."""
    tx.execute(sa.delete(_WINDOW).where(_WINDOW.c.session_id == session_id))
    tx.execute(sa.insert(_WINDOW).values(session_id=session_id, until=until))


def forget(tx: Tx, session_id: str) -> None:
    """Forget the last day for writing, and who wanted to be reminded of it."""
    tx.execute(sa.delete(_WINDOW).where(_WINDOW.c.session_id == session_id))
    stored_reminders.forget_all(tx, session_id, RemindedOf.WRITING)
