"""Everything of one partnership that points at a person, moved to another row of `person`.

A row of `person` belongs to an address, and an address can be known in several partnerships. Where
one of these gives somebody another address, or ends their last place, only what is its own moves.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone

# Each column with the condition that says which of its rows are a partnership's. Sign-ins, their
# links, linked names in Miro and tokens stay: the caller ends them.
OF_PIECES = (
    t.wording.c.made_by,
    t.read_back.c.recorded_by,
    t.own_yes.c.recorded_by,
    t.own_yes.c.confirmed_by,
    t.piece_step.c.made_by,
    t.piece_reading.c.made_by,
    t.piece_evidence.c.made_by,
    t.edition.c.made_by,
    t.edition.c.agreed_by,
    t.edition.c.read_by,
    t.conflict.c.settled_by,
)
OF_PARTNERSHIPS = (
    t.membership.c.person_id,
    t.known_as.c.person_id,
    t.passed_on_link.c.person_id,
    t.passed_on_link.c.made_by,
    t.address_writer.c.person_id,
    t.address_writer.c.written_by,
    t.outgoing_mail.c.person_id,
    t.export.c.made_by,
    t.access_log.c.person_id,
    t.collection.c.person_id,
)
OF_SESSIONS = (t.held_reader.c.person_id, t.own_sorting.c.person_id, t.noticed.c.made_by)
OF_READ_BACKS = (t.objection_link.c.made_by,)
OF_GROUPS = (t.permission.c.asked_by, t.agreement.c.made_by, t.follow_up.c.asked_by)
OF_NOTES = (t.tray.c.person_id, t.read_mark.c.person_id, t.memo.c.person_id)
OF_MARKS = (t.theming.c.put_by, t.set_aside.c.put_by, t.shown_as_one.c.put_by)
OF_CLUSTERS = (t.placement.c.put_by,)
OF_DESKS = (
    t.draft.c.person_id,
    t.thing_memo.c.person_id,
    t.desk_step.c.person_id,
    t.private_line.c.person_id,
    t.legal_hold.c.placed_by,
    t.complaint.c.made_by,
)
# Columns with the ids of several people.
LISTS_OF_PIECES = (
    t.wording.c.let_in_by,
    t.own_yes.c.let_in_by,
    t.own_yes.c.confirmed_let_in_by,
    t.edition.c.let_in_by,
    t.edition.c.agreed_let_in_by,
    t.edition.c.read_let_in_by,
)
LISTS_OF_READ_BACKS = (t.objection_link.c.let_in_by,)
LISTS_OF_GROUPS = (t.permission.c.let_in_by, t.follow_up.c.let_in_by, t.complaint.c.readers)
LISTS_OF_SIGN_INS = (
    t.sign_in.c.let_in_by,
    t.sign_in_link.c.let_in_by,
    t.miro_person.c.let_in_by,
    t.api_token.c.let_in_by,
)


def move(tx: Tx, partnership_id: str, before: str, after: str) -> None:
    """Let everything of a partnership that points at one person point at another."""
    note_gone(tx, Went.PERSON_PARTED, before, partnership=partnership_id)
    pieces = sa.select(t.piece.c.id).where(t.piece.c.partnership_id == partnership_id)
    sessions = sa.select(t.session.c.id).where(t.session.c.partnership_id == partnership_id)
    reads = sa.select(t.read_back.c.id).where(t.read_back.c.piece_id.in_(pieces))
    groups = sa.select(t.community.c.id).where(t.community.c.partnership_id == partnership_id)
    notes = sa.select(t.note.c.id).where(t.note.c.session_id.in_(sessions))
    clusters = sa.select(t.cluster.c.id).where(t.cluster.c.community_id.in_(groups))
    _drop_doubles(tx, before, after, t.held_reader.c.session_id, sessions)
    _drop_doubles(tx, before, after, t.draft.c.piece_id, pieces)
    beside = sa.select(t.thing_memo.c.about_id).where(t.thing_memo.c.community_id.in_(groups))
    _drop_doubles(tx, before, after, t.thing_memo.c.about_id, beside)
    for column in OF_NOTES:
        _drop_doubles(tx, before, after, column.table.c.note_id, notes)
    where: list[tuple[sa.Column[Any], sa.ColumnElement[bool]]]
    where = [(each, each.table.c.piece_id.in_(pieces)) for each in OF_PIECES]
    where += [(each, each.table.c.session_id.in_(sessions)) for each in OF_SESSIONS]
    where += [(each, each.table.c.note_id.in_(notes)) for each in (*OF_NOTES, *OF_MARKS)]
    where += [(each, each.table.c.cluster_id.in_(clusters)) for each in OF_CLUSTERS]
    where += [(each, each.table.c.community_id.in_(groups)) for each in OF_DESKS]
    where += [(each, each.table.c.read_back_id.in_(reads)) for each in OF_READ_BACKS]
    where += [(each, each.table.c.community_id.in_(groups)) for each in OF_GROUPS]
    where += [(each, each.table.c.partnership_id == partnership_id) for each in OF_PARTNERSHIPS]
    of_jobs = t.job.c.subject.in_(sessions) | (t.job.c.subject == partnership_id)
    where += [(t.job.c.asked_by, of_jobs)]
    for column, is_here in where:
        own = is_here & (column == before)
        tx.execute(sa.update(column.table).where(own).values({column: after}))
    where = [(each, each.table.c.piece_id.in_(pieces)) for each in LISTS_OF_PIECES]
    where += [(each, each.table.c.read_back_id.in_(reads)) for each in LISTS_OF_READ_BACKS]
    where += [(each, each.table.c.community_id.in_(groups)) for each in LISTS_OF_GROUPS]
    where += [(each, each.table.c.only_in == partnership_id) for each in LISTS_OF_SIGN_INS]
    where += [(t.job.c.let_in_by, of_jobs)]
    for column, is_here in where:
        _move_in_list(tx, column, is_here, before, after)


def _drop_doubles(
    tx: Tx, before: str, after: str, thing: sa.Column[Any], here: sa.Select[tuple[str]]
) -> None:
    """Leave what names both people beside one thing, such as a board's readers, with one of two."""
    table = thing.table
    named, too = table.c.person_id, sa.select(thing).where(table.c.person_id == after)
    tx.execute(sa.delete(table).where(named == before, thing.in_(too), thing.in_(here)))


def _move_in_list(
    tx: Tx, column: sa.Column[Any], is_here: sa.ColumnElement[bool], before: str, after: str
) -> None:
    table = column.table
    (key,) = table.primary_key.columns
    wanted = sa.select(key, column).where(is_here, column.is_not(None))
    for row_id, ids in tx.execute(wanted).all():
        if before in ids:
            moved = [after if each == before else each for each in ids]
            tx.execute(sa.update(table).where(key == row_id).values({column: moved}))
