"""How people of one origin read a piece: stored here, chosen with the piece."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.domain.piece_readings import PieceReading
from plugin.store import tables as t
from plugin.store.database import Tx


def add_reading(tx: Tx, reading: PieceReading) -> None:
    """Store a reading."""
    tx.execute(
        sa.insert(t.piece_reading).values(
            id=reading.id,
            piece_id=reading.piece_id,
            origin=reading.origin,
            words=reading.words,
            signed_as=reading.signed_as,
            made_by=reading.by,
            since=reading.since,
        )
    )


def end_reading(tx: Tx, reading_id: str, basis: int) -> None:
    """Let wordings from a basis on stand without a reading."""
    own = t.piece_reading.c.id == reading_id
    tx.execute(sa.update(t.piece_reading).where(own).values(until=basis))
