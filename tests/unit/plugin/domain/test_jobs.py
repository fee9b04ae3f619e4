from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugin.domain.jobs import (
    MOST_ATTEMPTS,
    SEALED,
    Job,
    JobPhase,
    JobState,
    first_of_each,
    is_due,
    is_lost,
    may_be_cancelled,
    next_try_in_s,
    open_key,
    with_phase,
)

NOW_S = 1000.0
ASKED = JobState.ASKED


def a_job(
    state: JobState, until_s: float = 0.0, owner: str = "", *, is_cancelling: bool = False
) -> Job:
    at = datetime(2026, 11, 18, tzinfo=UTC)
    return Job(
        id="id",
        kind="build",
        subject="session",
        asked_by=None,
        asked_at=at,
        state=state,
        until_s=until_s,
        owner=owner,
        is_cancelling=is_cancelling,
    )


def named(name: str, subject: str, state: JobState = ASKED, not_before_s: float = 0.0) -> Job:
    return replace(a_job(state), id=name, subject=subject, not_before_s=not_before_s)


@pytest.mark.parametrize(
    ("jobs", "ready"),
    [
        ([], []),
        ([named("1", "a"), named("2", "b"), named("3", "a")], ["1", "2"]),
        ([named("1", "a"), named("2", "a", JobState.RUNNING), named("3", "b")], ["3"]),
        ([named("1", "a", not_before_s=NOW_S + 1), named("2", "a"), named("3", "b")], ["3"]),
        ([named("1", "a", not_before_s=NOW_S)], ["1"]),
        # The clock was set back an hour: what waits for its next try is not put off for as long.
        ([named("1", "a", not_before_s=NOW_S + 3600), named("2", "a")], ["1"]),
    ],
)
def test_of_jobs_about_the_same_the_first_has_its_turn(jobs: list[Job], ready: list[str]) -> None:
    assert [each.id for each in first_of_each(jobs, NOW_S)] == ready


def test_pauses_between_attempts_grow_and_end() -> None:
    pauses = [next_try_in_s(number) for number in range(1, MOST_ATTEMPTS + 1)]

    assert pauses == [5.0, 15.0, 45.0, 135.0, None]


@pytest.mark.parametrize(
    ("state", "until_s", "owner", "expected"),
    [
        (JobState.RUNNING, NOW_S + 1, "alive", False),
        (JobState.RUNNING, NOW_S, "alive", True),
        (JobState.RUNNING, NOW_S + 60, "gone", True),
        (JobState.RUNNING, NOW_S + 60, "alive", False),
        (JobState.RUNNING, NOW_S + 3600, "alive", True),  # the clock was set back an hour
        (JobState.ASKED, 0.0, "", False),
        (JobState.DONE, 0.0, "gone", False),
    ],
)
def test_a_job_is_lost_when_its_lease_or_its_process_ended(
    state: JobState, until_s: float, owner: str, expected: bool
) -> None:
    job = a_job(state, until_s, owner)

    assert is_lost(job, NOW_S, lambda name: name == "gone") is expected


@pytest.mark.parametrize(
    ("state", "stops_midway", "expected"),
    [
        (JobState.ASKED, False, True),
        (JobState.RUNNING, False, False),
        (JobState.RUNNING, True, True),
        (JobState.DONE, True, False),
        (JobState.FAILED, True, False),
    ],
)
def test_what_can_be_stopped(state: JobState, stops_midway: bool, expected: bool) -> None:
    assert may_be_cancelled(a_job(state), stops_midway=stops_midway) is expected
    cancelling = a_job(state, is_cancelling=True)
    assert not may_be_cancelled(cancelling, stops_midway=stops_midway)


def test_phases_keep_their_places() -> None:
    phases = with_phase(with_phase((), JobPhase("Boxes", 0, 11)), JobPhase("Texts", 0, 44))

    assert with_phase(phases, JobPhase("Boxes", 9, 11)) == (JobPhase("Boxes", 9, 11), phases[1])


def test_the_same_work_has_the_same_key_however_it_is_written() -> None:
    one = open_key("sync", "p", {"a": 1, "b": 2})

    assert one == open_key("sync", "p", {"b": 2, "a": 1})
    assert one != open_key("sync", "p", {})
    assert one != open_key("sync", "q", {"a": 1, "b": 2})


@pytest.mark.parametrize(
    ("state", "not_before_s", "expected"),
    [
        (JobState.ASKED, 0.0, True),
        (JobState.ASKED, NOW_S, True),
        (JobState.ASKED, NOW_S + 135, False),
        (JobState.ASKED, NOW_S + 3600, True),  # the clock was set back an hour
        (JobState.RUNNING, 0.0, False),
        (JobState.DONE, 0.0, False),
    ],
)
def test_when_a_job_is_due(state: JobState, not_before_s: float, expected: bool) -> None:
    assert is_due(replace(a_job(state), not_before_s=not_before_s), NOW_S) is expected


def test_words_on_their_way_do_not_make_the_same_work_another_one() -> None:
    payload = {"whom": "hash", SEALED: {"address": "locked once more"}}

    assert open_key("let in", "s", payload) == open_key("let in", "s", {"whom": "hash"})
