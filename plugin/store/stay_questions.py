"""Which writers of held notes are asked whether they may stay; nothing of who was asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from plugin.domain.may_stay import StayQuestion
from plugin.store import tables as t
from plugin.store.database import Tx

_OWN = t.stay_question.c


def question(tx: Tx, note_id: str) -> StayQuestion | None:
    """Return what the writer of a note is asked, or None."""
    return next(iter(questions(tx, [note_id]).values()), None)


def questions(tx: Tx, note_ids: Collection[str]) -> dict[str, StayQuestion]:
    """Return what the writers of these notes are asked, by note; none where nobody is."""
    wanted = sa.select(t.stay_question).where(_OWN.note_id.in_(list(note_ids)))
    return {
        row.note_id: StayQuestion(
            note_id=row.note_id, version=row.version, until=row.until, is_no=row.is_no
        )
        for row in (tx.execute(wanted) if note_ids else ())
    }


def ask(tx: Tx, asked: Iterable[StayQuestion]) -> None:
    """Store questions in place of older ones about the same notes."""
    rows = [
        {"note_id": e.note_id, "version": e.version, "until": e.until, "is_no": e.is_no}
        for e in asked
    ]
    if rows:
        those = [each["note_id"] for each in rows]
        tx.execute(sa.delete(t.stay_question).where(_OWN.note_id.in_(those)))
        tx.execute(sa.insert(t.stay_question), rows)
