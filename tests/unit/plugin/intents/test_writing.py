from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from connectors import errors
from connectors.errors import ConnectorError, LookFirst, Where
from plugin import intents
from plugin.domain.communities import Partnership
from plugin.domain.remote_writes import IntentState
from plugin.errors import BadInput, NotNow
from plugin.store import communities as stored_communities
from plugin.store.database import Database, Tx
from plugin.store.services import Services
from tests import databases

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
WHERE = Where("miro", "POST", "/v2/boards")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    numbers = count(1)
    database = Database(databases.with_tables(tmp_path))
    services = Services(database, lambda: NOW, lambda: f"id{next(numbers)}")
    with intents.alone_with(services, "s1"):
        yield services


def _write(services: Services, answer: object = "made", key: str = "board") -> object:
    def send() -> object:
        if isinstance(answer, Exception):
            raise answer
        return answer

    def settle(tx: Tx, made: object) -> Mapping[str, object]:
        stored_communities.add_partnership(tx, Partnership("p1", str(made)))
        return {"made": str(made)}

    return intents.write(
        services,
        kind="create_board",
        subject="s1",
        key=key,
        payload={"mark": "m"},
        send=send,
        settle=settle,
    )


def test_a_write_is_recorded_before_it_is_sent(services: Services) -> None:
    seen: list[IntentState] = []

    def send() -> None:
        seen.extend(intent.state for intent in intents.unfinished(services, "s1"))

    intents.write(
        services, kind="k", subject="s1", key="a", payload={}, send=send, settle=lambda *_: {}
    )

    assert seen == [IntentState.OPEN]
    assert intents.unfinished(services, "s1") == ()


def test_the_answer_is_settled_with_the_intent(services: Services) -> None:
    assert _write(services) == "made"

    with services.db.read() as tx:
        assert stored_communities.partnership(tx, "p1") == Partnership("p1", "made")
        row = tx.exec_driver_sql("SELECT state, payload, outcome FROM intent").one()
    assert list(map(databases.json_of, row[1:])) == [{}, {"made": "made"}]
    assert row.state == "done"


@pytest.mark.parametrize(
    "error",
    [
        errors.RefusedForGood(WHERE),
        errors.Reconnect(WHERE),
        errors.NotThereOrNotShared(WHERE),
        errors.ChangedMeanwhile(WHERE),
        errors.Wait(WHERE),
    ],
)
def test_a_refused_write_is_closed(services: Services, error: ConnectorError) -> None:
    with pytest.raises(type(error)):
        _write(services, error)

    assert intents.unfinished(services, "s1") == ()
    assert _write(services) == "made"


@pytest.mark.parametrize("error", [LookFirst(WHERE), errors.NotAnAnswer(WHERE), OSError("cut")])
def test_a_write_without_an_answer_stays_in_doubt(services: Services, error: Exception) -> None:
    with pytest.raises(type(error)):
        _write(services, error)

    (left,) = intents.unfinished(services, "s1")
    assert (left.state, left.key, left.payload) == (IntentState.IN_DOUBT, "board", {"mark": "m"})
    assert "cut" not in str(left.outcome)


def test_what_the_vendor_says_it_saved_is_kept(services: Services) -> None:
    with pytest.raises(LookFirst):
        _write(services, LookFirst(WHERE, committed_resource_id="page", committed_child_ids=("b",)))

    (left,) = intents.unfinished(services, "s1")
    assert left.outcome["committed_resource_id"] == "page"
    assert left.outcome["committed_child_ids"] == ["b"]


def test_a_write_in_doubt_is_never_repeated_without_looking(services: Services) -> None:
    with pytest.raises(LookFirst):
        _write(services, LookFirst(WHERE))

    with pytest.raises(NotNow):
        _write(services)
    assert _write(services, key="another") == "made"


def test_nothing_of_a_failed_settling_is_stored(services: Services) -> None:
    def settle(tx: Tx, _made: object) -> Mapping[str, object]:
        stored_communities.add_partnership(tx, Partnership("p2", "half"))
        raise BadInput("no")

    with pytest.raises(BadInput):
        intents.write(
            services, kind="k", subject="s1", key="a", payload={}, send=list, settle=settle
        )

    with services.db.read() as tx:
        assert stored_communities.partnership(tx, "p2") is None
    assert [left.state for left in intents.unfinished(services, "s1")] == [IntentState.IN_DOUBT]


def test_found_writes_are_adopted_and_others_dropped(services: Services) -> None:
    for key in ("one", "two"):
        with pytest.raises(LookFirst):
            _write(services, LookFirst(WHERE), key)
    one, two = intents.unfinished(services, "s1")

    intents.adopt(services, one, lambda _tx: {"found": "by its mark"})
    intents.drop(services, two)

    assert intents.unfinished(services, "s1") == ()
    with services.db.read() as tx:
        rows = tx.exec_driver_sql("SELECT state, payload FROM intent ORDER BY key").all()
    assert [(row.state, databases.json_of(row.payload)) for row in rows] == [
        ("done", {}),
        ("failed", {}),
    ]
