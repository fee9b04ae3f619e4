"""Several selects of different columns as one statement: on a network, each statement is a wait.

Columns of one type share a place in the row, whichever select they are of: a place of its own for
each would make a row of a hundred columns, all but ten of them empty, and each read.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from plugin.store.database import Tx

_AT_ONCE = 500  # rows are fetched so many at a time: one by one takes twice as long


class Together:
    """Selects that are sent as one; their rows come in no order."""

    def __init__(self, *selects: sa.Select[Any]) -> None:
        parts = [each.subquery() for each in selects]
        types: list[sa.types.TypeEngine[Any]] = []
        places = [_placed(part, types) for part in parts]
        self._statement = sa.union_all(
            *(_padded(number, part, places[number], types) for number, part in enumerate(parts))
        )
        self._made = [_maker(part, place) for part, place in zip(parts, places, strict=True)]

    def rows(self, tx: Tx, values: Mapping[str, Any]) -> tuple[list[Any], ...]:
        """Return the rows of each select; `values` are what its parameters stand for."""
        found: tuple[list[Any], ...] = tuple([] for _ in self._made)
        for some in tx.execute(self._statement, values).partitions(_AT_ONCE):
            for row in some:
                found[row[0]].append(self._made[row[0]](row))
        return found


def _placed(part: sa.Subquery, types: list[sa.types.TypeEngine[Any]]) -> list[int]:
    """Return the place of each column of a select; `types` are those of the places so far."""
    taken: list[int] = []
    for column in part.c:
        free = (
            place
            for place, known in enumerate(types)
            if place not in taken and type(known) is type(column.type)
        )
        place = next(free, len(types))
        if place == len(types):
            types.append(column.type)
        taken.append(place)
    return taken


def _padded(
    number: int, part: sa.Subquery, places: list[int], types: list[sa.types.TypeEngine[Any]]
) -> sa.Select[Any]:
    own = dict(zip(places, part.c, strict=True))
    columns: list[sa.ColumnElement[Any]] = [sa.literal_column(str(number), sa.Integer)]
    for place, kind in enumerate(types):
        column = own[place] if place in own else sa.cast(sa.null(), kind)
        columns.append(column.label(f"at_{place}"))
    return sa.select(*columns)


def _maker(part: sa.Subquery, places: list[int]) -> Callable[[Any], Any]:
    """Return what makes a row of a select from a row of all of them."""
    made: Any = namedtuple("Row", tuple(part.c.keys()))  # type: ignore[misc] # a table's
    if len(places) == 1:
        return lambda row: made._make((row[places[0] + 1],))
    chosen = itemgetter(*(place + 1 for place in places))
    return lambda row: made._make(chosen(row))
