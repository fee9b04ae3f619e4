"""Makes databases for tests: SQLite files, or databases of a throw-away PostgreSQL.

Which of the two is chosen for a whole run: `pytest --database postgresql`. Tests about SQLite's own
files and locks are marked `sqlite_only`, and are left out of that run.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import sqlalchemy as sa

from plugin.store.database import Database, Tx
from tests import postgres

ABSENT = postgres.ABSENT
KINDS = ("sqlite", "postgresql")
# What the next transaction that writes will be called, in the whole cluster.
_NEXT_WRITE = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
_chosen = ["sqlite"]


def choose(kind: str) -> None:
    """Let all databases of this run be of one kind."""
    _chosen[:] = [kind]


def is_sqlite() -> bool:
    """Say whether this run's databases are SQLite's."""
    return _chosen == ["sqlite"]


def are_here() -> bool:
    """Say whether this run's databases can be made on this machine."""
    return is_sqlite() or postgres.binaries() is not None


def begin() -> None:
    """Start what databases are made by, before anything is forbidden to unit tests."""
    if not is_sqlite():
        postgres.cluster()


def empty(folder: Path) -> str:
    """Return the address of a database without tables; an SQLite file stands in `folder`."""
    return _in(folder) if is_sqlite() else postgres.cluster().empty()


def with_tables(folder: Path, revision: str = "head") -> str:
    """Return the address of a database with tables, as of a revision, and nothing in them."""
    if not is_sqlite():
        return postgres.cluster().with_tables(revision)
    shutil.copyfile(_migrated_file(revision), folder / "hedgerow.db")
    return _in(folder)


def keep(database: Database) -> Any:
    """Return what a database holds now, for `put_back`; nobody else may be connected to it."""
    database.confirm_erased()
    if is_sqlite():
        return _file(database.url).read_bytes()
    database.close()
    return postgres.cluster().keep(database.url)


def holding(folder: Path, kept: Any) -> str:
    """Return the address of a new database that holds what another one held when it was kept."""
    if not is_sqlite():
        return postgres.cluster().new_from(kept)
    (folder / "hedgerow.db").write_bytes(kept)
    return _in(folder)


def put_back(url: str, kept: Any) -> None:
    """Let a database hold what it held when it was kept; whoever is connected to it is cut off."""
    if not is_sqlite():
        postgres.cluster().put_back(url, kept)
        return
    file = _file(url)
    for name in ("-wal", "-shm"):
        Path(f"{file}{name}").unlink(missing_ok=True)
    file.write_bytes(kept)


def rows(
    database: Database, *, only: Collection[str] | None = None, without: Collection[str] = ()
) -> list[tuple[str, dict[str, Any]]]:
    """Return every row of every table, as the database has it, with its table's name."""
    with database.read() as tx:
        names = sa.inspect(tx).get_table_names() if only is None else only
        return [
            (name, dict(row))
            for name in sorted({*names} - {*without})
            for row in tx.execute(sa.select(sa.text("*")).select_from(sa.table(name))).mappings()
        ]


def selected(database: Database, statement: str) -> list[tuple[Any, ...]]:
    """Return what a statement selects; `rowid` in it is where a row lies, on both databases."""
    with database.read() as tx:
        wanted = statement if is_sqlite() else statement.replace("rowid", "ctid")
        return [tuple(row) for row in tx.exec_driver_sql(wanted)]


def everything(database: Database) -> bytes:
    """Return all that SQLite keeps in files, or that PostgreSQL has in tables."""
    if not is_sqlite():
        return str(rows(database)).encode()
    file = _file(database.url)
    return b"".join(each.read_bytes() for each in sorted(file.parent.glob(f"{file.name}*")))


def run(tx: Tx, statement: str, values: Sequence[Any]) -> sa.CursorResult[Any]:
    """Run a statement with `?` for each value, on both databases."""
    there = statement if is_sqlite() else statement.replace("?", "%s")
    return tx.exec_driver_sql(there, tuple(values))


def json_of(value: Any) -> Any:
    """Return a value of JSON as Python has it; SQLite gives its text."""
    return json.loads(value) if isinstance(value, str) else value


class Watch:
    """Says whether anything was written to a database since it was last asked."""

    def __init__(self, database: Database) -> None:
        self._engine = sa.create_engine(database.url, isolation_level="AUTOCOMMIT")
        self._connection = self._engine.connect()
        self._asks = "PRAGMA data_version" if is_sqlite() else _NEXT_WRITE
        self._version: object = None

    def is_changed(self) -> bool:
        """Say so; the first time always."""
        before, self._version = self._version, self._connection.exec_driver_sql(self._asks).scalar()
        return before != self._version

    def end(self) -> None:
        """Close the connection."""
        self._connection.close()
        self._engine.dispose()


def held(database: Database) -> object:
    """Return something that is another one as soon as anything is written, even the same again."""
    if not is_sqlite():
        with database.read() as tx:
            return tx.exec_driver_sql(_NEXT_WRITE).scalar_one(), rows(database)
    file = _file(database.url)
    wal = file.with_name(f"{file.name}-wal")
    return file.read_bytes(), wal.stat().st_size if wal.exists() else 0


@contextmanager
def removed_at_the_end() -> Iterator[None]:
    """Remove what is made of a PostgreSQL meanwhile; SQLite's files go with their folders."""
    if is_sqlite():
        yield
        return
    before = postgres.cluster().made()
    yield
    postgres.cluster().drop_all_but(before)


def _in(folder: Path) -> str:
    return f"sqlite:///{folder / 'hedgerow.db'}"


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@cache
def _migrated_file(revision: str) -> Path:
    file = Path(mkdtemp(prefix="hedgerow-tables-")) / "hedgerow.db"
    database = Database(f"sqlite:///{file}")
    database.upgrade(revision)
    database.confirm_erased()
    database.close()
    return file
