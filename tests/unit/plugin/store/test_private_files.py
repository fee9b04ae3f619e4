import os
import sqlite3
from pathlib import Path

import pytest

from plugin.errors import BadInput
from plugin.store.database import Database
from plugin.store.private_files import keep_private

pytestmark = pytest.mark.sqlite_only


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir(mode=0o755)
    made.chmod(0o755)
    return made


def test_a_new_database_is_private_whatever_the_umask(folder: Path) -> None:
    before = os.umask(0)
    try:
        database = Database(f"sqlite:///{folder / 'hedgerow.db'}")
        database.upgrade()
        with database.begin() as tx:
            tx.exec_driver_sql("INSERT INTO partnership (id) VALUES ('p')")
        made = {each.name: _mode(each) for each in folder.iterdir()}
    finally:
        os.umask(before)
    database.close()

    assert {"hedgerow.db", "hedgerow.db-wal", "hedgerow.db-shm"} <= made.keys()
    assert set(made.values()) == {0o600}


def test_all_that_lies_beside_the_database_is_closed(folder: Path) -> None:
    names = ("secret", "my.db", "my.db-wal", "my.db-shm")
    for name in names:
        (folder / name).write_text("x")
        (folder / name).chmod(0o644)

    said = keep_private(folder, f"sqlite:///{folder / 'my.db'}")

    assert [_mode(folder / name) for name in names] == [0o600] * 4
    assert _mode(folder) == 0o700
    assert len(said) == 5
    assert keep_private(folder, f"sqlite:///{folder / 'my.db'}") == ()


def test_a_database_elsewhere_is_closed_and_its_folder_left(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(0o755)
    sqlite3.connect(elsewhere / "x.db").close()
    (elsewhere / "x.db").chmod(0o644)

    keep_private(folder, f"sqlite:///{elsewhere / 'x.db'}")

    assert (_mode(elsewhere), _mode(elsewhere / "x.db")) == (0o755, 0o600)


def test_a_folder_that_holds_other_things_is_refused_and_left(folder: Path) -> None:
    (folder / "letter.txt").write_text("Dear Sam")

    with pytest.raises(BadInput, match="holds other things"):
        keep_private(folder, f"sqlite:///{folder / 'hedgerow.db'}")

    assert _mode(folder) == 0o755


def test_a_private_folder_may_hold_other_things(folder: Path) -> None:
    folder.chmod(0o700)
    (folder / "letter.txt").write_text("Dear Sam")

    assert keep_private(folder, f"sqlite:///{folder / 'hedgerow.db'}") == ()


def test_what_stays_open_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _mode: int) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)

    with pytest.raises(BadInput, match="chmod go-rwx"):
        keep_private(folder, f"sqlite:///{folder / 'hedgerow.db'}")


def test_what_is_made_after_it_is_this_accounts_alone(folder: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        keep_private(folder, "sqlite://")
        (tmp_path / "report.json").write_text("{}")
    finally:
        os.umask(before)

    assert _mode(tmp_path / "report.json") == 0o600
