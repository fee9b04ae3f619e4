"""Backs up a whole installation while it runs, and puts one back in place of another.

A backup is read in one transaction, so that it is the installation of one moment. Restoring is one
transaction of the target: tables are made as they were, filled, upgraded, and what has to be done
before anybody reads (`finish`) is done. Killed anywhere, it leaves what was there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from plugin.errors import BadInput
from plugin.store import revisions
from plugin.store.backup_file import (
    BackupHead,
    BackupTable,
    BackupWriter,
    opened,
    read_head,
    read_rows,
)
from plugin.store.copying import rows_of, unread
from plugin.store.database import Database, Tx
from plugin.store.private_output import written_whole
from plugin.store.tables import metadata

_AT_ONCE = 500
_REFLECTED: dict[tuple[str, str | None], sa.MetaData] = {}  # by kind of database and revision


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was put back."""

    made_at: datetime
    rows: int
    tables: int


def back_up(database: Database, path: Path, now: datetime) -> Mapping[str, int]:
    """Write everything into a new file; return how many rows each table has.

    Others read and write meanwhile; what they change is not in it. Raise BadInput for a file that
    is there already or cannot be written.
    """
    database.require_current()
    revision = database.revision()
    with written_whole(path) as file, database.read() as tx:
        writer = BackupWriter(file, BackupHead(str(revision), now))
        for table in metadata.sorted_tables:
            writer.table(table.name, [each.name for each in table.columns])
            for row in rows_of(tx, table):
                writer.row(tuple(row))
        return writer.end()


def restore(
    database: Database,
    path: Path,
    *,
    replaces: bool,
    before: Callable[[Tx], None],
    finish: Callable[[Tx], None],
) -> PutBack:
    """Put a backup in place of what a database holds; raise BadInput with nothing changed.

    A database that holds rows is refused unless it `replaces` them. `before` sees what is replaced,
    `finish` what is there instead; both are in the one transaction.
    """
    database.require_not_newer()
    with opened(path) as file:
        head = read_head(file, database.known_revisions())
        counted = (0, 0)

        def empty(tx: Tx) -> None:
            _require_ours(tx)
            if not replaces:
                _require_empty(tx)
            before(tx)
            _reflected(tx).drop_all(tx, checkfirst=False)

        def fill(tx: Tx) -> None:
            nonlocal counted
            counted = _filled(tx, file)

        database.rebuild(head.revision, empty, fill, finish)
    return PutBack(head.made_at, *counted)


def _require_ours(tx: Tx) -> None:
    names = sa.inspect(tx).get_table_names()
    if names and "alembic_version" not in names:
        raise BadInput(
            "This database holds other tables than Hedgerow's. Nothing was changed. Give Hedgerow "
            "a database of its own."
        )


def _require_empty(tx: Tx) -> None:
    for table in _reflected(tx).sorted_tables:
        if table.name == "alembic_version":
            continue
        if tx.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise BadInput(
                "This installation is not empty. Nothing was changed. Give --replace to put the "
                "backup in its place; what was added since the backup is lost then. A backup of "
                "what is there now can be made first."
            )


def _filled(tx: Tx, file: IO[bytes]) -> tuple[int, int]:
    """Put every row of a backup into empty tables; return how many rows and tables they are."""
    found, rows, tables = _reflected(tx), 0, 0
    columns: tuple[str, ...] = ()
    into: sa.TableClause = sa.table("none")
    for is_rows, group in groupby(read_rows(file), key=lambda each: isinstance(each, list)):
        if is_rows:
            for some in _in_parts(group):
                tx.execute(sa.insert(into), [dict(zip(columns, row, strict=True)) for row in some])
                rows += len(some)
            continue
        for each in group:
            if isinstance(each, BackupTable):
                into, columns, tables = unread(found.tables[each.name]), each.columns, tables + 1
    return rows, tables


def _in_parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some


def _reflected(tx: Tx) -> sa.MetaData:
    """Return the tables as they are there: of whatever revision.

    A restore asks twice, and those of one revision are the same: to read them takes as long as to
    make them.
    """
    key = (tx.dialect.name, revisions.current(tx))
    known = _REFLECTED.get(key)
    if known is None or {*known.tables} != {*sa.inspect(tx).get_table_names()}:
        known = _REFLECTED[key] = sa.MetaData()
        known.reflect(bind=tx)
    return known
