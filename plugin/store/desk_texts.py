"""What people wrote beside notes: on the desk, against a piece, in answers, of what became."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx


class TextPlace(NamedTuple):
    """A column of texts, by what a text of it is known, and which rows are meant."""

    column: sa.Column[str]
    key: sa.Column[str]
    here: sa.ColumnElement[bool]


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


def curators_texts(
    groups: sa.Select[tuple[str]], but_for: Collection[str] = ()
) -> Iterator[TextPlace]:
    """Return every text that curators of these groups wrote beside notes and pieces.

    What erases words from them, and what changes a name in them, both go by this list. Readings
    `but_for` which stay, by their ids: somebody signed them before.
    """
    pieces = sa.select(t.piece.c.id).where(t.piece.c.community_id.in_(groups))
    sessions = sa.select(t.session.c.id).where(t.session.c.community_id.in_(groups))
    notes = sa.select(t.note.c.id).where(t.note.c.session_id.in_(sessions))
    for column in (
        t.cluster.c.sentence,
        t.desk_step.c.before,
        t.theme.c.name,
        t.theme.c.definition,
        *(t.draft.c.title, t.draft.c.line, t.draft.c.narrative),
        t.thing_memo.c.words,
        t.noticed.c.words,
    ):
        yield TextPlace(column, column.table.c.id, column.table.c.community_id.in_(groups))
    partners = sa.select(t.community.c.partnership_id).where(t.community.c.id.in_(groups))
    own = t.collection.c
    yield TextPlace(own.name, own.id, own.partnership_id.in_(partners))
    for column in (t.memo.c.words, t.set_aside.c.because):
        yield TextPlace(column, column.table.c.note_id, column.table.c.note_id.in_(notes))
    edition = (t.edition.c.title, t.edition.c.summary, t.edition.c.story)
    beside = t.piece_evidence.c
    noticed = (beside.words, beside.unit, beside.source, beside.people)
    for column in (t.piece_step.c.because, *edition, *noticed):
        yield TextPlace(column, column.table.c.id, column.table.c.piece_id.in_(pieces))
    reading = t.piece_reading.c
    read = reading.piece_id.in_(pieces) & reading.id.not_in(list(but_for))
    for column in (reading.words, reading.origin):
        yield TextPlace(column, reading.id, read)


def _places(partnership_id: str) -> Iterator[tuple[sa.Column[str], sa.ColumnElement[bool]]]:
    groups = sa.select(t.community.c.id).where(t.community.c.partnership_id == partnership_id)
    pieces = sa.select(t.piece.c.id).where(t.piece.c.partnership_id == partnership_id)
    read_backs = sa.select(t.read_back.c.id).where(t.read_back.c.piece_id.in_(pieces))
    questions = sa.select(t.question.c.id).where(t.question.c.piece_id.in_(pieces))
    for place in curators_texts(groups):
        yield place.column, place.here
    for column in (t.follow_up.c.became, t.follow_up.c.answer_words):
        yield column, t.follow_up.c.community_id.in_(groups)
    yield t.objection_reason.c.words, t.objection_reason.c.read_back_id.in_(read_backs)
    for column in (t.answer.c.words, t.answer.c.told_words):
        yield column, t.answer.c.question_id.in_(questions)
