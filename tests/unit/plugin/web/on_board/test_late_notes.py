"""Notes that come after Close, when somebody has begun to read and to sort the others."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from plugin import use_cases
from plugin.domain.sessions import Session
from plugin.store import tables as t
from plugin.store.columns import UTCDateTime
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.in_miro import SOMEBODY_IN_MIRO
from tests.unit.plugin.web.on_board.test_my_notes import write
from tests.world.phones import notes_of

NEEDED = [t.theme, t.piece, t.cluster]  # by rows that name a note
OF_NOTES = [
    table
    for table in t.metadata.sorted_tables
    if any(key.column.table is t.note for key in table.foreign_keys)
]


def a_row(house: TestHouse, table: sa.Table, ids: dict[str, str]) -> dict[str, Any]:
    """Return a row of a table that names what is there, with anything else in it."""
    row: dict[str, Any] = {}
    for column in table.c:
        named = next((key.column.table.name for key in column.foreign_keys), "")
        if not column.nullable:
            is_moment = isinstance(column.type, UTCDateTime)
            is_number = isinstance(column.type, sa.Integer | sa.Boolean)
            row[column.name] = house.clock.now if is_moment else 1 if is_number else table.name
        if named and not column.nullable:
            row[column.name] = ids[named]
    return row


def test_notes_come_late_whatever_names_the_others_by_then(
    house: TestHouse, session: Session
) -> None:
    write(house, session, SOMEBODY_IN_MIRO, "written in time")
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    (note,) = notes_of(house, session)
    ids = {"note": note.id, "person": house.people["helen"].person_id, "session": session.id}
    ids |= {"community": house.community.id, "partnership": house.partnership.id}
    ids |= {table.name: table.name for table in NEEDED}
    with house.services.db.begin() as tx:
        for table in (*NEEDED, *OF_NOTES):
            tx.execute(sa.insert(table).values(**a_row(house, table, ids)))
    write(house, session, SOMEBODY_IN_MIRO, "written late")

    use_cases.collect(house.runtime, house.actor("sam"), session.id)

    assert {each.text for each in notes_of(house, session)} == {"written in time", "written late"}
    with house.services.db.read() as tx:
        for table in OF_NOTES:
            assert [row.note_id for row in tx.execute(sa.select(table))] == [note.id], table.name
