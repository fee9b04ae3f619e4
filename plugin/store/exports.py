"""Exports of partnerships: the days on which they were made, and those that wait here.

What waits holds words: it goes with the first note of its partnership that is erased.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone


def note_export(tx: Tx, export_id: str, partnership_id: str, now: datetime) -> None:
    """Remember that everything of a partnership is copied now."""
    note_gone(tx, Went.EXPORTED, partnership_id, export=export_id, at=now.isoformat())
    tx.execute(sa.insert(t.export).values(id=export_id, partnership_id=partnership_id, made_at=now))


def days_of_exports(tx: Tx, partnership_id: str, since: datetime | None) -> tuple[date, ...]:
    """Return the days on which a partnership was exported since a moment, the oldest first."""
    own = t.export.c
    wanted = sa.select(own.made_at).where(own.partnership_id == partnership_id)
    if since is not None:
        wanted = wanted.where(own.made_at >= since)
    return tuple(sorted({each.date() for each in tx.execute(wanted).scalars()}))


def drop_contents(tx: Tx, session_id: str) -> None:
    """Erase the exports that wait, of the partnership of a session."""
    own = t.export.c
    here = sa.select(t.session.c.partnership_id).where(t.session.c.id == session_id)
    waits = own.partnership_id.in_(here) & own.content.is_not(None)
    tx.execute(sa.update(t.export).where(waits).values(content=None, until=None))
