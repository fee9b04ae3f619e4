"""Collections of pieces: whose they are, what they are called, and which pieces they name.

Names in which held words stand are read as `quotable` shows them, and keep what was hidden.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.hidden_texts import hide, put_back
from plugin.domain.piece_collections import PieceCollection
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_of
from plugin.store.quotable import require_each_quotable

_OWN, _IN = t.collection.c, t.collected.c


def collections_in(
    tx: Tx, partnership_id: str, person_id: str | None
) -> tuple[PieceCollection, ...]:
    """Return a person's collections of a partnership and those that others share, by name."""
    own = sa.or_(_OWN.person_id == person_id, _OWN.is_shared)
    wanted = sa.select(t.collection).where(_OWN.partnership_id == partnership_id, own)
    rows = tx.execute(wanted.order_by(_OWN.name, _OWN.id)).all()
    if not rows:
        return ()
    pieces: dict[str, list[str]] = {}
    those = sa.select(t.collected).where(_IN.collection_id.in_([row.id for row in rows]))
    for row in tx.execute(those.order_by(_IN.added_at, _IN.piece_id)):
        pieces.setdefault(row.collection_id, []).append(row.piece_id)
    held = held_of(tx, [partnership_id])[partnership_id]
    return tuple(
        PieceCollection(
            id=row.id,
            partnership_id=partnership_id,
            name=hide(row.name, held),
            is_shared=row.is_shared,
            is_own=row.person_id == person_id,
            version=row.version,
            piece_ids=tuple(pieces.get(row.id, ())),
        )
        for row in rows
    )


def save(tx: Tx, collection: PieceCollection, person_id: str, community_id: str) -> None:
    """Store a person's new or changed collection, without its pieces.

    Raise BadInput for words that come back nowhere in the partnership of `community_id`.
    """
    here = (_OWN.id == collection.id) & (_OWN.person_id == person_id)
    before = tx.execute(sa.select(_OWN.name).where(here)).scalar()
    held = held_of(tx, [collection.partnership_id])[collection.partnership_id]
    name = put_back(collection.name, before or "", held)
    require_each_quotable(tx, community_id, [(name, before or "")])
    values: dict[str, Any] = {"name": name, "is_shared": collection.is_shared}
    values["version"] = collection.version
    if before is not None:
        tx.execute(sa.update(t.collection).where(here).values(**values))
        return
    values |= {"partnership_id": collection.partnership_id, "person_id": person_id}
    tx.execute(sa.insert(t.collection).values(id=collection.id, **values))


def remove(tx: Tx, collection_id: str) -> None:
    """Delete a collection; its pieces stay where they are."""
    tx.execute(sa.delete(t.collected).where(_IN.collection_id == collection_id))
    tx.execute(sa.delete(t.collection).where(_OWN.id == collection_id))


def put_in(tx: Tx, collection_id: str, piece_id: str, added_at: datetime) -> bool:
    """Let a collection name a piece; return whether it did not before."""
    here = (_IN.collection_id == collection_id) & (_IN.piece_id == piece_id)
    if tx.execute(sa.select(_IN.piece_id).where(here)).scalar() is not None:
        return False
    values = {"collection_id": collection_id, "piece_id": piece_id, "added_at": added_at}
    tx.execute(sa.insert(t.collected).values(**values))
    return True


def take_out(tx: Tx, collection_id: str, piece_id: str) -> None:
    """Let a collection name a piece no more."""
    here = (_IN.collection_id == collection_id) & (_IN.piece_id == piece_id)
    tx.execute(sa.delete(t.collected).where(here))
