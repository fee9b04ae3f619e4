"""Several processes on one PostgreSQL, as on several machines: workers, web servers, a slow vendor.

Nothing but the database is shared: every process has a data folder of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from connectors.http import HTTP
from connectors.sandbox.app import Sandbox, create_sandbox
from connectors.sandbox.people.miro_edits import NotePosition, add_note, typed
from connectors.sandbox.serve import serve
from plugin import building
from plugin.config import Settings
from plugin.convene.communities import start_community, start_partnership
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.jobs import Job
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.jobs import asking
from plugin.store import boards as stored_boards
from plugin.store import jobs as stored_jobs
from plugin.store import notes as stored_notes
from plugin.use_cases import Runtime, create_runtime
from tests.postgres import Cluster, cluster

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LATENCY_S = 0.12
LONGEST_S = 300.0  # a busy machine is slow to start a process
NOTES = 4  # on each board
TOO_MANY = 429


class Slow:
    """Answers as a vendor far away: every call takes a while, however short it is."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner
        self.latency_s = 0.0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Wait, then answer."""
        time.sleep(self.latency_s)
        return self._inner(environ, start_response)


@dataclass
class Machines:
    """Partnerships on one database, and the processes that work for them."""

    runtime: Runtime
    sandbox: Sandbox
    slow: Slow
    folder: Path
    communities: tuple[str, ...] = ()
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a `hedgerow` process with a data folder of its own."""
        folder = self.folder / f"machine{len(list(self.folder.iterdir()))}"
        folder.mkdir(mode=0o700)
        kept = {name: value for name, value in os.environ.items() if name[:9] != "HEDGEROW_"}
        settings = self.runtime.settings
        given = {
            "HEDGEROW_DATA": str(folder),
            "HEDGEROW_DATABASE_URL": settings.database_url,
            "HEDGEROW_SANDBOX": settings.sandbox_url or "",
            "HEDGEROW_SECRET_KEY": settings.secret,
        }
        with (folder / "log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "plugin", *words], env=kept | given, stdout=log, stderr=log
            )
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker that does one thing at a time."""
        return self.start("worker", "--threads", "1")

    def logs(self) -> list[str]:
        """Return what each process said."""
        return [each.read_text() for each in sorted(self.folder.glob("*/log"))]

    def end(self) -> None:
        """End every process."""
        for process in self.running:
            process.kill()
            process.wait()
        self.running.clear()

    def plan(self, community_id: str) -> Session:
        """Plan a session of a community."""
        services, template = self.runtime.services, read_template("T3")
        return plan_session(services, OPERATOR, community_id, services.today, template)

    def build(self, community_id: str) -> Session:
        """Plan a session with a board and notes on it, at once."""
        planned = self.plan(community_id)
        building.build(self.runtime, OPERATOR, planned.id, None)
        self.write(planned)
        return planned

    def write(self, session: Session) -> None:
        """Have somebody write notes on the board of a session."""
        with self.runtime.services.db.read() as tx:
            stored = stored_boards.board(tx, session.id)
        assert stored
        board = self.sandbox.miro.board(stored.miro_board_id)
        frames = [frame.id for frame in board.frames()]
        for each in range(NOTES):
            spot = NotePosition(frames[each % len(frames)], 200, 200)
            add_note(self.sandbox.miro, board, board.owner, typed(f"Note {each}."), "yellow", spot)

    def ask(self, kind: str, session: Session) -> Job:
        """Ask for a job, as a page does."""
        return asking.ask(self.runtime, OPERATOR, kind, session.id)

    def job(self, job: Job) -> Job:
        """Return a job as it is now."""
        with self.runtime.services.db.read() as tx:
            found = stored_jobs.job(tx, job.id)
        assert found
        return found

    def wait(self, jobs: Sequence[Job]) -> None:
        """Wait until all of these are over."""
        self.wait_for(lambda: all(self.job(each).is_over for each in jobs))

    def wait_for(self, seen: Callable[[], bool]) -> None:
        """Wait until something is so."""
        until = time.monotonic() + LONGEST_S
        while not seen():
            assert time.monotonic() < until, "\n".join(each[-500:] for each in self.logs())
            time.sleep(0.05)

    def collected(self, session: Session) -> int:
        """Return how many notes of a session are stored."""
        with self.runtime.services.db.read() as tx:
            return len(stored_notes.notes(tx, session.id))

    def boxes(self, session: Session) -> int:
        """Return how many boxes lie on the board of a session."""
        with self.runtime.services.db.read() as tx:
            stored = stored_boards.board(tx, session.id)
        assert stored
        return len(self.sandbox.miro.board(stored.miro_board_id).frames())

    def refusals(self) -> int:
        """Return how many calls a vendor refused since a credential had used up its limit."""
        return sum(call.status == TOO_MANY for call in self.sandbox.calls.since())


@contextmanager
def machines(partnerships: int, own: Cluster | None = None) -> Iterator[Machines]:
    """Begin so many partnerships, each with one community; the vendor answers at once meanwhile.

    Their database is a new one of `own`, or of the PostgreSQL of all tests.
    """
    app = create_sandbox(clock=lambda: datetime.now(UTC))
    slow = Slow(app.wsgi_app)
    app.wsgi_app = slow  # type: ignore[method-assign] # Flask's documented way to add middleware
    server = serve(app)
    server.start()
    with ExitStack() as ends, TemporaryDirectory() as name:
        ends.callback(server.stop)
        settings = Settings(
            data_folder=Path(name),
            database_url=(own or cluster()).with_tables(),
            base_url="http://127.0.0.1:8420",
            secret="a secret for machines, too long to be guessed",
            sandbox_url=server.url,
        )
        runtime = create_runtime(settings, http=HTTP())
        ends.callback(runtime.services.db.close)
        found = Machines(runtime, app.extensions["hedgerow_sandbox"], slow, Path(name))
        ends.callback(found.end)
        found.communities = tuple(_community(runtime, each) for each in range(partnerships))
        yield found


def _community(runtime: Runtime, number: int) -> str:
    services = runtime.services
    ours = start_partnership(services, f"Partnership {number}")
    return start_community(services, OPERATOR, ours.id, f"Group {number}", "How do we go on?").id
