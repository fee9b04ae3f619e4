import sqlite3
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
import sqlalchemy as sa

from plugin.errors import NotNow
from plugin.store import tables as tables_of
from plugin.store.database import Database
from plugin.store.engine import WriteQueue
from tests import databases

PATIENCE_MS = 10_000


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(databases.with_tables(tmp_path))


def wait_until(held: list[str], number: int) -> None:
    ends_at = monotonic() + 5
    while len(held) < number and monotonic() < ends_at:
        sleep(0.001)


def test_turns_come_in_the_order_of_asking() -> None:
    queue, came, asked = WriteQueue(), list[int](), list[str]()
    threads = []

    def ask(number: int) -> None:
        asked.append("asked")
        with queue.turn():
            came.append(number)

    with queue.turn():
        for number in range(5):
            threads.append(Thread(target=ask, args=(number,)))
            threads[-1].start()
            wait_until(asked, number + 1)
            sleep(0.02)
    for thread in threads:
        thread.join()

    assert came == [0, 1, 2, 3, 4]


def test_a_turn_that_does_not_come_is_refused_in_words() -> None:
    queue = WriteQueue(longest_s=0.01)

    with queue.turn(), pytest.raises(NotNow, match="Nothing was changed"), queue.turn():
        pytest.fail("two had the turn")

    with queue.turn():
        pass


def test_a_failed_write_passes_its_turn_on() -> None:
    queue = WriteQueue(longest_s=0.01)

    with pytest.raises(OSError, match="disk"), queue.turn():
        raise OSError("disk")

    with queue.turn():
        pass


@pytest.mark.sqlite_only
def test_a_connection_that_erased_is_as_patient_as_before(database: Database) -> None:
    database.confirm_erased()

    with database.read() as tx:
        assert tx.exec_driver_sql("PRAGMA busy_timeout").scalar() == PATIENCE_MS


@pytest.mark.sqlite_only
def test_erasing_that_somebody_stops_leaves_no_connection_impatient(database: Database) -> None:
    with database.begin() as tx:
        tx.exec_driver_sql("INSERT INTO partnership (id, name) VALUES ('p', 'P')")
    with sqlite3.connect(database.url.removeprefix("sqlite:///")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM partnership").fetchall()
        with database.begin() as tx:
            tx.exec_driver_sql("UPDATE partnership SET name = 'Q'")
        with pytest.raises(NotNow, match="not finished"):
            database.confirm_erased()

    with database.read() as tx:
        assert tx.exec_driver_sql("PRAGMA busy_timeout").scalar() == PATIENCE_MS


def test_more_writers_than_connections_are_not_refused(database: Database) -> None:
    refused, go = list[Exception](), Event()

    def write(number: int) -> None:
        go.wait()
        try:
            for turn in range(3):
                with database.begin() as tx:
                    values = {"id": f"{number}-{turn}", "name": "P"}
                    tx.execute(sa.insert(tables_of.partnership).values(**values))
                if number % 10 == 0:
                    database.confirm_erased()
        except Exception as error:
            refused.append(error)

    threads = [Thread(target=write, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    other = Database(database.url)
    with other.begin():
        go.set()
        sleep(2.2)  # longer than erasing waits
    other.close()
    for thread in threads:
        thread.join()

    assert refused == []
    with database.read() as tx:
        assert tx.exec_driver_sql("SELECT COUNT(*) FROM partnership").scalar() == 120
