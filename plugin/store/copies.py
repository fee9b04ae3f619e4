"""Hashes of words that were taken back, and the items that may be copies of them.

Both are made with a session's key and go with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import SuspectedCopy
from plugin.store import tables as t
from plugin.store.database import Tx


def know_withdrawn(tx: Tx, session_id: str, words_hashes: Iterable[str]) -> None:
    """Remember the keyed hashes of words that were taken back."""
    for words_hash in sorted(set(words_hashes)):
        own = {"session_id": session_id, "words_hash": words_hash}
        tx.execute(sa.delete(t.withdrawn_words).filter_by(**own))
        tx.execute(sa.insert(t.withdrawn_words).values(own))


def withdrawn(tx: Tx, community_id: str) -> tuple[tuple[SessionKey, frozenset[str]], ...]:
    """Return every living key of a community with the hashes of words taken back under it.

    Words of other communities are not looked for: a question would tell what was taken back there.
    """
    words, key, session = t.withdrawn_words.c, t.session_key.c, t.session.c
    rows = tx.execute(
        sa.select(key.secret, words.words_hash)
        .join(t.session_key, key.session_id == words.session_id)
        .join(t.session, session.id == words.session_id)
        .where(session.community_id == community_id)
        .order_by(words.session_id, words.words_hash)
    ).all()
    found: dict[bytes, set[str]] = {}
    for row in rows:
        found.setdefault(row.secret, set()).add(row.words_hash)
    return tuple((SessionKey(secret), frozenset(hashes)) for secret, hashes in found.items())


def save(tx: Tx, session_id: str, copy: SuspectedCopy) -> None:
    """Ask about an item, or remember what was answered."""
    forget(tx, session_id, copy.item_hash)
    tx.execute(
        sa.insert(t.suspected_copy).values(
            session_id=session_id,
            item_hash=copy.item_hash,
            zone_code=copy.zone_code,
            words_hash=copy.words_hash,
            is_meant=copy.is_meant,
        )
    )


def forget(tx: Tx, session_id: str, item_hash: str) -> None:
    """Ask about an item no longer."""
    tx.execute(sa.delete(t.suspected_copy).filter_by(session_id=session_id, item_hash=item_hash))


def suspected(tx: Tx, session_id: str) -> tuple[SuspectedCopy, ...]:
    """Return the items of a session that are asked about, answered ones too."""
    rows = tx.execute(
        sa.select(t.suspected_copy)
        .filter_by(session_id=session_id)
        .order_by(t.suspected_copy.c.zone_code, t.suspected_copy.c.item_hash)
    ).all()
    return tuple(_copy(row) for row in rows)


def answer(tx: Tx, session_id: str, item_hash: str, *, is_meant: bool) -> bool:
    """Store the facilitator's answer; return whether there was a question."""
    asked = tx.execute(
        sa.update(t.suspected_copy)
        .filter_by(session_id=session_id, item_hash=item_hash, is_meant=None)
        .values(is_meant=is_meant)
    )
    return bool(asked.rowcount)


def forget_all(tx: Tx, session_id: str) -> None:
    """Forget every hash of a session: its key goes."""
    for table in (t.withdrawn_words, t.suspected_copy):
        tx.execute(sa.delete(table).filter_by(session_id=session_id))


def _copy(row: Any) -> SuspectedCopy:
    return SuspectedCopy(row.item_hash, row.zone_code, row.words_hash, row.is_meant)
