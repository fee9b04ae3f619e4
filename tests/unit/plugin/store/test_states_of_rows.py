"""What is known of rows in Notion, and the upgrade that gave it types."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plugin.domain.links import Absence, Link, Origin, Phase, Reading, RowState, Said, Sent
from plugin.store import links as stored_links
from plugin.store.database import Database
from tests import databases
from tests.unit.plugin.store.of_before import database_of_before

BEFORE = "0026"
NOW = datetime(2026, 12, 20, 9, tzinfo=UTC)
MINUTE = "2026-12-20T09:00:00+00:00"
_LINK = """
INSERT INTO link (id, partnership_id, kind, our_id, key, notion_page_id, agreed, blocks, extras)
VALUES ('l', 'p', ?, ?, 'key', 'page', ?, ?, ?)
"""
_HERE = """
INSERT INTO partnership (id, name) VALUES ('p', 'P');
INSERT INTO community (id, partnership_id, name, rules) VALUES ('c', 'p', 'C', '[]')
"""
FULL = {
    "made there": "joined",
    "wording": "2",
    "callout": "top",
    "order left": "yes",
    "read": json.dumps([MINUTE, MINUTE, "By the group"]),
    "where": "moved elsewhere",
    "added": '[["paragraph", "Mine."]]',
    "boxed": '["In your box."]',
    "said": json.dumps([["Ruth", MINUTE, "Is this so?", "b"], ["", "", "Why?", ""]]),
}
KNOWN = RowState(
    origin=Origin.JOINED,
    revision=2,
    callout="top",
    is_reordered=True,
    read=Reading(NOW, NOW, "By the group"),
    where=Absence.MOVED,
    added=(("paragraph", "Mine."),),
    boxed=("In your box.",),
    said=(Said("Ruth", NOW, "Is this so?", "b"), Said("", None, "Why?")),
)
ARRIVING, EMPTYING = RowState(phase=Phase.ARRIVING, sent=Sent(7)), RowState(phase=Phase.EMPTYING)
WRITING = RowState(phase=Phase.WRITING, writing=2)
ALONE = RowState(origin=Origin.ALONE)
SAME = [
    ("piece", "one", {}, RowState()),
    ("piece", "one", FULL, KNOWN),
    ("piece", "one", {"made there": "alone"}, ALONE),
    ("piece", "one", {"wording": "1", "sent": "7"}, replace(ARRIVING, revision=1)),
    ("piece", "one", {"sent": ""}, replace(ARRIVING, sent=Sent())),
    ("piece", "one", {"writing": "2"}, WRITING),
    ("piece", "one", {"emptying": "yes", "sent": "7"}, replace(EMPTYING, sent=Sent(7))),
    ("piece", "one", {"emptying": "yes", "callout": "top"}, replace(EMPTYING, callout="top")),
    ("gone", "one", {}, RowState(phase=Phase.TRASHED)),
    ("gone", "one", {"boxed": '["Mine."]'}, RowState(phase=Phase.TRASHED, boxed=("Mine.",))),
    ("gone", "c", {"former": "yes"}, RowState(phase=Phase.FORMER)),
    ("session", "s", {"where": "in the trash"}, RowState(where=Absence.TRASHED)),
]
WITHOUT_EFFECT = [
    ("piece", {"emptying": "yes", "writing": "2"}, EMPTYING),
    ("piece", {"sent": "7", "callout": "top"}, ARRIVING),
    ("piece", {"writing": "2", "read": FULL["read"]}, WRITING),
    ("piece", {"emptying": "yes", "made there": "alone"}, replace(EMPTYING, origin=Origin.JOINED)),
    ("session", {"sent": ""}, RowState()),
    ("gone", {"where": "in the trash", "said": FULL["said"]}, RowState(phase=Phase.TRASHED)),
]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return database_of_before(tmp_path, BEFORE, _HERE)


def add(database: Database, kind: str, our_id: str, extras: dict[str, str]) -> None:
    words = ("{}", "[]") if kind == "gone" else ('{"title": "By phone"}', '["b"]')
    with database.begin() as tx:
        databases.run(tx, _LINK, (kind, our_id, *words, json.dumps(extras)))


def link_in(database: Database) -> Link:
    with database.read() as tx:
        (found,) = stored_links.links(tx, "p")
    return found


@pytest.mark.parametrize(("kind", "our_id", "extras", "state"), SAME)
def test_what_was_known_of_a_row_is_known_after_an_upgrade_and_a_downgrade(
    database: Database, kind: str, our_id: str, extras: dict[str, str], state: RowState
) -> None:
    add(database, kind, our_id, extras)
    before = columns_of(database)

    database.upgrade()
    found = link_in(database)
    database.downgrade(BEFORE)

    assert found.state == state
    assert found.kind == ({"c": "community"}.get(our_id, "piece") if kind == "gone" else kind)
    assert columns_of(database) == before


@pytest.mark.parametrize(("kind", "extras", "state"), WITHOUT_EFFECT)
def test_what_had_no_effect_beside_something_else_is_left_out(
    database: Database, kind: str, extras: dict[str, str], state: RowState
) -> None:
    add(database, kind, "one", extras)

    database.upgrade()

    assert link_in(database).state == state


def test_words_of_a_row_that_was_taken_down_are_kept_no_more(database: Database) -> None:
    with database.begin() as tx:
        row = ("gone", "one", '{"line": "Theirs."}', '["b"]', "{}")
        databases.run(tx, _LINK, row)

    database.upgrade()

    assert (link_in(database).agreed, link_in(database).blocks) == ({}, ())


@pytest.mark.parametrize("state", [each[-1] for each in SAME])
def test_what_is_stored_of_a_row_is_read_again(database: Database, state: RowState) -> None:
    database.upgrade()
    link = Link(
        id="l",
        partnership_id="p",
        kind="piece",
        our_id="one",
        key="key",
        notion_page_id="page",
        state=state,
    )

    with database.begin() as tx:
        stored_links.save_link(tx, link)

    assert link_in(database) == link


def columns_of(database: Database) -> dict[str, Any]:
    with database.read() as tx:
        row = dict(tx.exec_driver_sql("SELECT * FROM link").mappings().one())
    return {
        name: databases.json_of(value) if name in ("agreed", "blocks", "extras") else value
        for name, value in row.items()
    }
