"""Where words that may point to a person can stand: kept notes, and the newest words of pieces.

Only kept notes of closed sessions: others can still change, and held ones never leave.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.notes import ON_DESK
from plugin.domain.sessions import SessionState
from plugin.store import tables as t
from plugin.store.database import Tx


def texts_of_notes(tx: Tx, community_ids: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return id and text of each note of these communities that can leave, the oldest first."""
    wanted = (
        sa.select(t.note.c.id, t.note.c.text)
        .join(t.session, t.session.c.id == t.note.c.session_id)
        .where(t.session.c.community_id.in_(list(community_ids)), _CAN_LEAVE)
        .order_by(t.session.c.day, t.note.c.zone_code, t.note.c.y, t.note.c.x, t.note.c.id)
    )
    return tuple((row.id, row.text) for row in tx.execute(wanted))


def words_of_notes(tx: Tx, community_ids: Collection[str]) -> tuple[str, ...]:
    """Return the texts alone, as they are stored, to be counted: a fifth of the time."""
    wanted = (
        sa.select(sa.type_coerce(t.note.c.text, sa.Text))
        .join(t.session, t.session.c.id == t.note.c.session_id)
        .where(t.session.c.community_id.in_(list(community_ids)), _CAN_LEAVE)
        .order_by(t.note.c.id)
    )
    return tuple(tx.execute(wanted).scalars())


_CAN_LEAVE = (
    (t.session.c.state == SessionState.CLOSED.value)
    & (t.note.c.label == Label.M.value)
    & t.note.c.state.in_([state.value for state in ON_DESK])
    & t.note.c.text.is_not(None)
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
