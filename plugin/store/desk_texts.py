"""What people wrote beside notes: on the desk, against a piece, in answers, of what became."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx


def change_desk_texts(tx: Tx, partnership_id: str, change: Callable[[str], str]) -> None:
    """Store what `change` leaves of each of these texts in a partnership."""
    for column, here in _places(partnership_id):
        table, keys = column.table, list(column.table.primary_key)
        for row in tx.execute(sa.select(*keys, column).where(here, column != "")).all():
            left = change(row[-1])
            if left == row[-1]:
                continue
            values: dict[str, object] = {column.name: left}
            if "version" in table.c:  # so that a form that is open does not write it back
                values["version"] = table.c.version + 1
            which = sa.and_(*(key == row[at] for at, key in enumerate(keys)))
            tx.execute(sa.update(table).where(which).values(**values))


def _places(partnership_id: str) -> Iterator[tuple[sa.Column[str], sa.ColumnElement[bool]]]:
    groups = sa.select(t.community.c.id).where(t.community.c.partnership_id == partnership_id)
    pieces = sa.select(t.piece.c.id).where(t.piece.c.partnership_id == partnership_id)
    notes = (
        sa.select(t.note.c.id)
        .join(t.session, t.session.c.id == t.note.c.session_id)
        .where(t.session.c.partnership_id == partnership_id)
    )
    read_backs = sa.select(t.read_back.c.id).where(t.read_back.c.piece_id.in_(pieces))
    questions = sa.select(t.question.c.id).where(t.question.c.piece_id.in_(pieces))
    for table, names in (
        (t.cluster, ("sentence",)),
        (t.theme, ("name", "definition")),
        (t.desk_step, ("before",)),
        (t.follow_up, ("became", "answer_words")),
    ):
        for name in names:
            yield table.c[name], table.c.community_id.in_(groups)
    for column in (t.memo.c.words, t.set_aside.c.because):
        yield column, column.table.c.note_id.in_(notes)
    for column in (t.piece_reading.c.words, t.piece_reading.c.origin):
        yield column, t.piece_reading.c.piece_id.in_(pieces)
    yield t.piece_step.c.because, t.piece_step.c.piece_id.in_(pieces)
    yield t.objection_reason.c.words, t.objection_reason.c.read_back_id.in_(read_backs)
    for column in (t.answer.c.words, t.answer.c.told_words):
        yield column, t.answer.c.question_id.in_(questions)
