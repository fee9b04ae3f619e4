"""PostgreSQL vanishes while workers work: they wait, and go on by themselves when it is back."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from plugin.domain.jobs import JobState
from plugin.intents import all_unfinished
from plugin.jobs.session_jobs import BUILD
from tests.machines import LATENCY_S, Machines, machines
from tests.postgres import Cluster, cluster

BOXES = 11
CANNOT = "A job could not be run or ended"


@pytest.fixture
def server() -> Iterator[Cluster]:
    own = Cluster(cluster().programs, {"synchronous_commit": "on"})
    yield own
    own.remove()


@pytest.fixture
def fleet(server: Cluster) -> Iterator[Machines]:
    with machines(2, server) as found:
        found.slow.latency_s = LATENCY_S
        yield found


@pytest.mark.of_make_kill
@pytest.mark.timeout(600)
@pytest.mark.parametrize("returns", ["at once", "when everybody has noticed"])
def test_workers_go_on_when_the_database_that_vanished_is_back(
    server: Cluster, fleet: Machines, returns: str
) -> None:
    planned = [fleet.plan(each) for each in fleet.communities]
    workers = [fleet.worker() for _ in planned]
    jobs = [fleet.ask(BUILD, each) for each in planned]
    fleet.wait_for(lambda: all(fleet.job(each).phases for each in jobs))

    server.stop(signal.SIGQUIT)
    if returns != "at once":
        fleet.wait_for(lambda: all(CANNOT in each for each in fleet.logs()))
    server.start()
    fleet.wait(jobs)

    assert [fleet.job(each).state for each in jobs] == [JobState.DONE] * 2
    assert [fleet.boxes(each) for each in planned] == [BOXES] * 2
    assert len(fleet.sandbox.miro.boards) == len(planned)
    assert all_unfinished(fleet.runtime.services) == ()
    assert [each.poll() for each in workers] == [None, None]
