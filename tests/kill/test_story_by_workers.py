"""The demo's story on one PostgreSQL, its jobs done by three workers while one is killed every two
seconds: it comes to the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from flask import Flask

from connectors.sandbox.serve import Server, serve
from plugin.config import Settings
from plugin.demo import environment
from plugin.demo.jobs import StoryJobs
from plugin.demo.story import run_demo
from plugin.domain.jobs import Job, JobState
from plugin.domain.people import Actor
from plugin.errors import NotNow
from plugin.intents import LIKE_A_PAGE, all_unfinished
from plugin.jobs import asking
from plugin.jobs.kinds import KINDS
from plugin.store import phone_stickies
from plugin.use_cases import Runtime
from tests import postgres
from tests.machines import LATENCY_S, LONGEST_S, Slow

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

WORKERS, KILLED_EVERY_S, PORT = 3, 2.0, 8420
AND_EVERY_CALLS = 30  # on a busy machine a process takes longer to start than two seconds
CLOCK_MOVED_S = 60.0
# What was made and read; calls, and what a second run of the same finds, are another matter.
SAME = ("agreement", "permission", "desk", "curated", "notion", "designs", "asks", "returns")
SAME_TOO = ("seen", "participants", "leaks")
KEPT = ("session", "label", "stored", "ignored_blank", "dropped_off_record", "dropped_outside")


class Far(Slow):
    """Vendors far away, who count how often they are asked."""

    calls = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Count, wait, and answer."""
        self.calls += self.latency_s > 0
        return super().__call__(environ, start_response)


@dataclass
class Fleet:
    """Three workers that are told the story's time, and the vendors far away."""

    folder: Path
    slow: list[Far] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    killed: int = 0
    killed_at: float = 0.0
    calls: int = 0  # when it was killed
    attempts: list[int] = field(default_factory=list)
    _ahead_s: float = 0.0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _next: Iterator[int] = field(default_factory=lambda: cycle(range(WORKERS)))

    def served(self, app: Flask, port: int = 0) -> Server:
        """Serve a sandbox that is far away while workers call it."""
        self.slow.append(Far(app.wsgi_app))
        app.wsgi_app = self.slow[0]  # type: ignore[method-assign] # as Flask documents
        return serve(app, port)

    def do(self, runtime: Runtime, is_over: Callable[[], bool]) -> None:
        """Let the workers work until something is over, and kill one every two seconds."""
        self._tell_time(runtime)
        far = self.slow[0]
        far.latency_s = LATENCY_S
        until = time.monotonic() + LONGEST_S
        while not is_over():
            now = time.monotonic()
            assert now < until, "\n".join(each.read_text()[-500:] for each in self._logs())
            is_time = now - self.killed_at > KILLED_EVERY_S
            if is_time and far.calls >= self.calls + AND_EVERY_CALLS:
                number = next(self._next)
                self._kill(number)
                self.workers[number] = self._start(runtime.settings)
                self.killed, self.killed_at, self.calls = self.killed + 1, now, far.calls
            time.sleep(0.05)
        far.latency_s = 0.0

    def end(self) -> None:
        """End every worker."""
        for number in range(len(self.workers)):
            self._kill(number)
        self.workers.clear()

    def _tell_time(self, runtime: Runtime) -> None:
        """Start all workers again where weeks have passed in the story."""
        ahead_s = (runtime.services.now - datetime.now(UTC)).total_seconds()
        if not self.workers or abs(ahead_s - self._ahead_s) > CLOCK_MOVED_S:
            self.end()
            self._ahead_s = ahead_s
            self.workers = [self._start(runtime.settings) for _ in range(WORKERS)]

    def _start(self, settings: Settings) -> subprocess.Popen[bytes]:
        folder = self.folder / f"machine{next(self._numbers)}"
        folder.mkdir(mode=0o700)
        kept = {name: value for name, value in os.environ.items() if name[:9] != "HEDGEROW_"}
        given = {
            "HEDGEROW_DATA": str(folder),
            "HEDGEROW_DATABASE_URL": settings.database_url,
            "HEDGEROW_BASE_URL": settings.base_url,
            "HEDGEROW_NOTION_PARENT": settings.notion_parent or "",
            "HEDGEROW_SANDBOX": settings.sandbox_url or "",
            "HEDGEROW_SECRET_KEY": settings.secret,
            "HEDGEROW_DEMO": "1",
            "HEDGEROW_CLOCK_OFFSET_S": str(int(self._ahead_s)),
        }
        command = [sys.executable, "-m", "plugin", "worker", "--threads", "1"]
        with (folder / "log").open("a") as log:
            return subprocess.Popen(command, env=kept | given, stdout=log, stderr=log)

    def _kill(self, number: int) -> None:
        self.workers[number].kill()
        self.workers[number].wait()

    def _logs(self) -> list[Path]:
        return sorted(self.folder.glob("*/log"))


class JobsOfWorkers(StoryJobs):
    """Leaves the jobs of the story to workers; what they came to is found by doing them again."""

    def __init__(self, fleet: Fleet, runtime: Runtime) -> None:
        super().__init__(runtime)
        self._fleet = fleet

    def run(
        self, actor: Actor, kind: str, subject: str, payload: Mapping[str, Any] | None = None
    ) -> Any:
        """Ask for a job and let workers do it; return what doing it once more returns."""
        job = asking.ask(self.runtime, actor, kind, subject, payload)
        self._fleet.do(self.runtime, lambda: self._now(job).is_over)
        self._count(self._now(job))
        assert all_unfinished(self.runtime.services) == ()
        return self._again(actor, kind, job)

    def place_notes(self, session_id: str) -> int:
        """Wait until the workers, who heard of the notes as they were written, brought them."""
        db = self.runtime.services.db

        def is_over() -> bool:
            with db.read() as tx:
                return session_id not in phone_stickies.sessions_with_work(tx)

        with db.read() as tx:
            number = len(phone_stickies.stickies(tx, session_id))
        self._fleet.do(self.runtime, is_over)
        return number

    def _again(self, actor: Actor, kind: str, job: Job) -> Any:
        """Do a job that is done; whoever was killed beside it keeps a lease until that ends."""
        until = time.monotonic() + LONGEST_S
        while True:
            try:
                return KINDS[kind].run(self.runtime, actor, job, LIKE_A_PAGE).value
            except NotNow:
                assert time.monotonic() < until
                time.sleep(1)

    def _count(self, ended: Job) -> None:
        assert ended.state is JobState.DONE, ended.problem
        self._fleet.attempts.append(ended.attempts)
        self.done += 1
        self.retried += ended.attempts - 1


@pytest.mark.of_make_kill
@pytest.mark.timeout(900)
def test_the_story_comes_to_the_same_while_a_worker_is_killed_every_two_seconds(
    tmp_path: Path,
) -> None:
    server = postgres.cluster()
    made, fleet = server.made(), Fleet(tmp_path)
    quiet = told(tmp_path / "quiet", server.empty())

    with (
        patch.object(environment, "StoryJobs", partial(JobsOfWorkers, fleet)),
        patch.object(environment, "serve", fleet.served),
    ):
        try:
            found = told(tmp_path / "killed", server.empty())
        finally:
            fleet.end()

    assert {name: found[name] for name in (*SAME, *SAME_TOO)} == {
        name: quiet[name] for name in (*SAME, *SAME_TOO)
    }
    assert [kept(each) for each in found["captures"]] == [kept(each) for each in quiet["captures"]]
    assert (found["jobs"]["done"], found["jobs"]["failed"]) == (quiet["jobs"]["done"], 0)
    assert fleet.killed >= WORKERS
    assert max(fleet.attempts) > 1
    server.drop_all_but(made)


def told(folder: Path, database: str) -> Mapping[str, Any]:
    """Tell the story, and return its report."""
    report = folder.with_suffix(".json")
    assert run_demo(folder, report, serve=False, port=PORT, database=database) == 0
    found: Mapping[str, Any] = json.loads(report.read_text())
    return found


def kept(capture: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a collecting found, without what another one found before it."""
    return {name: capture[name] for name in KEPT}
