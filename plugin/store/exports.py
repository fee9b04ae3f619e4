"""Exports: what each held and who made it, and those that wait here to be downloaded.

What waits holds words: it goes with the first note of its partnership that is erased, and when
somebody takes words of theirs out of a piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.exports import ExportFormat, ExportOf, ExportRecord
from plugin.domain.notes import NoteState
from plugin.store import tables as t
from plugin.store.database import Tx, today_of
from plugin.store.erasure_log import note_gone

_OWN = t.export.c
_RECORD = (
    _OWN.id,
    _OWN.partnership_id,
    _OWN.made_at,
    _OWN.what,
    _OWN.file_format,
    _OWN.made_by,
    _OWN.holds,
)


@dataclass(frozen=True, slots=True)
class WaitingExport:
    """An export that can be downloaded until a moment."""

    record: ExportRecord
    until: datetime

    @property
    def id(self) -> str:
        """Return its id."""
        return self.record.id


def note_export(tx: Tx, record: ExportRecord) -> None:
    """Remember that words of a partnership are copied now."""
    kept = {
        "what": record.of.value,
        "file_format": record.file_format.value,
        "made_by": record.made_by,
        "holds": list(record.holds),
    }
    at, partnership_id = record.made_at, record.partnership_id
    note_gone(tx, Went.EXPORTED, partnership_id, export=record.id, at=at.isoformat(), **kept)
    own = {"id": record.id, "partnership_id": partnership_id, "made_at": at}
    tx.execute(sa.insert(t.export).values(**own, **kept))


def keep_content(tx: Tx, export_id: str, content: bytes, until: datetime) -> None:
    """Let an export wait here until it is downloaded, and until a moment at most."""
    own = t.export.c.id == export_id
    tx.execute(sa.update(t.export).where(own).values(content=content, until=until))


def waiting(tx: Tx, partnership_id: str, now: datetime) -> tuple[WaitingExport, ...]:
    """Return the exports of a partnership that can be downloaded, the newest first.

    None was made before the day of a note that has come, though the daily tidy was not here yet.
    """
    here = (_OWN.partnership_id == partnership_id) & (_OWN.until > now) & _OWN.content.is_not(None)
    wanted = sa.select(*_RECORD, _OWN.until).where(here).order_by(_OWN.made_at.desc(), _OWN.id)
    found = tuple(WaitingExport(_record(row), row.until) for row in tx.execute(wanted))
    last = _last_day_that_came(tx, partnership_id) if found else None
    return tuple(each for each in found if last is None or each.record.made_at.date() >= last)


def _last_day_that_came(tx: Tx, partnership_id: str) -> date | None:
    """Return the last day on which notes were to go that are still here, to be tidied."""
    note, today = t.note.c, today_of(tx)
    is_due = note.text.is_not(None) & (note.erase_on <= today)
    is_off = note.state == NoteState.DAY_PASSED.value
    # By their day: those that are due are few, those of a partnership may be very many.
    session = t.session.c
    is_here = sa.exists().where(session.id == note.session_id)
    is_here = is_here.where(session.partnership_id == partnership_id)
    wanted = sa.select(sa.func.max(note.erase_on)).where(is_due, ~is_off, is_here)
    last: date | None = tx.execute(wanted).scalar()
    return last


def content_of(tx: Tx, export_id: str) -> bytes:
    """Return an export that waits."""
    wanted = sa.select(t.export.c.content).where(t.export.c.id == export_id)
    return bytes(tx.execute(wanted).scalar_one())


def drop_old_contents(tx: Tx, now: datetime) -> None:
    """Erase the exports that nobody downloaded in time."""
    old = t.export.c.until <= now
    tx.execute(sa.update(t.export).where(old).values(content=None, until=None))


def exports_since(
    tx: Tx, partnership_id: str, since: datetime | None = None
) -> tuple[ExportRecord, ...]:
    """Return what was exported of a partnership since a moment, the oldest first."""
    wanted = sa.select(*_RECORD).where(_OWN.partnership_id == partnership_id)
    if since is not None:
        wanted = wanted.where(_OWN.made_at >= since)
    rows = tx.execute(wanted.order_by(_OWN.made_at, _OWN.id))
    return tuple(_record(row) for row in rows)


def drop_contents(tx: Tx, session_id: str) -> None:
    """Erase the exports that wait, of the partnership of a session."""
    _drop(tx, sa.select(t.session.c.partnership_id).where(t.session.c.id == session_id))


def drop_contents_of(tx: Tx, partnership_id: str) -> None:
    """Erase the exports that wait, of a partnership."""
    _drop(tx, sa.select(t.partnership.c.id).where(t.partnership.c.id == partnership_id))


def drop_contents_beside(tx: Tx, piece_id: str) -> None:
    """Erase the exports that wait, of the partnership of a piece from which words went."""
    _drop(tx, sa.select(t.piece.c.partnership_id).where(t.piece.c.id == piece_id))


def _drop(tx: Tx, partnership: sa.Select[Any]) -> None:
    waits = _OWN.partnership_id.in_(partnership) & _OWN.content.is_not(None)
    tx.execute(sa.update(t.export).where(waits).values(content=None, until=None))


def _record(row: Any) -> ExportRecord:
    return ExportRecord(
        id=row.id,
        partnership_id=row.partnership_id,
        made_at=row.made_at,
        of=ExportOf(row.what),
        file_format=ExportFormat(row.file_format),
        made_by=row.made_by,
        holds=tuple(row.holds),
    )
