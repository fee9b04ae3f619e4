"""The trail of a piece: who put notes under it, took them off, split, joined or set it down."""

from __future__ import annotations

from sys import intern
from typing import Any

import sqlalchemy as sa

from plugin.domain.piece_steps import Did, PieceStep
from plugin.store import tables as t
from plugin.store.database import Tx


def add_step(tx: Tx, step: PieceStep) -> None:
    """Store one step."""
    tx.execute(
        sa.insert(t.piece_step).values(
            id=step.id,
            piece_id=step.piece_id,
            at=step.at,
            did=step.did.value,
            made_by=step.by,
            because=step.because,
            other_id=step.other_id,
        )
    )


def pieces_with_its_words(tx: Tx, piece_id: str) -> frozenset[str]:
    """Return the ids of the pieces that were split or joined with a piece, and with those; and it.

    What somebody says of their words in one of them holds in all of them.
    """
    own = t.piece_step.c
    dids = [each.value for each in Did if each.shares_words]
    found, coming = {piece_id}, {piece_id}
    while coming:
        those = own.piece_id.in_(sorted(coming)) & own.did.in_(dids)
        others = tx.execute(sa.select(own.other_id).where(those)).scalars()
        coming = {each for each in others if each is not None} - found
        found |= coming
    return frozenset(found)


def step_of_row(row: Any) -> PieceStep:
    """Return the step that a whole row of the table holds."""
    return PieceStep(
        id=row.id,
        piece_id=intern(row.piece_id),
        at=row.at,
        did=Did(row.did),
        by=row.made_by,
        because=row.because,
        other_id=row.other_id,
    )
