from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

import pytest

from connectors.errors import ConnectorError, Evidence, LookFirst, Reconnect, Wait, Where
from plugin.accounts.tokens import StoredToken
from plugin.domain.connections import LEASE, YOUNG, Connection, TokenRemedy, Vendor, next_step
from plugin.errors import NotNow
from plugin.store import connections as stored_connections
from schemas.oauth import Grant
from tests.unit.plugin.accounts.connected import connect, present, revoke_all
from tests.unit.plugin.web.house import TestHouse

BOTH = pytest.mark.parametrize("vendor", list(Vendor))
HOUR = timedelta(hours=1)
SHORT = timedelta(seconds=10)


class Vendors:
    """A vendor's OAuth that can be made slow or made to fail; otherwise it is the sandbox's."""

    def __init__(
        self, made: TestHouse, vendor: Vendor, error: ConnectorError | None = None
    ) -> None:
        self._real = made.runtime.accounts.oauth(vendor)
        self._error = error
        self.asked = 0
        self.may_answer = Event()
        self.may_answer.set()
        self.was_asked = Event()

    def refresh(self, refresh_token: str) -> Grant:
        self.asked += 1
        self.was_asked.set()
        self.may_answer.wait(10)
        if self._error is not None:
            raise self._error
        return self._real.refresh(refresh_token)


def token_of(
    made: TestHouse,
    connection: Connection,
    vendors: Vendors | None = None,
    sleep: Callable[[float], None] = lambda _s: None,
) -> StoredToken:
    oauth = vendors or Vendors(made, connection.vendor)
    keys = made.runtime.accounts.keys
    return StoredToken(made.services, keys, lambda: oauth, connection.installation, sleep)


def failing(kind: type[ConnectorError], code: str = "") -> ConnectorError:
    return kind(Where("miro", "POST", "/v1/oauth/token"), Evidence(status=400, code=code))


def test_a_token_is_refreshed_before_it_ends_and_not_earlier(made: TestHouse) -> None:
    connection = connect(made, Vendor.MIRO)
    token = token_of(made, connection)
    first = token.token()

    made.clock.now += HOUR - timedelta(minutes=6)
    early = token.token()
    made.clock.now += timedelta(minutes=2)
    late = token.token()

    assert early == first != late
    stored_now = present(made, connection).installation
    assert stored_now.access_token != connection.installation.access_token
    assert stored_now.refresh_token != connection.installation.refresh_token
    assert stored_now.ends_at == made.clock.now + HOUR


@BOTH
def test_work_goes_on_through_weeks_of_refreshing(made: TestHouse, vendor: Vendor) -> None:
    connect(made, vendor)
    client = getattr(made.runtime.accounts, vendor.value)(made.partnership.id)
    ask = client.token_context if vendor is Vendor.MIRO else client.me

    for _ in range(5):
        made.clock.pass_days(10)
        assert ask()


def test_two_at_once_refresh_once_and_hold_the_same_token(made: TestHouse) -> None:
    connection = connect(made, Vendor.MIRO)
    made.clock.now += HOUR
    vendors = Vendors(made, Vendor.MIRO)
    vendors.may_answer.clear()
    second_waits = Event()

    def wait(_seconds: float) -> None:
        second_waits.set()
        vendors.may_answer.set()
        first_thread.join(10)

    first, second = (
        token_of(made, connection, vendors, sleep) for sleep in (lambda _s: None, wait)
    )
    first_thread = Thread(target=first.token)
    first_thread.start()
    assert vendors.was_asked.wait(10)
    second_token = second.token()

    assert second_waits.is_set()
    assert vendors.asked == 1
    assert first.token() == second_token


def test_whoever_held_an_older_token_takes_the_stored_one(made: TestHouse) -> None:
    connection = connect(made, Vendor.NOTION)
    made.clock.now += HOUR
    vendors = Vendors(made, Vendor.NOTION)
    one, other = (token_of(made, connection, vendors) for _ in range(2))

    assert one.renew()
    made.clock.now += HOUR
    assert other.renew()

    assert vendors.asked == 1
    assert one.token() == other.token()


def test_a_token_younger_than_half_a_minute_is_not_refreshed(made: TestHouse) -> None:
    connection = connect(made, Vendor.NOTION)
    vendors = Vendors(made, Vendor.NOTION)
    made.clock.now += YOUNG - timedelta(seconds=1)

    assert token_of(made, connection, vendors).renew()
    assert vendors.asked == 0


@pytest.mark.parametrize("kind", [LookFirst, Wait, Reconnect])
def test_an_unclear_refresh_leaves_everything_as_it_was(
    made: TestHouse, kind: type[ConnectorError]
) -> None:
    connection = connect(made, Vendor.MIRO)
    made.clock.now += HOUR - SHORT
    token = token_of(made, connection, Vendors(made, Vendor.MIRO, failing(kind)))

    still_good = token.token()
    made.clock.now += SHORT

    assert still_good == made.runtime.accounts.keys.unlocked(connection.installation.access_token)
    assert present(made, connection) == connection
    with pytest.raises(Reconnect if kind is Reconnect else Wait):
        token.token()


def test_a_no_of_the_vendor_breaks_the_connection(made: TestHouse) -> None:
    connection = connect(made, Vendor.MIRO)
    revoke_all(made, Vendor.MIRO)
    made.clock.now += HOUR

    with pytest.raises(Reconnect) as caught:
        token_of(made, connection).token()

    assert caught.value.code == "connection_broken"
    broken = present(made, connection).installation
    assert (broken.broken_at, broken.refreshing_until) == (made.clock.now, None)


def test_a_refused_token_without_refresh_token_breaks_the_connection(made: TestHouse) -> None:
    connection = connect(made, Vendor.NOTION)
    lasting = replace(connection.installation, refresh_token=None)
    with made.services.db.begin() as tx:
        stored_connections.save_installation(tx, lasting)
    made.clock.now += HOUR

    token = token_of(made, replace(connection, installation=lasting))

    assert token.token()
    assert not token.renew()
    assert present(made, connection).installation.is_broken


def test_an_answer_that_comes_late_mends_what_another_called_broken(made: TestHouse) -> None:
    connection = connect(made, Vendor.MIRO)
    made.clock.now += HOUR
    slow = Vendors(made, Vendor.MIRO)
    slow.may_answer.clear()
    first = token_of(made, connection, slow)
    thread = Thread(target=first.renew)
    thread.start()
    assert slow.was_asked.wait(10)

    made.clock.now += LEASE
    over = Vendors(made, Vendor.MIRO, failing(LookFirst, "invalid_grant"))
    assert not token_of(made, connection, over).renew()
    assert present(made, connection).installation.is_broken
    slow.may_answer.set()
    thread.join(10)

    assert not present(made, connection).installation.is_broken


def test_nobody_waits_for_ever_for_whoever_refreshes(made: TestHouse) -> None:
    connection = connect(made, Vendor.MIRO)
    made.clock.now += HOUR
    busy = replace(connection.installation, refreshing_until=made.clock.now + LEASE)
    with made.services.db.begin() as tx:
        stored_connections.save_installation(tx, busy)
    waits: list[float] = []

    with pytest.raises(NotNow, match="Try again in a minute"):
        token_of(made, connection, sleep=waits.append).renew()

    assert sum(waits) == pytest.approx(LEASE.total_seconds())


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({}, TokenRemedy.REFRESH),
        ({"got_at": -SHORT}, TokenRemedy.TAKE),
        ({"access_token": "another"}, TokenRemedy.TAKE),
        ({"refresh_token": None}, TokenRemedy.GIVE_UP),
        ({"refreshing_until": SHORT}, TokenRemedy.WAIT),
        ({"refreshing_until": -SHORT}, TokenRemedy.REFRESH),
        ({"broken_at": -SHORT}, TokenRemedy.GIVE_UP),
        ({"broken_at": -SHORT, "access_token": "another"}, TokenRemedy.GIVE_UP),
    ],
)
def test_the_next_step_is_a_table(
    made: TestHouse, change: dict[str, object], step: TokenRemedy
) -> None:
    held = connect(made, Vendor.MIRO).installation
    now = made.clock.now + HOUR
    found = replace(
        held, **{name: now + of if isinstance(of, timedelta) else of for name, of in change.items()}
    )

    assert next_step(held, found, now) is step
    assert next_step(held, None, now) is TokenRemedy.GIVE_UP
