"""Items of a board that stay unread until their writer's own hand moves them, by keyed hash.

They lay in *Stays here*, or were notes that went or waited. The session's key is in every hash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone


def set_unread(tx: Tx, session_id: str, item_hash: str, zone_code: str | None) -> None:
    """Remember the keyed hash of an item seen in *Stays here*; a zone says where it waits now."""
    leave_unread(tx, session_id, {item_hash: zone_code})


def leave_unread(tx: Tx, session_id: str, found: Mapping[str, str | None]) -> None:
    """Remember keyed hashes of items, as `set_unread` does, many in one statement."""
    if not found:
        return
    rows = [
        {"session_id": session_id, "item_hash": each, "zone_code": code}
        for each, code in found.items()
    ]
    kept = t.unread.c
    known = (kept.session_id == session_id) & (kept.item_hash == sa.bindparam("its_hash"))
    tx.execute(sa.delete(t.unread).where(known), [{"its_hash": each} for each in found])
    tx.execute(sa.insert(t.unread), rows)
    bind(tx, session_id, [each for each, code in found.items() if code is None])


def bind(tx: Tx, session_id: str, item_hashes: Sequence[str]) -> None:
    """Let no restore forget that these items are read by their writers' own hand alone."""
    if item_hashes:
        note_gone(tx, Went.ITEMS_BOUND, session_id, items=sorted(item_hashes))


def forget_unread(tx: Tx, session_id: str, item_hash: str) -> None:
    """Forget an item that its own writer moved out of *Stays here*."""
    tx.execute(
        sa.delete(t.unread).where(
            t.unread.c.session_id == session_id, t.unread.c.item_hash == item_hash
        )
    )


def unread(tx: Tx, session_id: str) -> dict[str, str | None]:
    """Return the unread items of a session: keyed hash → the zone where it waits, if it does."""
    rows = tx.execute(sa.select(t.unread).where(t.unread.c.session_id == session_id)).all()
    return {row.item_hash: row.zone_code for row in rows}
