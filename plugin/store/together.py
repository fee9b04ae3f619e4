"""Several selects of different columns as one statement: on a network, each statement is a wait."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from plugin.store.database import Tx


class Together:
    """Selects that are sent as one; their rows come in no order."""

    def __init__(self, *selects: sa.Select[Any]) -> None:
        parts = [each.subquery() for each in selects]
        # A row has the columns of all parts; those of the others are empty.
        self._statement = sa.union_all(*(_padded(number, parts) for number in range(len(parts))))
        self._made: list[tuple[Any, slice]] = []
        first = 1
        for part in parts:
            made: Any = namedtuple("Row", tuple(part.c.keys()))  # type: ignore[misc] # a table's
            self._made.append((made, slice(first, first + len(part.c))))
            first += len(part.c)

    def rows(self, tx: Tx, values: Mapping[str, Any]) -> tuple[list[Any], ...]:
        """Return the rows of each select; `values` are what its parameters stand for."""
        found: tuple[list[Any], ...] = tuple([] for _ in self._made)
        for row in tx.execute(self._statement, values):
            made, place = self._made[row[0]]
            found[row[0]].append(made._make(row[place]))
        return found


def _padded(number: int, parts: list[sa.Subquery]) -> sa.Select[Any]:
    columns: list[sa.ColumnElement[Any]] = [sa.literal_column(str(number), sa.Integer)]
    for which, part in enumerate(parts):
        columns += (
            (column if which == number else sa.cast(sa.null(), column.type)).label(
                f"{which}_{column.name}"
            )
            for column in part.c
        )
    return sa.select(*columns)
