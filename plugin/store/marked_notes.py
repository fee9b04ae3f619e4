"""Notes that a link knows by their mark: those of a session, and of a group's open sessions."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from plugin.domain.notes import BY_PHONE
from plugin.domain.sessions import SessionState
from plugin.store import tables as t
from plugin.store.database import Tx


def marked_notes(tx: Tx, session_id: str) -> dict[str, str]:
    """Return the marks by which links know notes of a session that have words, by note."""
    own = t.note.c
    wanted = sa.select(own.id, own.own_hash).where(
        own.session_id == session_id, own.own_hash.is_not(None), own.text.is_not(None)
    )
    return {row.id: row.own_hash for row in tx.execute(wanted)}


def marks_to_compare(tx: Tx, session_id: str, writer: str | None) -> tuple[tuple[str, str], ...]:
    """Return the notes that a link may know, each with its mark, in the order of `store.notes`.

    While a session is open, a note by phone knows the keyed hash of its writer, unless another hand
    wrote on it: by it, notes of every other phone are left out. Each mark that comes back is hashed
    to be compared, and in a room of sixty people there are hundreds. `writer` is the holder's, None
    where the key of the session is gone.
    """
    asked = {"of": session_id, "writer": writer or ""}
    rows = tx.execute(_MARKS if writer is None else _MARKS_OF_WRITER, asked)
    return tuple((row.id, row.own_hash) for row in rows)


_OWN = t.note.c
_ANOTHER_PHONES = (_OWN.source == BY_PHONE) & (_OWN.author_hash != sa.bindparam("writer"))
_MARKS = (
    sa.select(_OWN.id, _OWN.own_hash)
    .where(_OWN.session_id == sa.bindparam("of"), _OWN.own_hash.is_not(None))
    .order_by(_OWN.zone_code, _OWN.y, _OWN.x, _OWN.id)
)
_MARKS_OF_WRITER = _MARKS.where(~sa.func.coalesce(_ANOTHER_PHONES, sa.false()))


def marked_notes_of_groups(
    tx: Tx, community_ids: Collection[str]
) -> tuple[tuple[str, str, bytes, str, str], ...]:
    """Return session, its name and key, note and mark of each marked note that is in no closed one.

    Every page of a group asks for it: one statement, whatever is there.
    """
    own, key = t.note.c, t.session_key.c
    whole = t.note.join(t.session, t.session.c.id == own.session_id).join(
        t.session_key, key.session_id == own.session_id
    )
    wanted = (
        sa.select(own.session_id, t.session.c.name, key.secret, own.id, own.own_hash)
        .select_from(whole)
        .where(
            t.session.c.community_id.in_(community_ids),
            t.session.c.state != SessionState.CLOSED.value,
            own.own_hash.is_not(None),
            own.text.is_not(None),
        )
        .order_by(t.session.c.day, own.session_id)
    )
    return tuple(tuple(row) for row in tx.execute(wanted))
