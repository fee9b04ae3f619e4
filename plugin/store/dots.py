"""Dots of an open session, and how many each note had once they were shown."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa

from plugin.domain.dots import Dot
from plugin.store import tables as t
from plugin.store.database import Tx

_DOT, _COUNT = t.dot, t.dot_count


def dots(tx: Tx, session_id: str) -> tuple[Dot, ...]:
    """Return the dots of a session that nobody has shown yet."""
    wanted = sa.select(_DOT).where(_DOT.c.session_id == session_id)
    rows = tx.execute(wanted.order_by(_DOT.c.step, _DOT.c.own_hash, _DOT.c.note_id))
    return tuple(Dot(row.step, row.note_id, row.own_hash) for row in rows)


def save_dots(tx: Tx, session_id: str, step: int, given: Iterable[Dot]) -> None:
    """Store the dots of a step in place of what was stored, in random order."""
    rows = [
        {"session_id": session_id, "step": step, "own_hash": e.own_hash, "note_id": e.note_id}
        for e in given
    ]
    random.SystemRandom().shuffle(rows)
    tx.execute(sa.delete(_DOT).where(_DOT.c.session_id == session_id, _DOT.c.step == step))
    if rows:
        tx.execute(sa.insert(_DOT), rows)


def publish(tx: Tx, session_id: str, step: int, counts: Mapping[str, int]) -> None:
    """Store how many dots each note of a step has, and forget who put them; once."""
    save_dots(tx, session_id, step, ())
    rows = [
        {"session_id": session_id, "step": step, "note_id": note_id, "dots": many}
        for note_id, many in sorted(counts.items())
    ]
    if rows:
        tx.execute(sa.insert(_COUNT), rows)


def counts(tx: Tx, session_id: str) -> dict[int, dict[str, int]]:
    """Return how many dots each note has in the steps of a session that were shown."""
    wanted = sa.select(_COUNT).where(_COUNT.c.session_id == session_id)
    found: dict[int, dict[str, int]] = {}
    for row in tx.execute(wanted.order_by(_COUNT.c.step, _COUNT.c.note_id)):
        found.setdefault(row.step, {})[row.note_id] = row.dots
    return found


def dots_on(tx: Tx, note_ids: Collection[str]) -> dict[str, int]:
    """Return how many dots these notes got in all, in whichever session; none without any."""
    summed = sa.select(_COUNT.c.note_id, sa.func.sum(_COUNT.c.dots).label("dots"))
    wanted = summed.where(_COUNT.c.note_id.in_(list(note_ids))).group_by(_COUNT.c.note_id)
    return {row.note_id: int(row.dots) for row in tx.execute(wanted)}
