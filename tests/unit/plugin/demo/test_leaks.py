from pathlib import Path

import pytest

from plugin.demo.leaks import find_leaks
from plugin.domain.communities import Partnership
from plugin.store import communities
from plugin.store.database import Database

WORDS = 'a "quoted" thought & two <b>tags</b>, é'


@pytest.fixture
def database(tmp_path: Path) -> Database:
    folder = tmp_path / "data"
    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'hedgerow.db'}")
    database.upgrade()
    return database


def places(database: Database, folder: Path, **elsewhere: str) -> list[str]:
    return find_leaks({"n1": WORDS}, database, folder / "data", elsewhere)


def test_nothing_is_found_where_nothing_lies(database: Database, tmp_path: Path) -> None:
    assert places(database, tmp_path, notion="other words") == []


def test_text_in_table_and_database_file_is_found(database: Database, tmp_path: Path) -> None:
    with database.begin() as tx:
        communities.add_partnership(tx, Partnership("p1", f"before {WORDS} after"))

    found = places(database, tmp_path)

    assert "n1 in table partnership" in found
    assert any(place.startswith("n1 in file hedgerow.db") for place in found)


@pytest.mark.parametrize(
    "written",
    [
        WORDS,
        "a &quot;quoted&quot; thought &amp; two &lt;b&gt;tags&lt;/b&gt;, é",
        'a "quoted" thought &amp; two &lt;b&gt;tags&lt;/b&gt;, é',
        r"a \"quoted\" thought & two <b>tags</b>, \u00e9",
        r"a \"quoted\" thought & two <b>tags</b>, é",
    ],
)
def test_every_spelling_is_found_in_files_and_elsewhere(
    database: Database, tmp_path: Path, written: str
) -> None:
    (tmp_path / "data" / "hedgerow.log").write_text(f"INFO {written}\n", encoding="utf-8")

    found = places(database, tmp_path, notion=written)

    assert {"n1 in file hedgerow.log", "n1 in notion"} <= set(found)
