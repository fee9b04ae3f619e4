"""What is known of the tables in Notion, and the upgrade that told its kinds apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plugin.domain.notion_places import DataSource, NotionPlace
from plugin.store import links as stored_links
from plugin.store.database import Database
from tests import databases

BEFORE = "0027"
SOURCES = ("communities", "sessions", "memory")
_PLACE = """
INSERT INTO notion_place (partnership_id, parent_page_id, memory_page_id, sources)
VALUES ('p', 'parent', 'page', ?)
"""
KNOWN = {
    "title": "title",
    "kind": "%3Ab",
    "options:kind": "Pattern\nDoubt",
    "options:checked": "",
    "back:memory": "x%3D",
}
SOURCE = DataSource(
    "database",
    "source",
    columns={"title": "title", "kind": "%3Ab"},
    options={"kind": ("Pattern", "Doubt"), "checked": ()},
    back_relations={"memory": "x%3D"},
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(databases.with_tables(tmp_path, BEFORE))
    with made.begin() as tx:
        tx.exec_driver_sql("INSERT INTO partnership (id, name) VALUES ('p', 'P')")
    return made


def sources_in(database: Database) -> Any:
    with database.read() as tx:
        return databases.json_of(
            tx.exec_driver_sql("SELECT sources FROM notion_place").scalar_one()
        )


@pytest.mark.parametrize("names", [(), SOURCES])
def test_what_was_known_of_tables_is_known_after_an_upgrade_and_a_downgrade(
    database: Database, names: tuple[str, ...]
) -> None:
    before = {
        name: {"database_id": "database", "data_source_id": "source", "properties": KNOWN}
        for name in names
    }
    with database.begin() as tx:
        databases.run(tx, _PLACE, (json.dumps(before),))

    database.upgrade()
    with database.read() as tx:
        place = stored_links.place(tx, "p")
    database.downgrade(BEFORE)

    assert place is not None
    assert [place.source(name) for name in SOURCES] == [SOURCE if names else None] * 3
    assert sources_in(database) == before


def test_what_is_stored_of_a_place_is_read_again(database: Database) -> None:
    database.upgrade()
    place = NotionPlace("p", "parent", "page", memory=SOURCE, sessions=DataSource("d", "s"))

    with database.begin() as tx:
        stored_links.save_place(tx, place)
        found = stored_links.place(tx, "p")

    assert found == place
