"""Copies a whole installation from one database to another: every row of every table, compared.

All is one transaction of the target, so that a copying that is stopped anywhere leaves it empty.
JSON goes over as the text that it is, so that nothing in it is read and written anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from plugin.errors import BadInput
from plugin.store.database import Database, Tx
from plugin.store.tables import metadata

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """How many rows of a table were copied."""

    name: str
    rows: int


def copy_installation(source: Database, target: Database) -> tuple[CopiedTable, ...]:
    """Copy everything to an empty database; raise BadInput with what to do where it cannot be.

    Nobody writes to the source meanwhile; what somebody wrote later would be missing.
    """
    source.require_current()
    tables = metadata.sorted_tables
    if target.revision() is None:
        target.upgrade()
    target.require_current()
    with target.read() as here:  # before anybody is kept waiting
        _require_empty(here, tables)
    with source.begin(), source.read() as there, target.begin() as here:
        _require_same_tables(there, tables)
        _require_empty(here, tables)
        copied = tuple(_copied(there, here, table) for table in tables)
        for table in tables:
            if _digests(there, table) != _digests(here, table):
                raise RuntimeError(f"rows of {table.name} are not the same after copying")
    return copied


def _require_same_tables(there: Tx, tables: Sequence[sa.Table]) -> None:
    """Return if every table that is there is one that we know; one left behind is a defect."""
    unknown = {*sa.inspect(there).get_table_names()} - {
        "alembic_version",
        *(each.name for each in tables),
    }
    if unknown:
        raise RuntimeError(f"the source has tables that nothing copies: {sorted(unknown)}")


def _require_empty(here: Tx, tables: Sequence[sa.Table]) -> None:
    for table in tables:
        if here.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise BadInput(
                f"The other database is not empty: rows stand in {table.name}. Nothing was "
                "copied or changed. Give --to the address of an empty one."
            )


def _copied(there: Tx, here: Tx, table: sa.Table) -> CopiedTable:
    number = 0
    for rows in rows_of(there, table).partitions(_AT_ONCE):
        here.execute(sa.insert(unread(table)), [dict(row._mapping) for row in rows])
        number += len(rows)
    return CopiedTable(table.name, number)


def rows_of(tx: Tx, table: sa.Table) -> sa.CursorResult[Any]:
    """Return a table's rows as they stand there; JSON as its text, which PostgreSQL keeps too."""
    columns = [
        sa.cast(column, sa.Text).label(column.name) if _is_json(column) else column
        for column in table.columns
    ]
    return tx.execution_options(yield_per=_AT_ONCE).execute(sa.select(*columns))


def unread(table: sa.Table) -> sa.TableClause:
    """Return a table into which JSON is written as the text that it is."""
    columns = [
        sa.column(each.name, sa.types.NullType() if _is_json(each) else each.type)
        for each in table.columns
    ]
    return sa.table(table.name, *columns)


def _is_json(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.JSON)


def _digests(tx: Tx, table: sa.Table) -> Counter[bytes]:
    """Return how often each row stands in a table, whatever the order in which it lies there."""
    are_json = [_is_json(each) for each in table.columns]
    return Counter(
        sha256(repr(tuple(_plain(row, are_json))).encode("utf-8", "surrogatepass")).digest()
        for row in rows_of(tx, table)
    )


def _plain(row: Sequence[Any], are_json: Sequence[bool]) -> Iterator[object]:
    for value, is_json in zip(row, are_json, strict=True):
        yield json.loads(value) if is_json and value is not None else value
