"""The trail of a piece: who put notes under it, took them off, split, joined or set it down.

Where it was split from another or joined one, the trail says which wordings its words came from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from plugin.domain.piece_records import Wording, WordsOrigin
from plugin.domain.piece_steps import Did, PieceStep
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.piece_rows import step_of_row, wording_of_row


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


class _Known:
    """Wordings and steps by piece, as far as they were read."""

    def __init__(self) -> None:
        self.wordings: defaultdict[str, list[Wording]] = defaultdict(list)
        self.steps: defaultdict[str, list[PieceStep]] = defaultdict(list)


def origins_of(
    tx: Tx, steps: Mapping[str, Sequence[PieceStep]]
) -> defaultdict[str, list[WordsOrigin]]:
    """Return, by piece, the wordings that words came from by these steps, and by those before."""
    known = _Known()
    coming = {each.other_id for those in steps.values() for each in those if each.brings_words}
    seen: set[str] = set()
    while wanted := {each for each in coming if each is not None} - seen:
        seen |= wanted
        coming = _read(tx, wanted, known)
    found: defaultdict[str, list[WordsOrigin]] = defaultdict(list)
    for piece_id, those in steps.items():
        found[piece_id] += _origins(those, known, None, frozenset({piece_id}))
    return found


def _read(tx: Tx, piece_ids: Iterable[str], known: _Known) -> set[str | None]:
    """Read wordings and steps of pieces; return of which pieces the next are."""
    those = list(piece_ids)
    wordings = sa.select(t.wording).where(t.wording.c.piece_id.in_(those))
    for row in tx.execute(wordings.order_by(t.wording.c.number)):
        known.wordings[row.piece_id].append(wording_of_row(row))
    own = t.piece_step.c
    for row in tx.execute(sa.select(t.piece_step).where(own.piece_id.in_(those))):
        known.steps[row.piece_id].append(step_of_row(row))
    return {e.other_id for each in those for e in known.steps[each] if e.brings_words}


def _origins(
    steps: Iterable[PieceStep], known: _Known, until: datetime | None, behind: frozenset[str]
) -> Iterator[WordsOrigin]:
    for step in steps:
        other = step.other_id
        if other is None or other in behind or not step.brings_words:
            continue
        if until is not None and step.at > until:
            continue  # it came into the other piece later than these words left it
        then = tuple(e for e in known.wordings[other] if e.made_at <= step.at)
        if then:
            yield WordsOrigin(step.at, then)
        for each in _origins(known.steps[other], known, step.at, behind | {other}):
            yield WordsOrigin(step.at, each.wordings)
