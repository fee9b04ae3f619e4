"""Several machines on one PostgreSQL: whichever dies, and whoever floods them, all work is done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import cycle

import pytest

from plugin.domain.jobs import Job, JobState
from plugin.intents import all_unfinished
from plugin.jobs.session_jobs import BUILD, CLOSE, COLLECT
from plugin.store import sessions as stored_sessions
from tests.kill.test_workers import answers, free_port
from tests.machines import LATENCY_S, Machines, machines

BOXES = 11
COLLECTED = 3  # of four notes on a board: one lies in a box that stays there
KILLED_EVERY_S = 2.0
AND_EVERY_CALLS = 30  # on a busy machine a process takes longer to start than two seconds


@pytest.fixture
def fleet() -> Iterator[Machines]:
    with machines(3) as found:
        yield found


def test_a_session_goes_its_way_while_a_worker_is_killed_every_two_seconds(fleet: Machines) -> None:
    fleet.slow.latency_s = LATENCY_S
    planned = [fleet.plan(each) for each in fleet.communities]
    workers = [fleet.worker() for _ in range(3)]
    next_one = cycle(range(3))

    for kind in (BUILD, COLLECT, CLOSE):
        jobs = [fleet.ask(kind, each) for each in planned]
        killed_at, calls = time.monotonic(), len(fleet.sandbox.calls)
        while not all(fleet.job(each).is_over for each in jobs):
            is_late = time.monotonic() - killed_at > KILLED_EVERY_S
            if is_late and len(fleet.sandbox.calls) >= calls + AND_EVERY_CALLS:
                number = next(next_one)
                workers[number].kill()
                workers[number].wait()
                workers[number] = fleet.worker()
                killed_at, calls = time.monotonic(), len(fleet.sandbox.calls)
            time.sleep(0.05)
        assert {fleet.job(each).state for each in jobs} == {JobState.DONE}
        if kind == BUILD:
            for each in planned:
                fleet.write(each)

    assert [fleet.boxes(each) for each in planned] == [BOXES] * 3
    assert [fleet.collected(each) for each in planned] == [COLLECTED] * 3
    assert all_unfinished(fleet.runtime.services) == ()
    assert fleet.refusals() == 0


def test_a_flood_of_one_partnership_delays_another_by_one_job_at_most(fleet: Machines) -> None:
    flooding, other = fleet.communities[:2]
    many = [fleet.build(flooding) for _ in range(5)]
    own = fleet.build(other)
    fleet.slow.latency_s = LATENCY_S
    flood = [fleet.ask(COLLECT, each) for each in many]
    fleet.worker()
    fleet.wait_for(lambda: any(fleet.job(each).started_at for each in flood))

    asked = fleet.ask(COLLECT, own)
    fleet.wait([asked, *flood])

    assert begun_between(fleet, flood, asked) <= 1
    assert fleet.refusals() == 0


def test_whichever_of_two_web_servers_is_killed_the_other_answers(fleet: Machines) -> None:
    ports = [free_port(), free_port()]
    servers = [fleet.start("web", "--port", port) for port in ports]
    fleet.wait_for(lambda: all(map(answers, ports)))
    session = fleet.build(fleet.communities[0])
    job = fleet.ask(COLLECT, session)
    fleet.worker()

    servers[0].kill()
    servers[0].wait()

    assert answers(ports[1])
    fleet.wait([job])
    with fleet.runtime.services.db.read() as tx:
        assert stored_sessions.last_capture(tx, session.id) is not None


def begun_between(fleet: Machines, flood: list[Job], asked: Job) -> int:
    """Return how many jobs of a flood began after another was asked for and before it began."""
    began = fleet.job(asked).started_at
    assert began
    starts = [fleet.job(each).started_at for each in flood]
    return sum(asked.asked_at < each < began for each in starts if each)
