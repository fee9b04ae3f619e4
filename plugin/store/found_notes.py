"""Kept notes by the words that stand in them, and by meeting, box and kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.notes import ON_DESK, Note
from plugin.store import search
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.note_rows import note_of_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which notes are looked for; `boxes` are pairs of a design's code and a box's code."""

    terms: tuple[str, ...]
    community_ids: tuple[str, ...]
    session_id: str
    boxes: frozenset[tuple[str, str]] | None
    kind: str
    today: date
    theme_ids: tuple[str, ...] | None = None
    since: date | None = None  # days of sessions
    until: date | None = None


def find(tx: Tx, wanted: Wanted, start: int, most: int) -> tuple[tuple[Note, ...], int]:
    """Return `most` of the notes that are wanted, the newest meeting first, and how many there are.

    Only kept notes that are on the desk come back, and none whose day for erasing has come.
    """
    condition = _condition(tx, wanted)
    joined = sa.join(t.note, t.session, t.session.c.id == t.note.c.session_id)
    total = tx.execute(sa.select(sa.func.count()).select_from(joined).where(condition)).scalar_one()
    order = (t.session.c.day.desc(), t.note.c.zone_code, t.note.c.y, t.note.c.x, t.note.c.id)
    rows = tx.execute(
        sa.select(t.note)
        .select_from(joined)
        .where(condition)
        .order_by(*order)
        .offset(start)
        .limit(most)
    )
    return tuple(note_of_row(row) for row in rows), total


def _condition(tx: Tx, wanted: Wanted) -> sa.ColumnElement[bool]:
    note, session = t.note.c, t.session.c
    asked: list[Any] = [
        note.id.in_(search.found(tx, search.NOTE, wanted.terms, wanted.community_ids)),
        note.text.is_not(None),
        note.label == Label.M.value,
        note.state.in_([state.value for state in ON_DESK]),
        sa.or_(note.erase_on.is_(None), note.erase_on > wanted.today),
    ]
    if wanted.session_id:
        asked.append(note.session_id == wanted.session_id)
    if wanted.kind:
        asked.append(note.kind == wanted.kind)
    if wanted.theme_ids is not None:
        themed = sa.select(t.theming.c.note_id).where(t.theming.c.theme_id.in_(wanted.theme_ids))
        asked.append(note.id.in_(themed))
    if wanted.since is not None:
        asked.append(session.day >= wanted.since)
    if wanted.until is not None:
        asked.append(session.day <= wanted.until)
    if wanted.boxes is not None:
        pairs = sorted(wanted.boxes)
        in_box = (
            sa.and_(session.template_code == one, note.zone_code == two) for one, two in pairs
        )
        asked.append(sa.or_(sa.false(), *in_box))
    return sa.and_(*asked)
