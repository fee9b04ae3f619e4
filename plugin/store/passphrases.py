"""Words that open somebody's own notes: hashes and a sealed token, never the words or a note."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.domain.sessions import SessionState
from plugin.store import tables as t
from plugin.store.database import Tx

_OWN = t.passphrase.c


def has_words(tx: Tx, link_hash: str) -> bool:
    """Say whether somebody asked for words that open their link."""
    wanted = sa.select(sa.literal(1)).where(_OWN.link_hash == link_hash)
    return tx.execute(wanted).first() is not None


def add_words(
    tx: Tx, session_id: str, link_hash: str, passphrase_hash: str, sealed_token: str
) -> None:
    """Let words open a link of a session; those of one link are always the same."""
    if has_words(tx, link_hash):
        return
    values = {"session_id": session_id, "link_hash": link_hash, "sealed_token": sealed_token}
    tx.execute(sa.insert(t.passphrase).values(passphrase_hash=passphrase_hash, **values))


def opened_by(tx: Tx, passphrase_hash: str) -> tuple[str, str] | None:
    """Return the session and the sealed token that words lead to; None for words of nobody."""
    wanted = sa.select(_OWN.session_id, _OWN.sealed_token)
    row = tx.execute(wanted.where(_OWN.passphrase_hash == passphrase_hash)).first()
    return None if row is None else (row.session_id, row.sealed_token)


def forget_unused(tx: Tx) -> None:
    """Forget the words of closed sessions in which nothing is left that a link opens."""
    closed = sa.select(t.session.c.id).where(t.session.c.state == SessionState.CLOSED.value)
    noted = sa.select(t.note.c.session_id).where(t.note.c.own_hash.is_not(None))
    said = sa.select(t.thing_to_change.c.session_id)
    is_left = _OWN.session_id.in_(noted) | _OWN.session_id.in_(said)
    tx.execute(sa.delete(t.passphrase).where(_OWN.session_id.in_(closed), ~is_left))
