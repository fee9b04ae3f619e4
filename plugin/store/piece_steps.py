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
