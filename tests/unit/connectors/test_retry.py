from datetime import UTC, datetime

import pytest

from connectors.retry import SHUT_OUT, Outcome, Patience, asked_wait_s, wait_before_repeating

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PATIENCE = Patience(attempts=4, first_wait_s=1.0, longest_wait_s=60.0)


def wait(outcome: Outcome, attempt: int = 1, jitter: float = 0.0) -> float | None:
    return wait_before_repeating(outcome, attempt, PATIENCE, jitter)


@pytest.mark.parametrize(
    ("outcome", "is_repeated"),
    [
        (Outcome(429, harmless=False), True),
        (Outcome(529, harmless=False), True),
        (Outcome(429, harmless=True, reason=SHUT_OUT), False),
        (Outcome(500, harmless=True), True),
        (Outcome(502, harmless=True), True),
        (Outcome(503, harmless=True), True),
        (Outcome(504, harmless=True), True),
        (Outcome(None, harmless=True), True),
        (Outcome(501, harmless=True), False),
        (Outcome(500, harmless=False), False),
        (Outcome(503, harmless=False), False),
        (Outcome(None, harmless=False), False),
        (Outcome(None, harmless=False, was_sent=False), True),
        (Outcome(400, harmless=True), False),
        (Outcome(401, harmless=True), False),
        (Outcome(404, harmless=True), False),
        (Outcome(409, harmless=True), False),
    ],
)
def test_only_what_does_no_harm_is_repeated(outcome: Outcome, is_repeated: bool) -> None:
    assert (wait(outcome) is not None) is is_repeated


def test_waits_double_and_end() -> None:
    waits = [wait(Outcome(503, harmless=True), attempt, jitter=1.0) for attempt in range(1, 6)]

    assert waits == [1.0, 2.0, 4.0, None, None]


def test_waits_end_at_the_longest() -> None:
    patient = Patience(attempts=50, first_wait_s=1.0, longest_wait_s=60.0)

    assert wait_before_repeating(Outcome(503, harmless=True), 40, patient, 1.0) == 60.0


def test_jitter_spreads_waits_by_half() -> None:
    outcome = Outcome(503, harmless=True)

    assert (wait(outcome, jitter=0.0), wait(outcome, jitter=1.0)) == (0.5, 1.0)


def test_an_asked_wait_is_never_shortened() -> None:
    assert wait(Outcome(429, harmless=False, asked_wait_s=59.0), jitter=0.25) == 59.25


def test_a_wait_longer_than_our_patience_is_left_to_the_caller() -> None:
    assert wait(Outcome(429, harmless=False, asked_wait_s=61.0)) is None


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Retry-After": "12"}, 12.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"Retry-After": "-3"}, 0.0),
        ({"Retry-After": "600"}, 600.0),
        ({"Retry-After": "Wed, 25 Nov 2026 09:00:30 GMT"}, 30.0),
        ({"Retry-After": "Wed, 25 Nov 2026 08:00:00 GMT"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({"X-RateLimit-Reset": "20"}, 20.0),
        ({"X-RateLimit-Reset": "600"}, 60.0),
        ({"X-RateLimit-Reset": str(int(NOW.timestamp()) + 15)}, 15.0),
        ({"X-RateLimit-Reset": str(int(NOW.timestamp()) - 15)}, 0.0),
        ({"X-RateLimit-Reset": "never"}, None),
        ({"Retry-After": "3", "X-RateLimit-Reset": "20"}, 3.0),
    ],
)
def test_headers_are_read_in_every_spelling(
    headers: dict[str, str], expected: float | None
) -> None:
    assert asked_wait_s(headers, NOW, 60.0) == expected
