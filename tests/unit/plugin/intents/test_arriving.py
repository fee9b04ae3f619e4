from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugin.domain.remote_writes import Intent, IntentState
from plugin.errors import NotNow
from plugin.intents.in_doubt import (
    LIKE_A_PAGE,
    MAY_ARRIVE_FOR_S,
    ArrivalWait,
    WaitPolicy,
    pauses_s,
    still_arrives_s,
)

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


def intent(age_s: float = 0.0, left_s: float | None = None, id: str = "one") -> Intent:
    """Return a write that was recorded `age_s` ago, and lost its answer `left_s` ago."""
    left_at = None if left_s is None else (NOW - timedelta(seconds=left_s)).isoformat()
    outcome = {} if left_at is None else {"left_at": left_at}
    made_at = NOW - timedelta(seconds=age_s)
    return Intent(
        id=id,
        kind="create_row",
        subject="p1",
        key="row:x",
        payload={},
        state=IntentState.OPEN,
        made_at=made_at,
        outcome=outcome,
    )


@pytest.mark.parametrize(
    ("age_s", "left_s", "wanted"),
    [
        (0, None, 20),
        (12.5, None, 7.5),
        (20, None, 0),
        (86_400, None, 0),
        (60, 5, 15),  # it waited for its turn
        (5, 60, 15),  # nobody sends before it is recorded
        (-7_200, None, 20),  # the clock was set back
    ],
)
def test_a_write_may_arrive_for_a_while(age_s: float, left_s: float | None, wanted: float) -> None:
    assert still_arrives_s(intent(age_s, left_s), NOW) == wanted


@pytest.mark.parametrize("in_all_s", [0.1, 0.5, 3.0, 20.0])
@pytest.mark.parametrize("least", [0, 3])
def test_pauses_grow_and_last_as_long_as_wanted(in_all_s: float, least: int) -> None:
    pauses = pauses_s(in_all_s, least)

    assert len(pauses) >= least
    assert sum(pauses) == pytest.approx(max(in_all_s, 3.5 if least else 0))
    assert list(pauses[:-1]) == sorted(pauses[:-1])
    assert len(pauses) <= 6


def test_what_cannot_arrive_is_looked_for_a_few_times_only() -> None:
    assert pauses_s(0) == ()
    assert pauses_s(0, 3) == (0.5, 1.0, 2.0)


def test_what_is_there_is_found_without_waiting() -> None:
    waiting = ArrivalWait(WaitPolicy(lambda _s: pytest.fail("it waited")))

    assert waiting.find(intent(), NOW, lambda: "found") == "found"
    assert waiting.messages == ()


def test_what_arrives_meanwhile_is_found_and_told() -> None:
    passed: list[float] = []
    told: list[str] = []
    waiting = ArrivalWait(WaitPolicy(passed.append, told.append))

    found = waiting.find(intent(), NOW, lambda: "found" if sum(passed) > 7 else None)

    assert found == "found"
    assert passed == [0.5, 1.0, 2.0, 4.0]
    assert ["up to 20 seconds" in sentence for sentence in told] == [True]
    assert ["8 seconds" in sentence for sentence in waiting.messages] == [True]


def test_what_never_arrives_is_believed_after_its_time() -> None:
    passed: list[float] = []

    assert ArrivalWait(WaitPolicy(passed.append)).find(intent(), NOW, lambda: None) is None
    assert sum(passed) == MAY_ARRIVE_FOR_S


def test_two_writes_are_waited_for_at_once() -> None:
    passed: list[float] = []
    waiting, another = ArrivalWait(WaitPolicy(passed.append)), intent(id="another")
    next(waiting.rests(another, NOW))
    waiting.wait_out(intent(), NOW)
    waiting.wait_out(another, NOW)

    assert sum(passed) == MAY_ARRIVE_FOR_S + 0.5


def test_a_page_says_when_to_come_back() -> None:
    passed: list[float] = []
    waiting = ArrivalWait(replace(LIKE_A_PAGE, pause=passed.append))

    with pytest.raises(NotNow, match=r"Nothing is lost.* again in 17 seconds"):
        waiting.find(intent(), NOW, lambda: None)
    with pytest.raises(NotNow, match="again in 20 seconds"):
        waiting.wait_out(intent(id="another"), NOW)
    assert sum(passed) == 3.5


def test_a_page_waits_for_what_shows_late_as_before() -> None:
    passed: list[float] = []
    waiting = ArrivalWait(replace(LIKE_A_PAGE, pause=passed.append))

    for number in range(3):
        assert waiting.find(intent(60, id=str(number)), NOW, lambda: None, least=3) is None
    assert sum(passed) == 10.5
    assert waiting.messages == ()
