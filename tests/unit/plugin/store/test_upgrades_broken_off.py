import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from plugin.errors import StorageFailed
from plugin.store import revisions
from plugin.store.database import Database
from tests.unit.plugin.store.broken_off import CANARY, database_at, file_at, full_disk, held

pytestmark = pytest.mark.sqlite_only

_KNOWN = revisions.newest_last()
FROM = [None, *_KNOWN[:-1]]


# A process that is killed leaves what was written to its files, and nothing else.
KILLED = (KeyboardInterrupt, sa.exc.PendingRollbackError)


@contextmanager
def statements(seen: Callable[[str], None]) -> Iterator[None]:
    """Call `seen` before each statement; memory is short, so that much is written early."""

    def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen(statement)

    def forget(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA cache_size=1")

    event.listen(sa.Engine, "before_cursor_execute", before)
    event.listen(sa.Engine, "connect", forget)
    try:
        yield
    finally:
        event.remove(sa.Engine, "before_cursor_execute", before)
        event.remove(sa.Engine, "connect", forget)


@dataclass(frozen=True)
class Migrated:
    """What an upgrade or a downgrade that nobody ended made of a database."""

    before: object
    file: bytes
    wanted: object
    statements: int
    left_something_else: list[str]  # before these statements


@pytest.fixture(scope="module", params=FROM)
def upgraded(request: pytest.FixtureRequest) -> Migrated:
    """Upgrade from each revision once for all tests; pytest runs those of one side by side."""
    return _upgraded(request.param)


def test_an_upgrade_ended_at_any_statement_leaves_what_was_there(upgraded: Migrated) -> None:
    assert upgraded.left_something_else == []
    assert upgraded.wanted != upgraded.before


def test_words_erased_after_an_upgrade_are_in_no_page_that_it_freed(
    tmp_path: Path, upgraded: Migrated
) -> None:
    file = tmp_path / "hedgerow.db"
    file.write_bytes(upgraded.file)
    database = Database(f"sqlite:///{file}")
    with database.begin() as tx:
        tx.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in held(file)[1]:
            if table != "alembic_version":
                tx.execute(sa.delete(sa.table(table)))

    database.confirm_erased()

    assert CANARY.encode() not in file.read_bytes()


def test_a_downgrade_ended_at_any_statement_leaves_what_was_there(tmp_path: Path) -> None:
    done = _migrated(file_at("head"), tmp_path, lambda database: database.downgrade("base"))

    assert done.left_something_else == []
    assert done.wanted != done.before


@pytest.mark.parametrize("revision", ["base", *_KNOWN[:-1]][::-1])
def test_a_downgrade_by_one_revision_leaves_all_or_nothing(revision: str) -> None:
    """All the way down in many steps: a downgrade by several is the same steps at once."""
    done = _downgraded(revision)

    assert done.left_something_else == []
    assert done.wanted != done.before


@cache
def _downgraded(revision: str) -> Migrated:
    """Return what a downgrade makes of what the one before it left."""
    above = ["base", *_KNOWN][["base", *_KNOWN].index(revision) + 1]
    start = file_at("head") if above == _KNOWN[-1] else _downgraded(above).file
    with TemporaryDirectory() as folder:
        return _migrated(start, Path(folder), lambda database: database.downgrade(revision))


@cache
def _upgraded(revision: str | None) -> Migrated:
    with TemporaryDirectory() as folder:
        return _migrated(file_at(revision), Path(folder), lambda database: database.upgrade())


def _migrated(start: bytes, folder: Path, migrate: Callable[[Database], None]) -> Migrated:
    """Look, before each statement of `migrate`, at what a process killed there would leave.

    Where nothing has changed since the last look of what SQLite would read, there is nothing else
    to see.
    """
    file = folder / "hedgerow.db"
    file.write_bytes(start)
    before, last, wrong, count = held(file), dict[str, bytes](), list[str](), 0

    def look(statement: str) -> None:
        nonlocal count
        count += 1
        files = _files(file)
        left = {"": files[""], "-wal": _committed(files.get("-wal", b""))}
        if left == last:
            return
        if _held_in(files, file.with_name("left.db")) != before:
            wrong.append(statement)
        last.clear()
        last.update(left)

    database = Database(f"sqlite:///{file}")
    with statements(look):
        migrate(database)
    database.close()
    return Migrated(before, file.read_bytes(), held(file), count, wrong)


def _files(file: Path) -> dict[str, bytes]:
    """Return a database's file and its write-ahead log."""
    found = {name: file.with_name(f"{file.name}{name}") for name in ("", "-wal")}
    return {name: each.read_bytes() for name, each in found.items() if each.exists()}


def _committed(log: bytes) -> bytes:
    """Return the write-ahead log up to its last frame that ends a transaction.

    SQLite reads nothing behind it (https://sqlite.org/fileformat2.html#walformat): a header of 32
    bytes, then frames of a header of 24 and a page; the fifth to eighth byte of a frame's are the
    pages of the whole database after a transaction, or 0.
    """
    page = int.from_bytes(log[8:12])
    starts = range(32, len(log), 24 + page) if page else ()
    ends = [at + 24 + page for at in starts if any(log[at + 4 : at + 8])]
    return log[: ends[-1] if ends else 32]


def _held_in(files: dict[str, bytes], copy: Path) -> object:
    """Return what a process finds that opens these files."""
    for name in ("", "-wal"):
        copy.with_name(f"{copy.name}{name}").unlink(missing_ok=True)
    for name, held_there in files.items():
        copy.with_name(f"{copy.name}{name}").write_bytes(held_there)
    return held(copy)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("revision", [None, "0001", "0005", "0007"])
def test_an_upgrade_ended_on_its_way_is_finished_by_the_next(
    tmp_path: Path, revision: str | None, share: float
) -> None:
    unbroken = _upgraded(revision)
    database, seen = database_at(tmp_path / "hedgerow.db", revision), []

    def end(statement: str) -> None:
        seen.append(statement)
        if len(seen) == int(unbroken.statements * share):
            raise KeyboardInterrupt

    with pytest.raises(KILLED), statements(end):
        database.upgrade()
    database.upgrade()

    assert held(tmp_path / "hedgerow.db") == unbroken.wanted


def test_an_upgrade_on_a_full_disk_is_told_and_finished_when_there_is_room(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "hedgerow.store")
    file = tmp_path / "hedgerow.db"
    database = database_at(file, "0001")
    before = held(file)

    with full_disk(), pytest.raises(StorageFailed, match="disk of the server is full"):
        database.upgrade()

    assert held(file) == before
    assert "SQLITE_FULL" in caplog.text
    database.upgrade()
    database.require_current()


def test_nobody_elses_connection_loses_its_checks(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/hedgerow.db")
    database.upgrade()

    with database.read() as tx:
        names = ("foreign_keys", "secure_delete", "temp_store", "busy_timeout")
        found = [tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert found == [1, 1, 2, 10_000]
