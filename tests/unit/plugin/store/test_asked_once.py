"""A page that only reads asks once what many of its parts want to know, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.domain.communities import Partnership
from plugin.store import communities as stored_communities
from plugin.store.database import Database
from plugin.store.engine import begin_page, end_page
from plugin.store.tables import partnership
from tests import databases
from tests.statements import statements


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(databases.with_tables(tmp_path))
    with made.begin() as tx:
        tx.execute(sa.insert(partnership).values(id="p", name="Before"))
    yield made
    end_page()
    made.close()


def named(database: Database) -> Partnership | None:
    with database.read() as tx:
        return stored_communities.partnership(tx, "p")


def rename(database: Database) -> Partnership | None:
    with database.begin() as tx:
        before = stored_communities.partnership(tx, "p")
        tx.execute(sa.update(partnership).values(name="Since"))
        assert stored_communities.partnership(tx, "p") != before
        return before


def test_a_page_asks_once_in_all_its_transactions(database: Database) -> None:
    begin_page()
    with statements() as sent:
        assert named(database) == named(database) == Partnership("p", "Before")

    assert len([each for each in sent if "FROM partnership" in each]) == 1


def test_whoever_shows_no_page_asks_each_time(database: Database) -> None:
    with statements() as sent:
        assert named(database) == named(database)

    assert len([each for each in sent if "FROM partnership" in each]) == 2


def test_what_a_page_writes_is_asked_for_again(database: Database) -> None:
    begin_page()
    assert named(database) == rename(database)

    assert named(database) == Partnership("p", "Since")


def test_the_next_page_knows_nothing_of_the_one_before(database: Database) -> None:
    begin_page()
    named(database)
    end_page()
    rename(database)

    begin_page()
    assert named(database) == Partnership("p", "Since")
