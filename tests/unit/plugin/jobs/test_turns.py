"""However much one partnership asks for, another's job is the next that begins."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.jobs import Job, JobState
from plugin.domain.people import OPERATOR
from plugin.jobs.periodic_jobs import NAMES
from plugin.jobs.running import ready, run_next
from plugin.jobs.session_jobs import COLLECT
from plugin.store import jobs as stored_jobs
from tests.unit.plugin.web.house import TestHouse, make_house


def ask(made: TestHouse, kind: str, subject: str) -> str:
    made.clock.now += timedelta(seconds=1)
    services = made.services
    job = Job(
        id=services.new_id(), kind=kind, subject=subject, asked_by=None, asked_at=services.now
    )
    with services.db.begin() as tx:
        return stored_jobs.ask(tx, job).id


def flood(made: TestHouse, number: int) -> list[str]:
    day, template = date(2026, 12, 16), read_template("T3")
    planned = [
        plan_session(made.services, OPERATOR, made.community.id, day, template)
        for _ in range(number)
    ]
    return [ask(made, COLLECT, each.id) for each in planned]


def begin(made: TestHouse, job_id: str) -> None:
    made.clock.now += timedelta(seconds=1)
    with made.services.db.begin() as tx:
        assert stored_jobs.claim(tx, job_id, "a worker", 2e10, made.services.now, 1e9)


def begin_and_end(made: TestHouse, job_id: str) -> None:
    begin(made, job_id)
    with made.services.db.begin() as tx:
        stored_jobs.finish(tx, _job(made, job_id), JobState.DONE, made.services.now)


def test_a_flood_of_one_partnership_lets_the_job_of_another_begin_next(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    first, *others = flood(made, 4)
    begin(made, first)

    theirs = ask(made, "sync", made.elsewhere.id)

    assert [each.id for each in ready(made.runtime)] == [theirs, *others]


def test_partnerships_take_turns_whoever_asked_first(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    ours = flood(made, 3)
    theirs = ask(made, "sync", made.elsewhere.id)
    for job_id in (ours[0], theirs):
        begin_and_end(made, job_id)
    again = ask(made, "preview", made.elsewhere.id)

    before = [each.id for each in ready(made.runtime)]
    begin_and_end(made, ours[1])

    assert before == [*ours[1:], again]
    assert [each.id for each in ready(made.runtime)] == [again, ours[2]]


def _job(made: TestHouse, job_id: str) -> Job:
    with made.services.db.read() as tx:
        found = stored_jobs.job(tx, job_id)
    assert found
    return found


def test_a_message_runs_the_job_whose_turn_it_is(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    made.runs_at_once = False
    ours = flood(made, 2)
    begin(made, ours[0])
    theirs = ask(made, NAMES, NAMES)

    run_next(made.runtime, ours[1])

    assert _job(made, theirs).is_over
    assert not _job(made, ours[1]).is_over
