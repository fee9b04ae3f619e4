from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from connectors.errors import Wait, Where
from plugin.convene.people import remove_person
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Attribution
from plugin.domain.jobs import (
    MOST_ATTEMPTS,
    MOST_LOST,
    MOST_LOST_AT_ONCE,
    SYNC,
    Job,
    JobPhase,
    JobState,
)
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput, NotHere, NotNow, Refused, StorageFailed
from plugin.intents import alone_with
from plugin.jobs import asking, sealing
from plugin.jobs.people_jobs import ADDRESS, LET_IN
from plugin.jobs.running import run_one, sweep
from plugin.jobs.session_jobs import BUILD, CLOSE, COLLECT
from plugin.problems import NOT_FOR_YOU, UNUSABLE
from plugin.store import boards as stored_boards
from plugin.store import jobs as stored_jobs
from plugin.store import sessions as stored_sessions
from plugin.store import tables as t
from plugin.use_cases import Runtime
from tests.unit.plugin.store.broken_off import full_disk
from tests.unit.plugin.web.house import TestHouse, make_house

BROKEN = "plugin.jobs.session_jobs.building.build"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    made.runs_at_once = False
    yield made
    made.services.db.close()


@pytest.fixture
def session_id(made: TestHouse) -> str:
    sam, day = made.actor("sam"), made.services.today
    template = read_template("T3")
    return plan_session(made.services, sam, made.community.id, day, template).id


def ask(made: TestHouse, session_id: str, kind: str = BUILD) -> Job:
    return asking.ask(made.runtime, made.actor("sam"), kind, session_id)


def now(made: TestHouse, job: Job) -> Job:
    with made.services.db.read() as tx:
        found = stored_jobs.job(tx, job.id)
    assert found
    return found


def lose(made: TestHouse, job: Job, until_s: float = 0.0, owner: str = "elsewhere") -> None:
    """Let somebody claim a job who is never heard of again."""
    with made.services.db.begin() as tx:
        assert stored_jobs.claim(tx, job.id, owner, until_s, made.services.now, time.time())


def test_a_job_runs_to_its_end_and_shows_how_it_went(made: TestHouse, session_id: str) -> None:
    job = ask(made, session_id)

    run_one(made.runtime, job.id)

    done = now(made, job)
    assert (done.state, done.attempts) == (JobState.DONE, 1)
    assert done.said[0] == "The board is built. It has 11 boxes."
    assert JobPhase("Boxes", 11, 11) in done.phases
    assert all(phase.is_over for phase in done.phases)


def test_who_asks_twice_gets_the_running_job(made: TestHouse, session_id: str) -> None:
    first = ask(made, session_id)
    waiting = ask(made, session_id)
    lose(made, first, time.time() + 60)
    running = ask(made, session_id)
    with_board = asking.ask(
        made.runtime, made.actor("sam"), BUILD, session_id, {"board": "uXjVAnother="}
    )

    assert waiting.id == running.id == first.id
    assert with_board.id != first.id


def test_a_message_that_comes_twice_runs_the_job_once(made: TestHouse, session_id: str) -> None:
    job = ask(made, session_id)

    run_one(made.runtime, job.id)
    calls = len(made.sandbox.extensions["hedgerow_sandbox"].calls)
    run_one(made.runtime, job.id)

    assert len(made.sandbox.extensions["hedgerow_sandbox"].calls) == calls
    assert now(made, job).attempts == 1


def test_a_job_that_somebody_runs_is_run_by_nobody_else(made: TestHouse, session_id: str) -> None:
    job = ask(made, session_id)
    lose(made, job, time.time() + 60)

    run_one(made.runtime, job.id)

    assert (now(made, job).state, now(made, job).owner) == (JobState.RUNNING, "elsewhere")
    assert sweep(made.runtime) == ()


def test_a_job_whose_worker_is_gone_is_run_by_the_next(made: TestHouse, session_id: str) -> None:
    job = ask(made, session_id)
    lose(made, job)

    (found,) = sweep(made.runtime)
    run_one(made.runtime, found.id)

    assert (now(made, job).state, now(made, job).attempts) == (JobState.DONE, 2)


@pytest.mark.parametrize(
    ("steps", "most"),
    [
        ([0] * MOST_LOST_AT_ONCE, MOST_LOST_AT_ONCE),
        ([0, 0, 0, 0, 3, 0, 0, 0, 0, 0], 10),  # it went on in between
        ([3] * MOST_LOST, MOST_LOST),
    ],
)
def test_a_job_that_ends_every_worker_is_given_up(
    made: TestHouse, session_id: str, steps: list[int], most: int
) -> None:
    job = ask(made, session_id)
    states = []
    for step in steps:
        lose(made, job)
        with made.services.db.begin() as tx:
            phases = (JobPhase("Boxes", step, 11),)
            stored_jobs.note_progress(tx, job.id, now(made, job).owner, phases, "")
        sweep(made.runtime)
        states.append(now(made, job).state)

    ended = now(made, job)
    assert states == [*(JobState.ASKED,) * (most - 1), JobState.FAILED]
    assert ended.problem
    assert f"ended {most} times" in ended.problem.sentence


def test_workers_that_ended_take_nothing_from_its_tries(
    made: TestHouse, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask(made, session_id)
    for _ in range(MOST_LOST_AT_ONCE - 1):
        lose(made, job)
        sweep(made.runtime)
    monkeypatch.setattr(BROKEN, failing(NotNow("Busy.")))

    run_one(made.runtime, job.id)

    assert now(made, job).state is JobState.ASKED
    assert now(made, job).lost == MOST_LOST_AT_ONCE - 1


def test_whoever_lost_a_job_changes_nothing_of_it(
    made: TestHouse, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask(made, session_id)

    def taken_over(*_: object) -> SimpleNamespace:
        with made.services.db.begin() as tx:
            tx.execute(t.job.update().values(owner="another worker"))
        return SimpleNamespace(frames=1, messages=())

    monkeypatch.setattr(BROKEN, taken_over)
    run_one(made.runtime, job.id)

    assert (now(made, job).state, now(made, job).owner) == (JobState.RUNNING, "another worker")


@pytest.mark.parametrize(
    "error",
    [NotNow("Busy."), StorageFailed("It is away."), Wait(Where("miro", "POST", "/v2/boards"))],
)
def test_what_may_go_better_later_is_tried_again_and_then_given_up(
    made: TestHouse, session_id: str, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    woken: list[float] = []
    runtime = replace(made.runtime, wake=lambda _id, delay_s: woken.append(delay_s))
    job = ask(made, session_id)
    monkeypatch.setattr(BROKEN, failing(error))
    states = []

    for _ in range(MOST_ATTEMPTS):
        run_one(runtime, job.id)
        states.append(now(made, job).state)
        run_one(runtime, job.id)  # it is not due yet
        make_due(made)

    assert states == [*(JobState.ASKED,) * (MOST_ATTEMPTS - 1), JobState.FAILED]
    assert woken == [5.0, 15.0, 45.0, 135.0]
    assert now(made, job).attempts == MOST_ATTEMPTS


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (BadInput("No."), UNUSABLE),
        (Refused("No."), NOT_FOR_YOU),
        (ValueError("words of somebody"), "Something went wrong on our side"),
    ],
)
def test_what_stays_wrong_is_not_tried_again(
    made: TestHouse,
    session_id: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    title: str,
) -> None:
    job = ask(made, session_id)
    monkeypatch.setattr(BROKEN, failing(error))

    run_one(made.runtime, job.id)

    problem = now(made, job).problem
    assert problem
    assert problem.title == title
    assert "words of somebody" not in problem.sentence + caplog.text
    assert ask(made, session_id).id != job.id


def test_a_session_is_worked_on_in_the_order_of_asking(made: TestHouse, session_id: str) -> None:
    woken: list[str] = []
    runtime = replace(made.runtime, wake=lambda job_id, _: woken.append(job_id))
    build = ask(made, session_id)
    made.clock.pass_days(0.01)
    collect = ask(made, session_id, COLLECT)

    run_one(runtime, collect.id)
    waits = now(made, collect).state
    run_one(runtime, build.id)

    assert waits is JobState.ASKED
    assert woken == [collect.id]
    run_one(runtime, collect.id)
    assert now(made, collect).state is JobState.DONE


def test_a_worker_that_stops_puts_its_job_back_and_the_next_goes_on(
    made: TestHouse, session_id: str
) -> None:
    job, looks = ask(made, session_id), iter([False] * 6)

    run_one(made.runtime, job.id, lambda: next(looks, True))
    stopped = now(made, job)
    run_one(made.runtime, job.id)

    assert (stopped.state, stopped.attempts) == (JobState.ASKED, 0)
    assert 0 < stopped.phases[0].step < 11
    assert now(made, job).state is JobState.DONE
    assert boxes_on_the_board(made, session_id) == 11


def test_a_running_build_is_stopped_between_two_boxes_and_gone_on_with(
    made: TestHouse, session_id: str
) -> None:
    job, looks = ask(made, session_id), iter([False] * 6)

    def cancels() -> bool:
        if not next(looks, True):
            return False
        asking.cancel(made.runtime, made.actor("sam"), job.id)
        return False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plugin.jobs.asking.may_be_cancelled", lambda *_, **__: True)
        run_one(made.runtime, job.id, cancels)
    again = ask(made, session_id)
    run_one(made.runtime, again.id)

    assert now(made, job).state is JobState.CANCELLED
    assert again.id != job.id
    assert now(made, again).state is JobState.DONE
    assert boxes_on_the_board(made, session_id) == 11


def test_collecting_that_runs_is_not_stopped(made: TestHouse, session_id: str) -> None:
    run_one(made.runtime, ask(made, session_id).id)
    job = ask(made, session_id, COLLECT)
    lose(made, job, time.time() + 60)

    with pytest.raises(BadInput, match="cannot be stopped"):
        asking.cancel(made.runtime, made.actor("sam"), job.id)


def test_who_was_removed_meanwhile_does_nothing_any_more(made: TestHouse, session_id: str) -> None:
    job, sam = ask(made, session_id), made.actor("sam")
    remove_person(made.services, OPERATOR, sam.person_id, sam.memberships)

    run_one(made.runtime, job.id)

    assert now(made, job).state is JobState.FAILED
    with made.services.db.read() as tx:
        assert stored_boards.board(tx, session_id) is None


def test_only_who_may_do_it_asks_sees_and_stops(made: TestHouse, session_id: str) -> None:
    job = ask(made, session_id)

    for who, error in (("amina", Refused), ("stranger", NotHere)):
        with pytest.raises(error):
            asking.ask(made.runtime, made.actor(who), BUILD, session_id)
        with pytest.raises(error):
            asking.view(made.runtime, made.actor(who), job.id)
        with pytest.raises(error):
            asking.cancel(made.runtime, made.actor(who), job.id)
    with pytest.raises(NotHere):
        asking.ask(made.runtime, made.actor("stranger"), SYNC, made.partnership.id)


def test_a_command_at_work_makes_a_job_wait(made: TestHouse, session_id: str) -> None:
    job = ask(made, session_id)

    with alone_with(made.services, session_id):
        run_one(made.runtime, job.id)
    waits = now(made, job)

    assert waits.state is JobState.ASKED
    assert waits.problem
    assert "still running" in waits.problem.sentence


def test_jobs_of_a_closed_session_that_hides_moments_keep_the_day_alone(
    made: TestHouse, session_id: str
) -> None:
    hide_moments(made, session_id)
    for kind in (BUILD, COLLECT, CLOSE, COLLECT):
        made.clock.pass_days(0.01)
        run_one(made.runtime, ask(made, session_id, kind).id)

    with made.services.db.read() as tx:
        (left,) = stored_jobs.all_jobs(tx)
        session = stored_sessions.session(tx, session_id)
    assert session
    assert session.state is SessionState.CLOSED
    assert left.state is JobState.DONE
    for moment in (left.asked_at, left.started_at, left.ended_at):
        assert moment
        assert (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def test_a_lost_queue_does_not_lose_the_job(made: TestHouse, session_id: str) -> None:
    def full(_job_id: str, _delay_s: float) -> None:
        raise OSError("no space left")

    runtime: Runtime = replace(made.runtime, wake=full)

    job = asking.ask(runtime, made.actor("sam"), BUILD, session_id)

    assert [each.id for each in sweep(made.runtime)] == [job.id]


def failing(error: Exception) -> object:
    def fails(*_: object) -> None:
        raise error

    return fails


def make_due(made: TestHouse) -> None:
    with made.services.db.begin() as tx:
        tx.execute(t.job.update().values(not_before_s=0.0))


def boxes_on_the_board(made: TestHouse, session_id: str) -> int:
    with made.services.db.read() as tx:
        board = stored_boards.board(tx, session_id)
    assert board
    items = made.runtime.accounts.miro(made.partnership.id).items(board.miro_board_id)
    return sum(item.type == "frame" for item in items)


def hide_moments(made: TestHouse, session_id: str) -> None:
    with made.services.db.begin() as tx:
        session = stored_sessions.session(tx, session_id)
        assert session
        assert session.on_board
        policy = replace(session.on_board.policy, attribution=Attribution.CHATHAM_HOUSE)
        on_board = replace(session.on_board, policy=policy)
        stored_sessions.save_session(tx, replace(session, on_board=on_board))


def test_an_address_is_in_no_row_once_the_invitation_is_sent(
    made: TestHouse, session_id: str
) -> None:
    run_one(made.runtime, ask(made, session_id).id)
    payload = sealing.locked(made.runtime, {ADDRESS: "tom@northside.example"})
    asked = asking.ask(made.runtime, made.actor("sam"), LET_IN, session_id, payload)
    waiting = str(now(made, asked).payload)

    run_one(made.runtime, asked.id)

    assert "tom@" not in waiting
    assert (now(made, asked).state, now(made, asked).payload) == (JobState.DONE, {})
    assert "Miro has accepted the invitation." in now(made, asked).said[0]


def test_an_invitation_that_is_stopped_leaves_no_address_behind(
    made: TestHouse, session_id: str
) -> None:
    run_one(made.runtime, ask(made, session_id).id)
    payload = sealing.locked(made.runtime, {ADDRESS: "tom@northside.example"})
    asked = asking.ask(made.runtime, made.actor("sam"), LET_IN, session_id, payload)

    asking.cancel(made.runtime, made.actor("sam"), asked.id)

    assert (now(made, asked).state, now(made, asked).payload) == (JobState.CANCELLED, {})


@pytest.mark.sqlite_only  # a limit of pages stands for the full disk
def test_a_full_disk_is_said_and_takes_nothing_that_was_asked_for(
    made: TestHouse, session_id: str
) -> None:
    job = ask(made, session_id)

    with a_full_disk(made, session_id), pytest.raises(StorageFailed, match="disk of the server"):
        asking.ask(made.runtime, made.actor("sam"), COLLECT, session_id)

    assert now(made, job).state is JobState.ASKED
    run_one(made.runtime, job.id)
    assert now(made, job).state is JobState.DONE


@contextmanager
def a_full_disk(made: TestHouse, session_id: str) -> Iterator[None]:
    """Leave no room in the database for another job."""
    made.services.db.close()
    with full_disk():
        for length in (500, 0):  # then what is left for a smaller row
            with suppress(StorageFailed):
                for number in count():
                    words = {"board": f"{number} {'x' * length}"}
                    asking.ask(made.runtime, made.actor("sam"), BUILD, session_id, words)
        yield
    made.services.db.close()
