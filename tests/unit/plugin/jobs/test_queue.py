"""The queue's file may be gone, dropped, broken or full: jobs are found all the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from plugin.config import Settings
from plugin.jobs.queue import FILE, _Queue
from tests.unit.plugin.web.house import TestHouse, make_house

pytestmark = pytest.mark.sqlite_only  # elsewhere the rows of jobs are the queue


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def opened(settings: Settings, ran: list[str]) -> _Queue:
    queue = _Queue(settings)
    queue.run = ran.append
    return queue


def take(queue: _Queue) -> None:
    """Do what a worker of Huey's does with one message."""
    message = queue.huey.dequeue()
    if message is not None:
        queue.huey.execute(message)


def drop_tables(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        for table in ("task", "schedule", "kv"):
            raw.execute(f"drop table {table}")


def write_rubbish(file: Path) -> None:
    for each in file.parent.glob(f"{file.name}-*"):
        each.unlink()
    file.write_bytes(b"this is no database" * 100)


def remove(file: Path) -> None:
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()


def leave(_file: Path) -> None:
    return


@pytest.mark.parametrize("harm", [leave, drop_tables])
def test_a_message_is_brought_by_a_queue_whose_tables_are_gone(
    made: TestHouse, harm: Callable[[Path], None]
) -> None:
    ran: list[str] = []
    queue = opened(made.runtime.settings, ran)
    queue.send("first")
    take(queue)

    harm(made.runtime.settings.data_folder / FILE)
    take(queue)
    queue.send("second")
    take(queue)

    assert ran == ["first", "second"]


@pytest.mark.parametrize("harm", [drop_tables, write_rubbish, remove])
def test_the_next_process_makes_a_queue_that_is_lost_again(
    made: TestHouse, harm: Callable[[Path], None]
) -> None:
    ran: list[str] = []
    before = opened(made.runtime.settings, ran)
    before.send("lost")
    before.huey.storage.close()
    harm(made.runtime.settings.data_folder / FILE)

    queue = opened(made.runtime.settings, ran)
    queue.send("brought")
    take(queue)
    take(queue)

    assert ran == ["brought"]
