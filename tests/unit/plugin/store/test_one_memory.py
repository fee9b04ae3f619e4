"""The upgrade that takes out memories which communities had to themselves."""

import json
from pathlib import Path

import pytest

from plugin.domain.links import Absence, RowState
from plugin.store import former_tables
from plugin.store import links as stored_links
from plugin.store.database import Database
from tests import databases
from tests.unit.plugin.store.of_before import database_of_before

BEFORE, AFTER = "0021", "0022"
PARTNERSHIP = """
INSERT INTO partnership (id, name) VALUES ('p', 'P');
INSERT INTO community (id, partnership_id, name, rules)
VALUES ('c', 'p', 'C', '[]'), ('d', 'p', 'D', '[]');
INSERT INTO own_parent (community_id, page_id) VALUES ('c', 'parent');
INSERT INTO sync_run (id, partnership_id, at, outcome)
VALUES ('r', 'p', '2026-12-01 09:00:00.000000', '{}')
"""
_OWN_PLACE = """
INSERT INTO own_place
(community_id, partnership_id, parent_page_id, memory_page_id, sources, is_left)
VALUES (?, 'p', 'parent', 'page', ?, ?)
"""
_LINK = """
INSERT INTO link (id, partnership_id, kind, our_id, key, notion_page_id, agreed, blocks, extras)
VALUES (?, 'p', 'piece', ?, ?, ?, '{}', '[]', ?)
"""
_INTENT = """
INSERT INTO intent (id, kind, subject, key, payload, state, made_at, outcome)
VALUES (?, ?, 'p', ?, ?, ?, '2026-12-01 09:00:00.000000', '{}')
"""
_STEP = """
INSERT INTO sync_step (run_id, number, action, kind, our_id, fields, is_done, why)
VALUES ('r', ?, ?, 'piece', 'one', '[]', true, '')
"""


def source(name: str) -> dict[str, object]:
    return {"database_id": f"database {name}", "data_source_id": name, "properties": {"a": "b"}}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return database_of_before(tmp_path, BEFORE, PARTNERSHIP)


def own_place(database: Database, community_id: str, *names: str, is_left: bool = False) -> None:
    sources = {f"{n}": source(name) for n, name in enumerate(names)}
    with database.begin() as tx:
        databases.run(tx, _OWN_PLACE, (community_id, json.dumps(sources), is_left))


def test_tables_in_which_rows_may_stand_are_remembered(database: Database) -> None:
    own_place(database, "c", "communities", "memory")
    own_place(database, "d", "left", is_left=True)

    database.upgrade(AFTER)

    with database.begin() as tx:
        assert former_tables.former_tables(tx, "p") == ("communities", "memory")
        assert former_tables.former_tables(tx, "another") == ()
        former_tables.forget(tx, ("communities", "memory"))
        assert former_tables.former_tables(tx, "p") == ()


def test_a_memory_that_was_not_made_to_its_end_is_remembered_as_far_as_it_is(
    database: Database,
) -> None:
    own_place(database, "c")
    own_place(database, "d", "communities")

    database.upgrade(AFTER)

    with database.read() as tx:
        assert former_tables.former_tables(tx, "p") == ("communities",)


@pytest.mark.parametrize(
    ("extras", "where"),
    [
        ({"moving": "yes", "wording": "2"}, Absence.MOVED),
        ({"moving": "yes", "wording": "2", "where": "in the trash"}, Absence.TRASHED),
        ({"wording": "2"}, None),
    ],
)
def test_a_row_that_was_on_its_way_is_one_that_was_moved(
    database: Database, extras: dict[str, str], where: Absence | None
) -> None:
    with database.begin() as tx:
        databases.run(tx, _LINK, ("l", "one", "one", "row", json.dumps(extras)))

    database.upgrade()

    with database.read() as tx:
        (link,) = stored_links.links(tx, "p")
    assert link.state == RowState(revision=2, where=where)


def test_unfinished_writes_of_such_memories_are_looked_for_no_more(database: Database) -> None:
    writes = {
        "own": ("create_page", {"community": "c"}, "in doubt"),
        "moves": ("move_page", {}, "open"),
        "ours": ("create_page", {"community": ""}, "open"),
        "row": ("create_row", {"our_id": "c"}, "in doubt"),
        "done": ("create_page", {"community": "c"}, "done"),
    }
    with database.begin() as tx:
        for name, (kind, payload, state) in writes.items():
            databases.run(tx, _INTENT, (name, kind, name, json.dumps(payload), state))

    database.upgrade(AFTER)

    with database.read() as tx:
        states = dict(tx.exec_driver_sql("SELECT id, state FROM intent").all())
    assert states == {
        "own": "failed",
        "moves": "failed",
        "ours": "open",
        "row": "in doubt",
        "done": "done",
    }


def test_steps_of_moves_are_told_no_more(database: Database) -> None:
    with database.begin() as tx:
        for number, action in enumerate(("StartMoving", "MoveRow", "CreateRow", "FinishMoving")):
            databases.run(tx, _STEP, (number, action))

    database.upgrade(AFTER)

    with database.read() as tx:
        assert tx.exec_driver_sql("SELECT action FROM sync_step").scalars().all() == ["CreateRow"]
