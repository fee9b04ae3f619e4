"""Exports of partnerships: the days on which they were made, and those that wait here.

What waits holds words: it goes with the first note of its partnership that is erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone


@dataclass(frozen=True, slots=True)
class WaitingExport:
    """An export that can be downloaded until a moment."""

    id: str
    partnership_id: str
    made_at: datetime
    until: datetime


def note_export(tx: Tx, export_id: str, partnership_id: str, now: datetime) -> None:
    """Remember that everything of a partnership is copied now."""
    note_gone(tx, Went.EXPORTED, partnership_id, export=export_id, at=now.isoformat())
    tx.execute(sa.insert(t.export).values(id=export_id, partnership_id=partnership_id, made_at=now))


def keep_content(tx: Tx, export_id: str, content: bytes, until: datetime) -> None:
    """Let an export wait here until it is downloaded, and until a moment at most."""
    own = t.export.c.id == export_id
    tx.execute(sa.update(t.export).where(own).values(content=content, until=until))


def waiting(tx: Tx, partnership_id: str, now: datetime) -> tuple[WaitingExport, ...]:
    """Return the exports of a partnership that can be downloaded, the newest first."""
    own = t.export.c
    columns = (own.id, own.partnership_id, own.made_at, own.until)
    here = (own.partnership_id == partnership_id) & (own.until > now) & own.content.is_not(None)
    rows = tx.execute(sa.select(*columns).where(here).order_by(own.made_at.desc(), own.id))
    return tuple(WaitingExport(*row) for row in rows)


def content_of(tx: Tx, export_id: str) -> bytes:
    """Return an export that waits."""
    wanted = sa.select(t.export.c.content).where(t.export.c.id == export_id)
    return bytes(tx.execute(wanted).scalar_one())


def drop_old_contents(tx: Tx, now: datetime) -> None:
    """Erase the exports that nobody downloaded in time."""
    old = t.export.c.until <= now
    tx.execute(sa.update(t.export).where(old).values(content=None, until=None))


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
