"""A backup of one database restores into either, whole or not at all."""

from __future__ import annotations

import gzip
import os
import resource
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import sqlalchemy as sa

from plugin.errors import BadInput, StorageFailed
from plugin.store.backing_up import PutBack, back_up, restore
from plugin.store.database import Database
from plugin.store.tables import metadata
from tests import postgres
from tests.contract.test_database_copied import ROWS, files, filled, held

_PROCESSES = get_context("forkserver")
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ALL_ROWS = ROWS * len(metadata.tables)


@pytest.fixture
def server() -> Iterator[postgres.Cluster]:
    running = postgres.cluster()
    before = running.made()
    yield running
    running.drop_all_but(before)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an SQLite installation and its backup, once for all that copy them."""
    folder = tmp_path_factory.mktemp("made")
    source = filled(files(folder, "one.db"))
    back_up(source, folder / "one.backup", NOW)
    source.confirm_erased()
    source.close()
    return folder


@pytest.fixture
def saved(made: Path, tmp_path: Path) -> tuple[Path, list[str]]:
    """Return a backup of an SQLite installation, and every row that it had."""
    for name in ("one.db", "one.backup"):
        copy(made / name, tmp_path / name)
    return tmp_path / "one.backup", held(files(tmp_path, "one.db"))


def put_back(url: str, path: Path, *, replaces: bool = False) -> PutBack:
    database = Database(url)
    try:
        return restore(
            database, path, replaces=replaces, before=lambda _: None, finish=lambda _: None
        )
    finally:
        database.close()


def another(server: postgres.Cluster | None, tmp_path: Path) -> str:
    """Return the address of another installation, which holds something too."""
    url = server.with_tables("head") if server else files(tmp_path, "two.db")
    if not server:
        copy(tmp_path / "one.db", tmp_path / "two.db")
    database = Database(url)
    with database.begin() as tx:
        tx.execute(sa.insert(metadata.tables["mark"]).values(name="another"))
    database.confirm_erased()
    database.close()
    return url


def test_a_backup_goes_to_postgresql_and_comes_back_the_same(
    server: postgres.Cluster, saved: tuple[Path, list[str]], tmp_path: Path
) -> None:
    path, rows = saved
    there = server.empty()

    assert put_back(there, path) == PutBack(NOW, ALL_ROWS, len(metadata.tables))
    database = Database(there)
    database.require_current()
    back_up(database, tmp_path / "two.backup", NOW)
    database.close()
    put_back(files(tmp_path, "two.db"), tmp_path / "two.backup")

    assert held(files(tmp_path, "two.db")) == rows
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("to_postgres", [True, False])
def test_an_installation_is_replaced_only_when_told_so(
    server: postgres.Cluster, saved: tuple[Path, list[str]], tmp_path: Path, to_postgres: bool
) -> None:
    path, rows = saved
    url = another(server if to_postgres else None, tmp_path)
    before = held(url)

    with pytest.raises(BadInput, match=r"not empty\. Nothing was changed\. Give --replace"):
        put_back(url, path)
    assert held(url) == before

    put_back(url, path, replaces=True)
    assert len(held(url)) == len(rows)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _without_its_end(path: Path) -> None:
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(lines[:-1])))


def _changed(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"key 1", b"key 7")))


def _of_a_newer_format(path: Path) -> None:
    _rewrite(path, b'"hedgerow_backup": 1', b'"hedgerow_backup": 2')


def _of_a_newer_revision(path: Path) -> None:
    revision = Database(files(path.parent, "none.db")).known_revisions()[0].encode()
    _rewrite(path, b'"revision": "' + revision, b'"revision": "9999')


def _rewrite(path: Path, one: bytes, other: bytes) -> None:
    """Change the head of a backup as a Hedgerow would that writes it so, checksum and all."""
    *lines, end = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    before = sha256(b"".join(lines)).hexdigest().encode()
    lines[0] = lines[0].replace(one, other)
    after = sha256(b"".join(lines)).hexdigest().encode()
    path.write_bytes(gzip.compress(b"".join([*lines, end.replace(before, after)])))


def _foreign(path: Path) -> None:
    path.write_text("Dear all, here is the list that you asked for.")


def _foreign_and_gzipped(path: Path) -> None:
    path.write_bytes(gzip.compress(b'{"a": 1}\n'))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_cut, "cut short or damaged"),
        (_without_its_end, "cut short or damaged"),
        (_changed, "cut short or damaged"),
        (_of_a_newer_format, "made by a newer Hedgerow"),
        (_of_a_newer_revision, "made by a newer Hedgerow"),
        (_foreign, "no backup of Hedgerow"),
        (_foreign_and_gzipped, "no backup of Hedgerow"),
        (_empty, "no backup of Hedgerow"),
        (Path.unlink, "There is no file"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_changes(
    saved: tuple[Path, list[str]],
    tmp_path: Path,
    spoil: Callable[[Path], None],
    says: str,
) -> None:
    path, rows = saved
    spoil(path)

    with pytest.raises(BadInput, match=rf"{says}.*Nothing was changed"):
        put_back(files(tmp_path, "one.db"), path, replaces=True)

    assert held(files(tmp_path, "one.db")) == rows


def test_what_is_written_while_a_backup_runs_is_not_in_it(
    saved: tuple[Path, list[str]], tmp_path: Path
) -> None:
    source, writer = Database(files(tmp_path, "one.db")), Database(files(tmp_path, "one.db"))
    is_written = False

    def on_select(_c: Any, _d: Any, statement: str, *_rest: Any) -> None:
        nonlocal is_written
        if "FROM partnership" in statement and not is_written:
            is_written = True
            with writer.begin() as tx:
                tx.exec_driver_sql("DELETE FROM mark")

    sa.event.listen(sa.Engine, "before_cursor_execute", on_select)
    rows = back_up(source, tmp_path / "two.backup", NOW)
    sa.event.remove(sa.Engine, "before_cursor_execute", on_select)

    assert rows["mark"] == ROWS
    assert len(held(source.url)) == len(saved[1]) - ROWS
    for each in (source, writer):
        each.close()


def restore_and_die(url: str, path: str, number: int) -> None:
    left = number

    def before(_c: Any, _d: Any, statement: str, *_rest: Any) -> None:
        nonlocal left
        left -= statement.lstrip().startswith(("DROP TABLE", "CREATE TABLE", "INSERT INTO"))
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", before)
    put_back(url, Path(path), replaces=True)


@pytest.mark.parametrize(("to_postgres", "number"), [(True, 120), (False, 10), (False, 120)])
def test_a_restoring_that_is_killed_leaves_the_old_installation_whole(
    server: postgres.Cluster,
    saved: tuple[Path, list[str]],
    tmp_path: Path,
    to_postgres: bool,
    number: int,
) -> None:
    path, _ = saved
    url = another(server if to_postgres else None, tmp_path)
    before = held(url)

    process = _PROCESSES.Process(target=restore_and_die, args=(url, str(path), number))
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    assert held(url) == before
    assert put_back(url, path, replaces=True).rows == ALL_ROWS


def test_a_file_that_is_there_stays(saved: tuple[Path, list[str]], tmp_path: Path) -> None:
    path, _ = saved
    before = path.read_bytes()
    database = Database(files(tmp_path, "one.db"))

    with pytest.raises(BadInput, match=r"already\. Nothing was written"):
        back_up(database, path, NOW)
    with pytest.raises(BadInput, match=r"cannot be written.*Nothing was written"):
        back_up(database, tmp_path / "nowhere" / "two.backup", NOW)

    assert path.read_bytes() == before
    assert not [each for each in tmp_path.iterdir() if "partial" in each.name]
    database.close()


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_backup_on_a_full_disk_leaves_nothing(
    saved: tuple[Path, list[str]], tmp_path: Path
) -> None:
    database = Database(files(tmp_path, "one.db"))
    database.require_current()

    with room_for(1000), pytest.raises(StorageFailed, match=r"Nothing was left.*Make room"):
        back_up(database, tmp_path / "two.backup", NOW)

    assert not [each for each in tmp_path.iterdir() if "two" in each.name]
    database.close()


def test_a_restoring_on_a_full_disk_leaves_what_was_there(
    saved: tuple[Path, list[str]], tmp_path: Path
) -> None:
    path, rows = saved

    with room_for(200_000), pytest.raises(StorageFailed, match="Nothing was changed"):
        put_back(files(tmp_path, "one.db"), path, replaces=True)

    assert held(files(tmp_path, "one.db")) == rows
