import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy import event

from plugin.errors import StorageFailed
from plugin.store.database import Database, _alembic_config
from tests.unit.plugin.store.broken_off import CANARY, database_at, full_disk, held

pytestmark = pytest.mark.sqlite_only

_KNOWN = sorted(
    each.revision
    for each in ScriptDirectory.from_config(_alembic_config("sqlite://")).walk_revisions()
)
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


@pytest.mark.parametrize("revision", FROM)
def test_an_upgrade_ended_at_any_statement_leaves_what_was_there(
    tmp_path: Path, revision: str | None
) -> None:
    database_at(tmp_path / "hedgerow.db", revision).close()

    _leaves_all_or_nothing(tmp_path / "hedgerow.db", lambda database: database.upgrade())


@pytest.mark.parametrize("revision", ["base", *_KNOWN[:-1]])
def test_a_downgrade_ended_at_any_statement_leaves_what_was_there(
    tmp_path: Path, revision: str
) -> None:
    database_at(tmp_path / "hedgerow.db", "head").close()

    _leaves_all_or_nothing(tmp_path / "hedgerow.db", lambda each: each.downgrade(revision))


def _leaves_all_or_nothing(file: Path, migrate: Callable[[Database], None]) -> None:
    """Look, before each statement of `migrate`, at what a process killed there would leave.

    Where no byte of its files has changed since the last look, there is nothing else to see.
    """
    before, last = held(file), dict[str, bytes]()

    def look(statement: str) -> None:
        left = _files(file)
        if left != last:
            assert _held_in(left, file.with_name("left.db")) == before, statement
            last.clear()
            last.update(left)

    database = Database(f"sqlite:///{file}")
    with statements(look):
        migrate(database)
    database.close()
    assert held(file) != before


def _files(file: Path) -> dict[str, bytes]:
    """Return a database's file and its write-ahead log."""
    found = {name: file.with_name(f"{file.name}{name}") for name in ("", "-wal")}
    return {name: each.read_bytes() for name, each in found.items() if each.exists()}


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
    wanted, count = _unbroken(tmp_path / "unbroken.db", revision)
    database, seen = database_at(tmp_path / "hedgerow.db", revision), []

    def end(statement: str) -> None:
        seen.append(statement)
        if len(seen) == int(count * share):
            raise KeyboardInterrupt

    with pytest.raises(KILLED), statements(end):
        database.upgrade()
    database.upgrade()

    assert held(tmp_path / "hedgerow.db") == wanted


def _unbroken(file: Path, revision: str | None) -> tuple[object, int]:
    """Return what an upgrade makes, and its number of statements."""
    database, seen = database_at(file, revision), list[str]()
    with statements(seen.append):
        database.upgrade()
    return held(file), len(seen)


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


@pytest.mark.parametrize("revision", _KNOWN[:-1])
def test_words_erased_after_an_upgrade_are_in_no_page_that_it_freed(
    tmp_path: Path, revision: str
) -> None:
    file = tmp_path / "hedgerow.db"
    database = database_at(file, revision)
    database.upgrade()
    with database.begin() as tx:
        tx.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in held(file)[1]:
            if table != "alembic_version":
                tx.execute(sa.delete(sa.table(table)))

    database.confirm_erased()

    assert CANARY.encode() not in file.read_bytes()


def test_nobody_elses_connection_loses_its_checks(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/hedgerow.db")
    database.upgrade()

    with database.read() as tx:
        names = ("foreign_keys", "secure_delete", "temp_store", "busy_timeout")
        found = [tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert found == [1, 1, 2, 10_000]
