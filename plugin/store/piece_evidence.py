"""What a piece rests on that no member wrote: stored here, chosen with the piece."""

from __future__ import annotations

from sys import intern
from typing import Any

import sqlalchemy as sa

from plugin.domain.piece_evidence import PieceEvidence
from plugin.store import tables as t
from plugin.store.database import Tx


def add_evidence(tx: Tx, evidence: PieceEvidence) -> None:
    """Store an observation or a figure."""
    tx.execute(
        sa.insert(t.piece_evidence).values(
            id=evidence.id,
            piece_id=evidence.piece_id,
            day=evidence.day,
            words=evidence.words,
            number=evidence.number,
            unit=evidence.unit,
            source=evidence.source,
            made_by=evidence.by,
        )
    )


def drop_evidence(tx: Tx, piece_id: str, evidence_id: str) -> bool:
    """Forget one of a piece; say whether it was there."""
    own = t.piece_evidence.c
    which = (own.piece_id == piece_id) & (own.id == evidence_id)
    return bool(tx.execute(sa.delete(t.piece_evidence).where(which)).rowcount)


def evidence_of_row(row: Any) -> PieceEvidence:
    """Return the evidence that a whole row of the table holds."""
    return PieceEvidence(
        id=row.id,
        piece_id=intern(row.piece_id),
        day=row.day,
        words=row.words,
        number=row.number,
        unit=row.unit,
        source=row.source,
        by=row.made_by,
    )
