from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
import sqlalchemy as sa

from plugin import intents
from plugin.domain.remote_writes import IntentState
from plugin.errors import NotNow, TakenOver
from plugin.intents import leases
from plugin.intents.processes import this_process
from plugin.store import engine as engines
from plugin.store import leases as stored_leases
from plugin.store import postgres
from plugin.store.database import Database
from plugin.store.services import Services
from tests import databases

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


class Died(BaseException):
    """The process ends here, as after SIGKILL."""


ANOTHER = "another-machine/boot/pid:[1]/17/4711 abc"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    numbers = count(1)
    database = Database(databases.with_tables(tmp_path))
    return Services(database, lambda: NOW, lambda: f"id{next(numbers)}")


def held_by(services: Services, owner: str, until: float) -> None:
    with services.db.begin() as tx:
        stored_leases.set_lease(tx, "s1", owner, until)


def owner(services: Services) -> str | None:
    with services.db.begin() as tx:
        return stored_leases.owner(tx, "s1")


def write(services: Services, send: Callable[[], object]) -> None:
    intents.write(
        services, kind="k", subject="s1", key="a", payload={}, send=send, settle=lambda *_: {}
    )


def test_one_subject_is_worked_on_by_one_at_a_time(services: Services) -> None:
    with intents.alone_with(services, "s1"):
        with pytest.raises(NotNow, match="still running"), intents.alone_with(services, "s1"):
            pass
        with intents.alone_with(services, "s2"):
            pass
    with intents.alone_with(services, "s1"):
        pass

    assert owner(services) is None


def test_a_lease_of_another_machine_holds_until_its_end(services: Services) -> None:
    held_by(services, ANOTHER, until=1_000.0)

    with (
        pytest.raises(NotNow),
        intents.alone_with(services, "s1", now=lambda: 999.0),
    ):
        pass
    with intents.alone_with(services, "s1", now=lambda: 1_001.0) as lease:
        assert owner(services) == lease.owner


def test_a_lease_from_before_a_clock_was_set_back_keeps_nobody_waiting(services: Services) -> None:
    held_by(services, ANOTHER, until=4_600.0)

    with intents.alone_with(services, "s1", now=lambda: 1_000.0) as lease:
        assert owner(services) == lease.owner
        assert lease.silent_for_s == 0.0  # it may have sent something a moment ago


def test_nothing_is_sent_by_whoever_lost_the_lease(services: Services) -> None:
    sent: list[str] = []

    with intents.alone_with(services, "s1"):
        held_by(services, ANOTHER, until=1e12)
        with pytest.raises(NotNow, match="took it over"):
            write(services, lambda: sent.append("sent"))

    assert sent == []
    assert intents.unfinished(services, "s1") == ()
    assert owner(services) == ANOTHER


def test_nothing_is_stored_by_whoever_lost_the_lease_while_sending(services: Services) -> None:
    def lose() -> None:
        held_by(services, ANOTHER, until=1e12)

    with intents.alone_with(services, "s1"), pytest.raises(TakenOver):
        write(services, lose)

    (left,) = intents.unfinished(services, "s1")
    assert left.state is IntentState.OPEN


@pytest.mark.parametrize(("renewed_s", "left_s"), [(1, 0), (10, 0), (17, 2), (100, None)])
def test_writes_of_a_run_that_died_count_as_sent_while_it_lived(
    services: Services, renewed_s: float, left_s: float | None
) -> None:
    def die() -> None:
        raise Died

    with pytest.raises(Died), intents.alone_with(services, "s1"):
        write(services, die)
    owner_died = f"{this_process().rpartition('/')[0]}/1 run"
    held_by(services, owner_died, until=1_000.0 - renewed_s + leases.LASTS_S)

    with intents.alone_with(services, "s1", now=lambda: 1_000.0):
        (left,) = intents.left_behind(services, "s1")

    wanted = left_s is not None and (NOW - timedelta(seconds=left_s)).isoformat()
    assert left.outcome.get("left_at", False) == wanted


def test_whoever_answers_late_opens_nothing_that_was_closed(services: Services) -> None:
    def be_overtaken() -> None:
        (left,) = intents.unfinished(services, "s1")
        intents.drop(services, left)
        raise OSError("no answer")

    with intents.alone_with(services, "s1"), pytest.raises(OSError, match="no answer"):
        write(services, be_overtaken)

    assert intents.unfinished(services, "s1") == ()


def test_no_transaction_of_a_run_goes_on_without_its_lease(services: Services) -> None:
    with intents.alone_with(services, "s1"):
        held_by(services, ANOTHER, until=1e12)
        with pytest.raises(TakenOver), intents.writing_alone(services):
            pytest.fail("it went on")


def test_nothing_is_sent_without_a_lease(services: Services) -> None:
    with pytest.raises(RuntimeError, match="without a lease"):
        write(services, lambda: pytest.fail("it was sent"))


def test_a_lease_is_renewed_while_the_run_goes_on(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "RENEWED_EVERY_S", 0.001)
    moments, renewed = count(100), Event()

    def now() -> float:
        moment = next(moments)
        if moment > 102:
            renewed.set()
        return float(moment)

    with intents.alone_with(services, "s1", now=now):
        assert renewed.wait(5)
        with services.db.begin() as tx:
            row = stored_leases.lease(tx, "s1")

    assert row is not None
    assert row.until > 100 + leases.LASTS_S


def made_impatient(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_MS", 10)
    monkeypatch.setitem(postgres._FOR_EVERY_CONNECTION, "lock_timeout", "10ms")
    return replace(services, db=Database(services.db.url))


@contextmanager
def beside(services: Services) -> Iterator[sa.Connection]:
    engine = sa.create_engine(services.db.url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def keeping_out() -> str:
    """Return a statement that lets nobody else give a lease back."""
    return "BEGIN IMMEDIATE" if databases.is_sqlite() else "SELECT * FROM lease FOR UPDATE"


def test_a_lease_that_could_not_be_given_back_is_nobodys_at_once(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = made_impatient(services, monkeypatch)
    with beside(services) as other:
        with intents.alone_with(impatient, "s1") as lost:
            other.exec_driver_sql(keeping_out())
        other.rollback()
        assert owner(services) == lost.owner

    with intents.alone_with(impatient, "s1") as lease:
        assert owner(services) == lease.owner


def test_a_lease_that_could_not_be_given_back_is_given_back_soon(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = made_impatient(services, monkeypatch)
    with beside(services) as other:
        with intents.alone_with(impatient, "s1"):
            other.exec_driver_sql(keeping_out())
        other.rollback()

    ends_at = monotonic() + 5
    while owner(services) is not None and monotonic() < ends_at:
        sleep(0.02)
    assert owner(services) is None
