"""Where words that may point to a person can stand: kept notes, and the newest words of pieces.

Only kept notes of closed sessions: others can still change, and held ones never leave.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.sessions import SessionState
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.readable_notes import may_be_read


@dataclass(frozen=True, slots=True)
class NotesOfSession:
    """Which notes of a session can leave, with their versions, known by a digest.

    A text that changes makes a version, but for words that are erased from it: of these nothing is
    found that was not there before.
    """

    session_id: str
    digest: bytes


def notes_that_can_leave(tx: Tx, community_ids: Collection[str]) -> tuple[NotesOfSession, ...]:
    """Return what tells whether anything new can be found in notes, the oldest session first.

    No text is read for it.
    """
    sqlite = tx.dialect.name == "sqlite"
    ids = sa.func.group_concat(t.note.c.id) if sqlite else sa.func.array_agg(t.note.c.id)
    wanted = (
        sa.select(t.session.c.id, sa.func.sum(t.note.c.version).label("versions"), ids.label("ids"))
        .join(t.note, t.session.c.id == t.note.c.session_id)
        .where(t.session.c.community_id.in_(list(community_ids)), _can_leave(tx))
        .group_by(t.session.c.id, t.session.c.day)
        .order_by(t.session.c.day, t.session.c.id)
    )
    return tuple(
        NotesOfSession(row.id, _digest(row.versions, row.ids)) for row in tx.execute(wanted)
    )


def _digest(versions: int, ids: str | list[str]) -> bytes:
    # In no order: how the database comes by them may change, and they stay the same notes.
    those = sorted(ids.split(",") if isinstance(ids, str) else ids)
    return sha256(f"{versions} {' '.join(those)}".encode()).digest()


def texts_of_sessions(tx: Tx, session_ids: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """Return id and text of each note of some sessions that can leave, by session."""
    wanted = _select_texts(tx, t.note.c.session_id.in_(list(session_ids)))
    found: dict[str, list[tuple[str, str]]] = {each: [] for each in session_ids}
    for row in tx.execute(wanted):
        found[row.session_id].append((row.id, row.text))
    return found


def texts_of_notes(tx: Tx, note_ids: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return id and text of these notes, as far as they can leave, the oldest first."""
    rows = tx.execute(_select_texts(tx, t.note.c.id.in_(list(note_ids))))
    return tuple((row.id, row.text) for row in rows)


def _select_texts(tx: Tx, which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        sa.select(t.note.c.id, t.note.c.session_id, t.note.c.text)
        .join(t.session, t.session.c.id == t.note.c.session_id)
        .where(which, _can_leave(tx))
        .order_by(t.session.c.day, t.note.c.zone_code, t.note.c.y, t.note.c.x, t.note.c.id)
    )


def _can_leave(tx: Tx) -> sa.ColumnElement[bool]:
    return (
        (t.session.c.state == SessionState.CLOSED.value)
        & (t.note.c.label == Label.M.value)
        & may_be_read(tx)
    )


def newest_words(tx: Tx, community_ids: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Return title, line and story of the newest wording of each piece of these communities."""
    last = (
        sa.select(t.wording.c.piece_id, sa.func.max(t.wording.c.number).label("number"))
        .group_by(t.wording.c.piece_id)
        .subquery()
    )
    is_last = (last.c.piece_id == t.wording.c.piece_id) & (last.c.number == t.wording.c.number)
    wanted = (
        sa.select(t.wording.c.piece_id, t.wording.c.title, t.wording.c.line, t.wording.c.narrative)
        .join(last, is_last)
        .join(t.piece, t.piece.c.id == t.wording.c.piece_id)
        .where(t.piece.c.community_id.in_(list(community_ids)))
        .order_by(t.piece.c.made_at, t.piece.c.id)
    )
    return {row.piece_id: (row.title, row.line, row.narrative) for row in tx.execute(wanted)}


def change_texts(tx: Tx, note_id: str, texts: Mapping[int, str]) -> None:
    """Store what is left of older texts of a note, by version, once words in them were erased."""
    own: Any = t.note_version.c
    for version, text in texts.items():
        which = (own.note_id == note_id) & (own.version == version)
        tx.execute(sa.update(t.note_version).where(which).values(text=text))
