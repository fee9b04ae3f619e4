"""Texts that notes have and had: whose words a wording repeats is looked for in all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.overlap import lost_runs
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.legal_holds import kept_sessions
from plugin.store.let_go import let_go


def texts_of(tx: Tx, note_ids: Iterable[str]) -> tuple[str, ...]:
    """Return every text of these notes, those too that they had before they were changed."""
    return _texts(tx, t.note.c.id.in_(list(note_ids)))


def texts_beside(tx: Tx, partnership_id: str, note_ids: Iterable[str]) -> tuple[str, ...]:
    """Return every text of a partnership's other notes, older ones too, wherever they stand."""
    others = t.note.c.id.not_in(list(note_ids))
    return _texts(tx, (t.session.c.partnership_id == partnership_id) & others)


def held_texts(tx: Tx, session_id: str) -> tuple[str, ...]:
    """Return every text of a session's held notes, and the older ones of others that were held."""
    return _held(tx, t.note.c.session_id == session_id).get(session_id, ())


def held_texts_in(tx: Tx, partnership_id: str) -> dict[str, tuple[str, ...]]:
    """Return the same of all sessions of a partnership, by session; of those with some."""
    here = sa.select(t.session.c.id).where(t.session.c.partnership_id == partnership_id)
    return _held(tx, t.note.c.session_id.in_(here))


def _held(tx: Tx, here: sa.ColumnElement[bool]) -> dict[str, tuple[str, ...]]:
    held, whose = Label.H.value, t.note.c.session_id
    older = sa.join(t.note, t.note_version, t.note_version.c.note_id == t.note.c.id)
    of_notes = sa.select(whose, t.note.c.text.label("words")).where(
        here, t.note.c.label == held, t.note.c.text.is_not(None)
    )
    is_held = (t.note.c.label == held) | (t.note_version.c.label == held)
    of_older = sa.select(whose, t.note_version.c.text).select_from(older).where(here, is_held)
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for session_id, words in tx.execute(sa.union_all(of_notes, of_older)):
        found[session_id] += (words,)
    return found


def drop_older_due(tx: Tx, today: date, most: int | None, at: datetime) -> int:
    """Erase older texts whose day has come, in every place; return how many, `most` of them."""
    own, now = t.note_version.c, t.note.c.text.label("now")
    wanted = (
        sa.select(own.note_id, own.version, own.text, t.note.c.session_id, now)
        .join(t.note, t.note.c.id == own.note_id)
        .where(own.erase_on <= today, t.note.c.session_id.not_in(kept_sessions(today)))
        .limit(most)
    )
    rows = tx.execute(wanted).all()
    for row in rows:
        which = (own.note_id == row.note_id) & (own.version == row.version)
        gone = {row.note_id: lost_runs(row.text, row.now or "")}
        let_go(tx, row.session_id, gone, at, is_their_day=True)
        tx.execute(sa.delete(t.note_version).where(which))
    return len(rows)


def _texts(tx: Tx, wanted: sa.ColumnElement[bool]) -> tuple[str, ...]:
    notes = sa.join(t.note, t.session, t.session.c.id == t.note.c.session_id)
    older = sa.join(notes, t.note_version, t.note_version.c.note_id == t.note.c.id)
    of_notes = sa.select(t.note.c.text).select_from(notes).where(wanted, t.note.c.text.is_not(None))
    of_older = sa.select(t.note_version.c.text).select_from(older).where(wanted)
    return tuple(tx.execute(sa.union_all(of_notes, of_older)).scalars())
