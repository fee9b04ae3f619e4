import logging
import sqlite3
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy.exc import DatabaseError, OperationalError

from plugin.errors import BadInput, HedgerowError, NotNow, StorageFailed
from plugin.store.database import Database
from plugin.store.failures import in_words
from tests import databases
from tests.unit.plugin.store.broken_off import full_disk

pytestmark = pytest.mark.sqlite_only


def _failed(number: int, kind: type[sqlite3.DatabaseError] = sqlite3.OperationalError) -> Exception:
    cause = kind("words of somebody")
    cause.sqlite_errorcode = number
    cause.sqlite_errorname = "SQLITE_SOMETHING"
    return in_words((OperationalError if kind is sqlite3.OperationalError else DatabaseError)(
        "INSERT", None, cause))  # fmt: skip


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (sqlite3.SQLITE_BUSY, NotNow, "Somebody else is writing"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, NotNow, "Somebody else is writing"),
        (sqlite3.SQLITE_FULL, StorageFailed, "disk of the server is full"),
        (sqlite3.SQLITE_IOERR_WRITE, StorageFailed, "full or failing"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, StorageFailed, "full or failing"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, StorageFailed, "read-only"),
        (sqlite3.SQLITE_CANTOPEN, StorageFailed, "its folder is missing"),
        (sqlite3.SQLITE_CORRUPT, StorageFailed, "damaged"),
        (sqlite3.SQLITE_NOTADB, BadInput, "not a Hedgerow database"),
        (sqlite3.SQLITE_NOMEM, StorageFailed, "The server's log has the reason"),
    ],
)
def test_each_failure_has_its_own_words(number: int, kind: type[HedgerowError], words: str) -> None:
    for raised in (sqlite3.OperationalError, sqlite3.DatabaseError):
        if number == sqlite3.SQLITE_NOMEM and raised is sqlite3.DatabaseError:
            continue  # a defect of ours stays as found
        told = _failed(number, raised)

        assert type(told) is kind
        assert words in str(told)


def test_a_failure_is_logged_without_what_was_to_be_stored(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR, "hedgerow.store")

    _failed(sqlite3.SQLITE_FULL)

    assert "SQLITE_SOMETHING" in caplog.text
    assert "words of somebody" not in caplog.text


def test_a_full_disk_takes_nothing_and_reading_goes_on(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/hedgerow.db")
    database.upgrade()
    database.close()

    with full_disk():
        with pytest.raises(StorageFailed, match="is full"), database.begin() as tx:
            tx.exec_driver_sql(
                "INSERT INTO partnership (id, name) VALUES ('p', hex(zeroblob(100000)))"
            )
        with database.read() as tx:
            assert tx.exec_driver_sql("SELECT count(*) FROM partnership").scalar() == 0
    database.close()


@pytest.mark.sqlite_only
def test_a_file_that_vanishes_takes_nothing_and_is_found_again(tmp_path: Path) -> None:
    database, file = Database(databases.with_tables(tmp_path)), tmp_path / "hedgerow.db"
    keep = "INSERT INTO partnership (id, name) VALUES ('{}', 'A partnership')"
    with database.begin() as tx:
        tx.exec_driver_sql(keep.format("before"))
    database.confirm_erased()
    file.rename(tmp_path / "moved.db")

    with pytest.raises(StorageFailed, match=r"is gone\. Nothing was"), database.begin() as tx:
        tx.exec_driver_sql(keep.format("meanwhile"))
    assert not file.exists()
    copyfile(tmp_path / "moved.db", file)  # a copy: another file than the one that was open
    with database.begin() as tx:
        tx.exec_driver_sql(keep.format("after"))

    with database.read() as tx:
        found = tx.exec_driver_sql("SELECT id FROM partnership ORDER BY id").scalars().all()
    assert found == ["after", "before"]
    database.close()


class _OfPostgres(Exception):
    def __init__(self, state: str | None) -> None:
        super().__init__("in whatever language")
        self.sqlstate = state


@pytest.mark.parametrize(
    ("state", "kind", "words"),
    [
        (None, StorageFailed, "cannot reach its database"),
        ("08006", StorageFailed, "cannot reach its database"),
        ("57P01", StorageFailed, "cannot reach its database"),
        ("53300", StorageFailed, "cannot reach its database"),
        ("40P01", NotNow, "Somebody else is writing"),
        ("55P03", NotNow, "Somebody else is writing"),
        ("53100", StorageFailed, "disk of the server is full"),
        ("58030", StorageFailed, "full or failing"),
        ("XX001", StorageFailed, "damaged"),
        ("25006", StorageFailed, "cannot be written"),
        ("42501", StorageFailed, "cannot be written"),
        ("42P01", StorageFailed, "hedgerow db upgrade"),
        ("42P07", BadInput, "other tables than Hedgerow's"),
        ("53200", StorageFailed, "The server's log has the reason"),
    ],
)
def test_a_code_of_postgresql_decides_what_is_said(
    state: str | None, kind: type[Exception], words: str
) -> None:
    told = in_words(OperationalError(None, None, _OfPostgres(state)))

    assert isinstance(told, kind)
    assert words in str(told)


def test_a_defect_on_postgresql_stays_as_found() -> None:
    found = DatabaseError(None, None, _OfPostgres("23505"))

    assert in_words(found) is found
