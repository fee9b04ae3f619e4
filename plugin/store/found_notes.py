"""Kept notes by the words that stand in them, and by meeting, box and kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.store import search
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.notes import notes_by_id
from plugin.store.readable_notes import may_be_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which notes are looked for; `boxes` are pairs of a design's code and a box's code."""

    terms: tuple[str, ...]
    community_ids: tuple[str, ...]
    session_id: str
    boxes: frozenset[tuple[str, str]] | None
    kind: str
    theme_ids: tuple[str, ...] | None = None
    since: date | None = None  # days of sessions
    until: date | None = None


def find(tx: Tx, wanted: Wanted, start: int, most: int) -> tuple[tuple[Note, ...], int]:
    """Return `most` of the notes that are wanted, the newest meeting first, and how many there are.

    Only kept notes that are on the desk come back, and none whose day for erasing has come.
    """
    joined = sa.join(t.note, t.session, t.session.c.id == t.note.c.session_id)
    order = (t.session.c.day.desc(), t.note.c.zone_code, t.note.c.y, t.note.c.x, t.note.c.id)
    # Every text is looked through once for both: that takes longer than all the rest.
    counted = sa.select(t.note.c.id, sa.func.count().over().label("total"))
    page = counted.select_from(joined).where(_condition(tx, wanted)).order_by(*order)
    rows = tx.execute(page.offset(start).limit(most)).all()
    if not rows:
        return (), find(tx, wanted, 0, 1)[1] if start else 0
    known = notes_by_id(tx, [row.id for row in rows])
    return tuple(known[row.id] for row in rows), rows[0].total


def _condition(tx: Tx, wanted: Wanted) -> sa.ColumnElement[bool]:
    note, session = t.note.c, t.session.c
    asked: list[Any] = [
        # Without words to look for, the notes themselves tell which can be found, by an index.
        note.id.in_(search.found(tx, search.NOTE, wanted.terms, wanted.community_ids))
        if wanted.terms
        else session.community_id.in_(list(wanted.community_ids)),
        note.label == Label.M.value,
        may_be_read(tx),
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
