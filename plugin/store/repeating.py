"""Empties what people wrote beside notes where it repeats words of a note that went."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.overlap import Phrases
from plugin.store import tables as t
from plugin.store.database import Tx


def empty_repeating(
    tx: Tx,
    column: sa.Column[str],
    key: sa.Column[str],
    here: sa.ColumnElement[bool],
    phrases: Phrases,
    went: list[str],
) -> int:
    """Empty a column where it repeats words, and return in how many places.

    Several memos beside one note go together. `went` gets the texts as they were.
    """
    rows = tx.execute(sa.select(key, column).where(here, column != "")).all()
    found = [row[0] for row in rows if phrases.stand_in(fold(row[1]))]
    if not found:
        return 0
    went.extend(row[1] for row in rows if row[0] in found)
    table = column.table
    if table is t.desk_step:  # it could only bring the words back
        tx.execute(sa.delete(table).where(key.in_(found)))
        return 0
    values: dict[str, Any] = {column.name: ""}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    tx.execute(sa.update(table).where(key.in_(found)).values(**values))
    return len(found)
