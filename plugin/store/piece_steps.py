"""The trail of a piece: who put notes under it, took them off, split, joined or set it down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from sys import intern
from typing import Any

import sqlalchemy as sa

from plugin.domain.hidden_texts import hide
from plugin.domain.piece_records import Piece
from plugin.domain.piece_steps import Did, PieceStep
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_of


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


def as_read(
    tx: Tx, pieces: Iterable[Piece], trails: Mapping[str, Sequence[PieceStep]]
) -> defaultdict[str, list[PieceStep]]:
    """Return the trails of pieces, with a sign where held words stand in a reason."""
    said = {key for key, steps in trails.items() if any(each.because for each in steps)}
    partnerships = {each.id: each.partnership_id for each in pieces if each.id in said}
    held = held_of(tx, set(partnerships.values())) if partnerships else {}
    shown: defaultdict[str, list[PieceStep]] = defaultdict(list)
    for key, steps in trails.items():
        hidden = held[partnerships[key]] if key in partnerships else None
        shown[key] = [replace(each, because=hide(each.because, hidden)) for each in steps]
    return shown
