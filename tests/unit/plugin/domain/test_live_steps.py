"""The plan of a running session with its times."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.live_steps import LiveStep, in_words, left_s, timed
from plugin.domain.templates import Step

TWO = datetime(2027, 1, 13, 14, tzinfo=UTC)
STEPS = tuple(Step(name, minutes, (), "", "") for name, minutes in (("A", 5), ("B", 10), ("C", 20)))


def begun(number: int, minute: float, added: int = 0) -> LiveStep:
    return LiveStep(number=number, began_at=TWO + timedelta(minutes=minute), added_minutes=added)


def starts(*steps: LiveStep, planned: datetime | None = TWO, minute: float = 0) -> list[str]:
    now = TWO + timedelta(minutes=minute)
    return [
        "" if each.starts_at is None else f"{each.starts_at:%H:%M}"
        for each in timed(STEPS, steps, planned, now)
    ]


def test_before_the_start_times_are_the_planned_ones() -> None:
    assert starts() == ["14:00", "14:05", "14:15"]
    assert starts(planned=None) == ["", "", ""]


def test_what_began_late_moves_what_follows() -> None:
    assert starts(begun(0, 3), minute=3) == ["14:03", "14:08", "14:18"]
    assert starts(begun(0, 3), begun(1, 20), minute=20) == ["14:03", "14:20", "14:30"]


def test_added_minutes_and_lasting_too_long_move_what_follows() -> None:
    assert starts(begun(0, 0, added=2), minute=1) == ["14:00", "14:07", "14:17"]
    assert starts(begun(0, 0), minute=9) == ["14:00", "14:09", "14:19"]


def test_exactly_one_step_is_current_and_those_before_are_past() -> None:
    found = timed(STEPS, (begun(0, 0), begun(1, 5)), TWO, TWO)

    assert [(each.is_past, each.is_current) for each in found] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_a_step_that_the_design_no_longer_has_is_passed_over() -> None:
    found = timed(STEPS, (begun(0, 0), begun(7, 5)), TWO, TWO)

    assert [each.is_current for each in found] == [True, False, False]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(460, "7:40"), (5, "0:05"), (0, "0:00"), (-65, "−1:05"), (3600, "60:00")],
)
def test_a_length_is_written_as_a_clock_does(seconds: int, words: str) -> None:
    assert in_words(seconds) == words


@given(st.lists(st.integers(0, 2), unique=True), st.integers(0, 600), st.booleans())
def test_times_never_go_back(numbers: list[int], minute: int, planned: bool) -> None:
    now = TWO + timedelta(minutes=minute)
    steps = tuple(begun(number, 5 * number) for number in sorted(numbers))

    found = timed(STEPS, steps, TWO if planned else None, now)

    known = [each.starts_at for each in found if each.starts_at is not None]
    assert known == sorted(known)
    assert sum(each.is_current for each in found) == bool(numbers)
    for each in found:
        if each.is_current:
            assert each.ends_at is not None
            assert left_s(each, now) == (each.ends_at - now).total_seconds()
