"""Notes that lie beside the card of a piece that came back: which, and where; no words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.sessions import SessionState
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.note_rows import note_of_row
from plugin.store.readable_notes import may_be_read

_BESIDE = t.said_beside.c


def link(tx: Tx, session_id: str, pieces: Mapping[str, str], those: Collection[str]) -> None:
    """Let these notes of a session lie beside these pieces, by note.

    No other lies beside one of `those` pieces, whose cards are on the board; what lay beside any
    other one stays.
    """
    of_session = sa.select(t.note.c.id).where(t.note.c.session_id == session_id)
    is_other = _BESIDE.piece_id.in_(list(those)) | _BESIDE.note_id.in_(list(pieces))
    tx.execute(sa.delete(t.said_beside).where(_BESIDE.note_id.in_(of_session), is_other))
    if pieces:
        rows = [{"note_id": note, "piece_id": piece} for note, piece in pieces.items()]
        tx.execute(sa.insert(t.said_beside), rows)


def beside(tx: Tx, piece_id: str) -> tuple[Note, ...]:
    """Return the kept notes beside a piece that may be read, of sessions that are closed."""
    wanted = (
        sa.select(t.note)
        .join(t.said_beside, _BESIDE.note_id == t.note.c.id)
        .join(t.session, t.session.c.id == t.note.c.session_id)
        .where(
            _BESIDE.piece_id == piece_id,
            t.session.c.state == SessionState.CLOSED.value,
            t.note.c.label == Label.M.value,
            sa.not_(t.note.c.is_waiting),
            may_be_read(tx),
        )
        .order_by(t.session.c.day, t.note.c.y, t.note.c.x, t.note.c.id)
    )
    return tuple(note_of_row(row) for row in tx.execute(wanted))
