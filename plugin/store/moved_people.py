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
# links and linked names in Miro stay: the caller ends them.
OF_PIECES = (
    t.wording.c.made_by,
    t.read_back.c.recorded_by,
    t.own_yes.c.recorded_by,
    t.own_yes.c.confirmed_by,
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
)
OF_SESSIONS = (t.held_reader.c.person_id,)
OF_READ_BACKS = (t.objection_link.c.made_by,)
OF_GROUPS = (t.permission.c.asked_by, t.agreement.c.made_by)
LISTS_OF_PIECES = (t.wording, t.own_yes)
LISTS_OF_READ_BACKS = (t.objection_link,)
LISTS_OF_GROUPS = (t.permission,)
LISTS_OF_SIGN_INS = (t.sign_in, t.sign_in_link, t.miro_person)


def move(tx: Tx, partnership_id: str, before: str, after: str) -> None:
    """Let everything of a partnership that points at one person point at another."""
    note_gone(tx, Went.PERSON_PARTED, before, partnership=partnership_id)
    pieces = sa.select(t.piece.c.id).where(t.piece.c.partnership_id == partnership_id)
    sessions = sa.select(t.session.c.id).where(t.session.c.partnership_id == partnership_id)
    reads = sa.select(t.read_back.c.id).where(t.read_back.c.piece_id.in_(pieces))
    groups = sa.select(t.community.c.id).where(t.community.c.partnership_id == partnership_id)
    _drop_doubles(tx, before, after, sessions)
    where: list[tuple[sa.Column[Any], sa.ColumnElement[bool]]]
    where = [(each, each.table.c.piece_id.in_(pieces)) for each in OF_PIECES]
    where += [(each, each.table.c.session_id.in_(sessions)) for each in OF_SESSIONS]
    where += [(each, each.table.c.read_back_id.in_(reads)) for each in OF_READ_BACKS]
    where += [(each, each.table.c.community_id.in_(groups)) for each in OF_GROUPS]
    where += [(each, each.table.c.partnership_id == partnership_id) for each in OF_PARTNERSHIPS]
    of_jobs = t.job.c.subject.in_(sessions) | (t.job.c.subject == partnership_id)
    where += [(t.job.c.asked_by, of_jobs)]
    for column, is_here in where:
        own = is_here & (column == before)
        tx.execute(sa.update(column.table).where(own).values({column: after}))
    for table in LISTS_OF_PIECES:
        _move_in_lists(tx, table, table.c.piece_id.in_(pieces), before, after)
    for table in LISTS_OF_READ_BACKS:
        _move_in_lists(tx, table, table.c.read_back_id.in_(reads), before, after)
    for table in LISTS_OF_GROUPS:
        _move_in_lists(tx, table, table.c.community_id.in_(groups), before, after)
    _move_in_lists(tx, t.job, of_jobs, before, after)
    for table in LISTS_OF_SIGN_INS:
        _move_in_lists(tx, table, table.c.only_in == partnership_id, before, after)


def _drop_doubles(tx: Tx, before: str, after: str, sessions: sa.Select[tuple[str]]) -> None:
    """Leave a board that names both as readers of its held notes with one of the two."""
    named = t.held_reader.c
    too = sa.select(named.session_id).where(named.person_id == after)
    both = (named.person_id == before) & named.session_id.in_(too) & named.session_id.in_(sessions)
    tx.execute(sa.delete(t.held_reader).where(both))


def _move_in_lists(
    tx: Tx, table: sa.Table, is_here: sa.ColumnElement[bool], before: str, after: str
) -> None:
    (key,) = table.primary_key.columns
    wanted = sa.select(key, table.c.let_in_by).where(is_here, table.c.let_in_by.is_not(None))
    for row_id, ids in tx.execute(wanted).all():
        if before in ids:
            moved = [after if each == before else each for each in ids]
            tx.execute(sa.update(table).where(key == row_id).values(let_in_by=moved))
