from pathlib import Path

import pytest

from plugin.errors import BadInput
from plugin.store.database import Database
from plugin.store.marks import mark_demo, require_demo
from tests import databases


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(databases.with_tables(tmp_path))


def _somebody_comes(database: Database) -> None:
    with database.begin() as tx:
        tx.exec_driver_sql("INSERT INTO person (id, name) VALUES ('who', 'Somebody')")


def test_a_database_with_people_is_no_demo(database: Database) -> None:
    _somebody_comes(database)

    for _ in range(2):
        with pytest.raises(BadInput, match="is not a demo's"):
            require_demo(database)


def test_an_empty_database_becomes_the_demos_and_stays_it(database: Database) -> None:
    require_demo(database)
    _somebody_comes(database)

    require_demo(database)


def test_marking_twice_is_harmless(database: Database) -> None:
    mark_demo(database)
    mark_demo(database)
    _somebody_comes(database)

    require_demo(database)
