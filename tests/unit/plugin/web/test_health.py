"""What machines ask: a process that lives, and one that can serve people."""

from __future__ import annotations

import time
from pathlib import Path
from unittest.mock import patch

import pytest
import sqlalchemy as sa

from plugin.jobs.heartbeats import BEATS_EVERY_S, LATELY_S, beating, running
from plugin.store import heartbeats as stored_heartbeats
from plugin.store import tables
from plugin.store.database import Database
from tests.unit.plugin.web.house import TestHouse, make_house


def beat(made: TestHouse, ago_s: float = 0.0) -> None:
    with made.services.db.begin() as tx:
        stored_heartbeats.beat(tx, "a worker", time.time() - ago_s)


def asked(made: TestHouse) -> tuple[int, object]:
    answer = made.as_(None).get("/readyz")
    return answer.status_code, answer.json


def test_a_process_that_lives_says_so_and_touches_nothing(made: TestHouse) -> None:
    with patch.object(Database, "read", side_effect=AssertionError("the database was asked")):
        answer = made.as_(None).get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"alive": True})
    assert "Set-Cookie" not in answer.headers


def test_it_is_ready_while_a_worker_is_seen(made: TestHouse) -> None:
    before = asked(made)
    beat(made)
    with_one = asked(made)
    beat(made, LATELY_S + 1)

    assert before == asked(made) == (503, {"ready": False, "failed": ["worker"]})
    assert with_one == (200, {"ready": True, "failed": []})


def test_a_worker_that_was_seen_before_a_clock_was_set_back_is_not_seen(made: TestHouse) -> None:
    beat(made, -2 * LATELY_S)

    assert asked(made)[0] == 503


def test_tables_of_another_version_are_not_ready(made: TestHouse) -> None:
    beat(made)
    with made.services.db.begin() as tx:
        tx.execute(sa.text("update alembic_version set version_num = '0001'"))

    assert asked(made) == (503, {"ready": False, "failed": ["migrations"]})


def test_a_database_that_is_away_is_named_and_nothing_of_it_told(
    made: TestHouse, tmp_path: Path
) -> None:
    away = Database(f"sqlite:///{tmp_path / 'no-such-folder' / 'hedgerow.db'}")
    with patch.object(made.services.db, "read", away.read):
        answer = made.as_(None).get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "failed": ["database"]}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_machines_ask_under_any_name_and_under_the_path_as_well(
    tmp_path: Path, address: str
) -> None:
    made = make_house(tmp_path, base_url="https://example.org/learning")
    beat(made)
    client = made.as_(None)

    for path in (address, f"/learning{address}"):
        assert client.get(path, headers={"Host": "10.0.0.7:8420"}).status_code == 200
    made.services.db.close()


def test_a_worker_beats_from_its_first_moment_and_is_forgotten_at_its_end(
    made: TestHouse,
) -> None:
    db = made.services.db
    with made.services.db.begin() as tx:
        stored_heartbeats.beat(tx, "long gone", time.time() - 2 * 24 * 60 * 60)

    with beating(db):
        until = time.monotonic() + 5
        while not running(db) and time.monotonic() < until:
            time.sleep(0.01)
        during = running(db)

    assert during == 1
    with db.read() as tx:
        assert tx.execute(sa.select(tables.heartbeat)).all() == []
    assert BEATS_EVERY_S * 3 < LATELY_S
