"""Twenty partnerships on one PostgreSQL: three workers and two web servers, each killed in turn."""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
import requests

from plugin.app import create_app
from plugin.convene.communities import add_person
from plugin.convene.sign_in import sign_in_as
from plugin.domain.jobs import Job, JobState
from plugin.domain.people import OPERATOR, Role
from plugin.domain.sessions import Session, SessionState
from plugin.intents import all_unfinished
from plugin.store import communities as stored_communities
from plugin.store import jobs as stored_jobs
from plugin.store import sessions as stored_sessions
from tests.kill.test_workers import answers, free_port
from tests.machines import LATENCY_S, LONGEST_S, Machines, machines

PARTNERSHIPS, BOXES = 20, 11
COLLECTED = 3  # of four notes on a board: one lies in a box that stays there
KILLED_EVERY_S = 2.0
AND_EVERY_CALLS = 30  # on a busy machine a process takes longer to start than two seconds
SEE_OTHER = 303


@dataclass
class Turns:
    """Three workers and two web servers, of which one is killed and started again every while."""

    fleet: Machines
    cookie: str
    ports: tuple[str, str] = field(default_factory=lambda: (free_port(), free_port()))
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    killed: list[int] = field(default_factory=list)
    killed_at: float = field(default_factory=time.monotonic)
    calls: int = 0  # when it was killed

    def __post_init__(self) -> None:
        """Start all; the web servers stand between the workers, so that one of them answers."""
        self.running = [self._start(number) for number in range(5)]
        self.fleet.wait_for(lambda: all(map(answers, self.ports)))

    def ask(self, session: Session, what: str) -> Job:
        """Press a button on a session's page, on whichever server answers."""
        until = time.monotonic() + LONGEST_S
        while True:
            for port in self.ports:
                with suppress(requests.RequestException):
                    answer = requests.post(
                        f"http://127.0.0.1:{port}/s/{session.id}/{what}",
                        headers={"Sec-Fetch-Site": "same-origin"},
                        cookies={"hedgerow_session": self.cookie},
                        allow_redirects=False,
                        timeout=20,
                    )
                    if answer.status_code == SEE_OTHER:
                        return self._asked(answer.headers["Location"].rpartition("/")[2])
            assert time.monotonic() < until, "\n".join(each[-500:] for each in self.fleet.logs())
            time.sleep(0.1)

    def go_on(self) -> None:
        """Kill the next one, where its time has come."""
        calls = len(self.fleet.sandbox.calls)
        is_time = time.monotonic() - self.killed_at > KILLED_EVERY_S
        if not is_time or calls < self.calls + AND_EVERY_CALLS:
            return
        number = len(self.killed) % len(self.running)
        self.running[number].kill()
        self.running[number].wait()
        if port := self._port(number):  # the process that it had begun ends by itself
            self.fleet.wait_for(lambda: is_free(port))
        self.running[number] = self._start(number)
        self.killed.append(number)
        self.killed_at, self.calls = time.monotonic(), calls

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        port = self._port(number)
        return self.fleet.start("web", "--port", port) if port else self.fleet.worker()

    def _port(self, number: int) -> str:
        return self.ports[number // 2] if number % 2 else ""

    def _asked(self, job_id: str) -> Job:
        with self.fleet.runtime.services.db.read() as tx:
            found = stored_jobs.job(tx, job_id)
        assert found
        return found


@pytest.mark.of_make_kill
@pytest.mark.timeout(900)
def test_sessions_of_twenty_partnerships_go_their_way_whatever_is_killed() -> None:
    with machines(PARTNERSHIPS) as fleet:
        turns = Turns(fleet, signed_in_everywhere(fleet))
        planned = [fleet.plan(each) for each in fleet.communities]
        fleet.slow.latency_s = LATENCY_S

        for what in ("build", "collect", "close"):
            asked = []
            for each in planned:
                asked.append(turns.ask(each, what))
                turns.go_on()
            while not all(fleet.job(each).is_over for each in asked):
                turns.go_on()
                time.sleep(0.05)
            assert {fleet.job(each).state for each in asked} == {JobState.DONE}
            if what == "build":
                for each in planned:
                    fleet.write(each)

        assert {*turns.killed} == {*range(5)}
        assert [fleet.boxes(each) for each in planned] == [BOXES] * PARTNERSHIPS
        assert len(fleet.sandbox.miro.boards) == PARTNERSHIPS
        assert [fleet.collected(each) for each in planned] == [COLLECTED] * PARTNERSHIPS
        assert {state(fleet, each) for each in planned} == {SessionState.CLOSED}
        assert all_unfinished(fleet.runtime.services) == ()
        assert fleet.refusals() == 0


def signed_in_everywhere(fleet: Machines) -> str:
    """Return the cookie of somebody who runs the sessions of all groups."""
    services = fleet.runtime.services
    who = ("Sam Okafor", "sam@northside.example", Role.FACILITATOR)
    for each in fleet.communities:
        with services.db.read() as tx:
            group = stored_communities.community(tx, each)
        assert group
        sam = add_person(services, OPERATOR, group.partnership_id, each, *who)
    begun = sign_in_as(services, sam.person_id)
    client = create_app(fleet.runtime).test_client()
    with client.session_transaction() as session:
        assert begun
        session["sign_in"] = begun.token
    kept = client.get_cookie("hedgerow_session")
    assert kept
    return kept.value


def state(fleet: Machines, session: Session) -> SessionState:
    with fleet.runtime.services.db.read() as tx:
        found = stored_sessions.session(tx, session.id)
    assert found
    return found.state


def is_free(port: str) -> bool:
    try:
        socket.create_server(("127.0.0.1", int(port))).close()
    except OSError:
        return False
    return True
