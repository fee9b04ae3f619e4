"""A worker that is told to end hands back what it still runs, and leaves in time, come what may."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import NoReturn

import pytest

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.ending_in_time import ENDS_S, KILLED_S, PROCESS_LEAVES_S, STEPS_END_S
from plugin.domain.jobs import Job, JobState
from plugin.errors import StorageFailed
from plugin.intents.processes import this_process
from plugin.jobs import asking, ending, heartbeats
from plugin.jobs.running import ready, run_one
from plugin.jobs.session_jobs import BUILD
from plugin.store import jobs as stored_jobs
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    made.runs_at_once = False
    yield made
    made.services.db.close()


def ask(made: TestHouse) -> Job:
    sam, day = made.actor("sam"), made.services.today
    planned = plan_session(made.services, sam, made.community.id, day, read_template("T3"))
    return asking.ask(made.runtime, sam, BUILD, planned.id)


def claimed(made: TestHouse, owner: str) -> Job:
    job = ask(made)
    with made.services.db.begin() as tx:
        found = stored_jobs.claim(
            tx, job.id, owner, time.time() + 60, made.services.now, time.time()
        )
    assert found
    return found


def now(made: TestHouse, job: Job) -> Job:
    with made.services.db.read() as tx:
        found = stored_jobs.job(tx, job.id)
    assert found
    return found


def test_what_this_process_runs_waits_for_the_next_worker_and_nothing_else_does(
    made: TestHouse,
) -> None:
    left: list[int] = []
    own = [claimed(made, f"{this_process()} {each}") for each in "ab"]
    others = claimed(made, f"{this_process()}0 a")

    ending.hand_back(made.runtime, left.append)

    assert left == [0]
    assert [(now(made, each).state, now(made, each).attempts) for each in own] == [
        (JobState.ASKED, 0),
        (JobState.ASKED, 0),
    ]
    assert {each.id for each in ready(made.runtime)} == {each.id for each in own}
    assert now(made, others).state is JobState.RUNNING


def test_who_ran_it_changes_nothing_of_it_any_more(
    made: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, goes_on = Event(), Event()

    def waits(*_given: object) -> NoReturn:
        reached.set()
        goes_on.wait(30)
        raise StorageFailed("It came too late.")

    job, left = ask(made), list[int]()
    with monkeypatch.context() as patch:
        patch.setattr("plugin.jobs.session_jobs.building.build", waits)
        thread = Thread(target=run_one, args=(made.runtime, job.id))
        thread.start()
        assert reached.wait(30)
        ending.hand_back(made.runtime, left.append)
        goes_on.set()
        thread.join(30)

    waiting = now(made, job)
    run_one(made.runtime, job.id)
    assert (left, waiting.state, waiting.problem) == ([0], JobState.ASKED, None)
    assert (now(made, job).state, now(made, job).attempts) == (JobState.DONE, 1)


def test_what_somebody_wants_to_be_stopped_is_stopped(made: TestHouse) -> None:
    job = claimed(made, f"{this_process()} a")
    asking.cancel(made.runtime, made.actor("sam"), job.id)

    ending.hand_back(made.runtime, lambda _code: None)

    assert now(made, job).state is JobState.CANCELLED


def test_a_worker_that_runs_nothing_ends_as_it_is_used_to(made: TestHouse) -> None:
    left: list[int] = []

    ending.hand_back(made.runtime, left.append)

    assert left == []


def test_a_database_that_is_away_keeps_no_worker(
    made: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_tx: object) -> NoReturn:
        raise StorageFailed("The database is away.")

    left: list[int] = []
    monkeypatch.setattr(stored_jobs, "unfinished", away)

    ending.hand_back(made.runtime, left.append)

    assert left == []


def test_a_process_leaves_in_time_whatever_it_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    told, over, seen = Event(), Event(), list[object]()
    monkeypatch.setattr("plugin.jobs.ending.time.sleep", seen.append)

    def leave(code: int) -> None:
        seen.append(("left with", code))
        over.set()

    ending.leave_in_time(told, leave)
    before = list(seen)
    told.set()

    assert over.wait(30)
    assert (before, seen) == ([], [PROCESS_LEAVES_S, ("left with", 0)])


def test_each_waits_shorter_than_who_waits_for_it() -> None:
    assert STEPS_END_S + heartbeats._ENDS_WITHIN_S < PROCESS_LEAVES_S < KILLED_S < ENDS_S == 10
