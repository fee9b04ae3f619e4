"""Real workers and a real server: whichever is ended, nothing is lost and nothing is doubled."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
import requests

from connectors.http import HTTP
from plugin.convene.sessions import plan_session
from plugin.convene.sign_in import sign_in_as
from plugin.convene.template_files import read_template
from plugin.domain.jobs import Job, JobState
from plugin.intents import all_unfinished
from plugin.jobs import asking
from plugin.jobs.queue import with_queue
from plugin.jobs.session_jobs import BUILD
from plugin.store import boards as stored_boards
from plugin.store import jobs as stored_jobs
from tests import databases
from tests.kill.served import Served, ShownClock, serve_one
from tests.unit.plugin.web.house import TestHouse, make_house

LONGEST_S = 120  # a busy machine is slow to start a process
LATER_THAN_THE_BOARD = 8  # the call of a build at which several boxes are made


@dataclass
class Place:
    """A Hedgerow beside a served sandbox, and the processes that tests start for it."""

    made: TestHouse
    served: Served
    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *words: str, folder: Path | None = None) -> subprocess.Popen[bytes]:
        kept = {name: value for name, value in os.environ.items() if name[:9] != "HEDGEROW_"}
        given = {
            "HEDGEROW_DATA": str(folder or self.folder),
            "HEDGEROW_DATABASE_URL": self.made.runtime.settings.database_url,
            "HEDGEROW_SANDBOX": self.served.server.url,
            "HEDGEROW_SECRET_KEY": self.made.runtime.settings.secret,
        }
        with (self.folder / "hedgerow.log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "plugin", *words],
                env=kept | given,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def ask(self) -> Job:
        """Plan a session and ask for its board, as a page does."""
        made, sam = self.made, self.made.actor("sam")
        template = read_template("T3")
        planned = plan_session(made.services, sam, made.community.id, made.services.today, template)
        return asking.ask(with_queue(made.runtime), sam, BUILD, planned.id)

    def job(self, job: Job) -> Job:
        with self.made.services.db.read() as tx:
            found = stored_jobs.job(tx, job.id)
        assert found
        return found

    def is_done(self, job: Job) -> bool:
        return self.job(job).state is JobState.DONE

    def boxes(self, job: Job) -> int:
        with self.made.services.db.read() as tx:
            board = stored_boards.board(tx, job.subject)
        assert board
        miro = self.made.runtime.accounts.miro(self.made.partnership.id)
        return sum(item.type == "frame" for item in miro.items(board.miro_board_id))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    clock = ShownClock(datetime.now(UTC).date())
    served = serve_one(clock)
    made = make_house(tmp_path, http=HTTP(), sandbox_url=served.server.url)
    made.runs_at_once = False
    here = Place(made, served, tmp_path)
    with ExitStack() as ends:
        ends.callback(served.server.stop)
        ends.callback(made.services.db.close)
        ends.callback(_end_all, here.started)
        ends.callback(served.switch.go_on.set)
        yield here


@pytest.mark.every_day
def test_a_worker_is_killed_while_it_builds_and_another_finishes(place: Place) -> None:
    switch = place.served.switch
    switch.number, switch.moment = LATER_THAN_THE_BOARD, "hold"
    first = place.start("worker")
    job = place.ask()
    wait_for(switch.held.is_set, place)

    first.kill()
    first.wait()
    half_way = place.job(job)
    place.start("worker")
    switch.go_on.set()  # what was on its way arrives after its sender's end
    wait_for(lambda: place.is_done(job), place)

    assert half_way.state is JobState.RUNNING
    assert place.job(job).attempts == 2
    assert place.boxes(job) == 11


@pytest.mark.every_day
def test_two_workers_share_the_work_and_nothing_is_done_twice(place: Place) -> None:
    switch = place.served.switch
    switch.number, switch.moment = LATER_THAN_THE_BOARD, "hold"
    place.start("worker", "--threads", "1")
    first = place.ask()
    wait_for(switch.held.is_set, place)

    # PostgreSQL lets it be another machine's: nothing but the database is shared.
    elsewhere = place.folder if databases.is_sqlite() else place.folder / "elsewhere"
    place.start("worker", "--threads", "1", folder=elsewhere)
    others = [place.ask() for _ in range(2)]
    wait_for(lambda: all(map(place.is_done, others)), place)
    half_way = place.job(first)
    switch.go_on.set()
    wait_for(lambda: place.is_done(first), place)

    ended = [place.job(each) for each in (first, *others)]
    assert half_way.state is JobState.RUNNING
    assert {each.attempts for each in ended} == {1}
    assert ended[0].owner.rpartition(" ")[0] != ended[1].owner.rpartition(" ")[0]
    assert [place.boxes(each) for each in ended] == [11] * 3


def test_a_worker_that_is_told_to_end_stops_between_two_steps(place: Place) -> None:
    switch = place.served.switch
    switch.number, switch.moment = LATER_THAN_THE_BOARD, "hold"
    first = place.start("worker")
    job = place.ask()
    wait_for(switch.held.is_set, place)

    first.terminate()
    time.sleep(0.5)
    switch.go_on.set()
    first.wait(20)
    waiting = place.job(job)
    place.start("worker")
    wait_for(lambda: place.is_done(job), place)

    assert (waiting.state, waiting.attempts) == (JobState.ASKED, 0)
    assert place.boxes(job) == 11


def test_a_worker_that_is_told_to_end_hands_back_what_comes_to_no_step(place: Place) -> None:
    switch = place.served.switch
    switch.number, switch.moment = LATER_THAN_THE_BOARD, "hold"
    first = place.start("worker")
    job = place.ask()
    wait_for(switch.held.is_set, place)

    first.terminate()
    first.wait(LONGEST_S)
    waiting, is_held = place.job(job), not switch.go_on.is_set()
    place.start("worker")
    switch.go_on.set()  # what was on its way arrives after its sender's end
    wait_for(lambda: place.is_done(job), place)

    assert (first.returncode, is_held) == (0, True)
    assert (waiting.state, waiting.attempts) == (JobState.ASKED, 0)
    assert place.boxes(job) == 11


def test_a_job_that_no_queue_brought_is_found_when_a_worker_starts(place: Place) -> None:
    job = place.ask()
    (place.folder / "hedgerow-queue.db").unlink(missing_ok=not databases.is_sqlite())

    place.start("worker")
    wait_for(lambda: place.is_done(job), place)

    assert place.boxes(job) == 11


def test_serve_starts_again_what_ends_and_takes_all_with_it(place: Place) -> None:
    port = free_port()
    serve = place.start("serve", "--port", port)
    wait_for(lambda: answers(port), place)
    worker = child(serve, "worker")

    os.kill(worker, signal.SIGKILL)
    job = place.ask()
    wait_for(lambda: place.is_done(job), place)
    children = [child(serve, "worker"), child(serve, "web")]
    serve.terminate()
    serve.wait(LONGEST_S)

    assert place.boxes(job) == 11
    assert serve.returncode == 0
    assert not any(map(runs, children))
    assert not answers(port)


def test_nothing_outlives_a_server_that_is_killed(place: Place) -> None:
    port = free_port()
    serve = place.start("serve", "--port", port)
    wait_for(lambda: answers(port), place)
    children = [child(serve, "worker"), child(serve, "web")]

    serve.kill()
    serve.wait()

    wait_for(lambda: not any(map(runs, children)), place)
    assert not answers(port)


@pytest.mark.parametrize("victim", ["web", "worker", "serve"])
def test_whatever_is_killed_at_whatever_moment_nothing_is_lost_or_doubled(
    place: Place, victim: str
) -> None:
    moments = Random(victim)  # noqa: S311 - always the same moments
    port = free_port()
    serve = place.start("serve", "--port", port)
    wait_for(lambda: answers(port), place)
    jobs = [place.ask() for _ in range(2)]

    for _ in range(2):
        time.sleep(moments.uniform(0.05, 1.5))
        if victim == "serve":
            children = [child(serve, "worker"), child(serve, "web")]
            serve.kill()
            serve.wait()
            wait_for(lambda ended=children: not any(map(runs, ended)), place)
            serve = place.start("serve", "--port", port)
        else:
            kill_child(serve, victim)
        wait_for(lambda: answers(port), place)

    wait_for(lambda: all(map(place.is_done, jobs)), place)
    assert [place.boxes(job) for job in jobs] == [11, 11]
    assert all_unfinished(place.made.services) == ()


def test_a_page_that_is_followed_does_not_hold_the_end_up(place: Place) -> None:
    place.served.switch.number, place.served.switch.moment = LATER_THAN_THE_BOARD, "hold"
    port = free_port()
    serve = place.start("serve", "--port", port)
    wait_for(lambda: answers(port), place)
    job = place.ask()
    address = f"http://127.0.0.1:{port}/jobs/{job.id}/events"
    begun = sign_in_as(place.made.services, place.made.people["sam"].person_id)
    assert begun is not None
    cookie = place.made.app.session_interface.get_signing_serializer(place.made.app)
    assert cookie is not None
    cookies = {"hedgerow_session": cookie.dumps({"sign_in": begun.token})}
    with requests.get(address, cookies=cookies, stream=True, timeout=20) as stream:
        first = next(stream.iter_lines())
        serve.terminate()
        rest = list(stream.iter_lines())
        serve.wait(LONGEST_S)

    assert first == b"retry: 250"
    assert {line.split(b":")[0] for line in rest} <= {b"", b"event", b"data"}
    assert "did not end in time" not in (place.folder / "hedgerow.log").read_text()


def test_a_process_that_does_not_end_is_killed_and_holds_no_end_up(place: Place) -> None:
    port = free_port()
    serve = place.start("serve", "--port", port)
    wait_for(lambda: answers(port), place)
    worker = child(serve, "worker")
    wait_for(lambda: catches(worker, signal.SIGTERM), place)  # before, even a stopped process dies

    os.kill(worker, signal.SIGSTOP)
    serve.terminate()
    serve.wait(LONGEST_S)

    assert serve.returncode == 0
    assert not runs(worker)
    assert "worker did not end in time" in (place.folder / "hedgerow.log").read_text()


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def kill_child(serve: subprocess.Popen[bytes], word: str) -> None:
    """Kill what `serve` started with a word, unless it is just being started again."""
    with suppress(StopIteration, ProcessLookupError, FileNotFoundError):
        os.kill(child(serve, word), signal.SIGKILL)


def wait_for(seen: Callable[[], bool], place: Place) -> None:
    until = time.monotonic() + LONGEST_S
    while not seen():
        assert time.monotonic() < until, (place.folder / "hedgerow.log").read_text()
        time.sleep(0.1)


def answers(port: str) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/sign-in", timeout=20).ok
    except requests.ConnectionError:
        return False


def child(parent: subprocess.Popen[bytes], word: str) -> int:
    """Return the number of the process that `hedgerow serve` started with a word."""
    found = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    lines = {int(each): Path(f"/proc/{each}/cmdline").read_bytes().split(b"\0") for each in found}
    return next(number for number, line in lines.items() if word.encode() in line)


def catches(number: int, signal_of: signal.Signals) -> bool:
    """Tell whether a process has a handler of its own for a signal by now (proc(5), `SigCgt`)."""
    status = Path(f"/proc/{number}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) & 1 << signal_of - 1)


def runs(number: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def _end_all(started: list[subprocess.Popen[bytes]]) -> None:
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(30)
