"""A room writes by phone: 60 people, 10 notes each in two minutes, while the live view is open.

Over HTTP on this machine, each person at moments of their own, against processes as they run for
people: on SQLite a web process and a worker, on PostgreSQL two web processes and a worker, which
places every note on a board of the sandbox meanwhile. Nothing may be lost or doubled, here or
there; how long a page takes, and until a note is counted on the live view, is told at p95.
"""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time, sleep
from urllib.parse import urlencode

from connectors.http import HTTP
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.serve import serve
from plugin import building
from plugin.app import create_app
from plugin.config import Settings
from plugin.convene.communities import add_person, start_community, start_partnership
from plugin.convene.sessions import plan_session
from plugin.convene.sign_in import sign_in_as
from plugin.convene.template_files import read_template
from plugin.converse.joining import make_join_code
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.domain.sessions import Session
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.use_cases import Runtime, create_runtime
from tests import databases, postgres
from tests.bench.measures import Measure
from tests.world.phones import KEPT

PEOPLE, NOTES, SECONDS = 60, 10, 120.0
MOST_PAGE_MS, MOST_VIEW_S = 100.0, 1.0
LOOKS_EVERY_S = 0.1
LONGEST_S = 120.0
LOG = "processes.log"
_PRESS = re.compile(r'name="press" value="([^"]+)"')
# A line of a web process's log about a page of people by phone.
_PAGE = re.compile(r'"route": "/(?:j|me)/[^}]*"seconds": ([0-9.]+)')
_ON = {"SQLite": 1, "PostgreSQL": 2}  # how many processes serve its pages


@dataclass
class Served:
    """A session with a board and a code, and the processes that serve it."""

    runtime: Runtime
    session: Session
    code: str
    cookie: str  # of who runs the session
    ports: list[int] = field(default_factory=list)
    running: list[tuple[str, subprocess.Popen[bytes]]] = field(default_factory=list)

    def start(self, *words: str) -> None:
        """Start a `hedgerow` process."""
        settings = self.runtime.settings
        kept = {name: value for name, value in os.environ.items() if name[:9] != "HEDGEROW_"}
        given = {
            "HEDGEROW_DATA": str(settings.data_folder),
            "HEDGEROW_DATABASE_URL": settings.database_url,
            "HEDGEROW_SANDBOX": settings.sandbox_url or "",
            "HEDGEROW_SECRET_KEY": settings.secret,
        }
        with (settings.data_folder / LOG).open("a") as log:
            command = [sys.executable, "-m", "plugin", *words]
            process = subprocess.Popen(command, env=kept | given, stdout=log, stderr=log)
        self.running.append((words[0], process))

    def serve(self, number: int) -> None:
        """Serve the pages by so many processes, and run a worker; return once pages answer."""
        for _ in range(number):
            with socket.create_server(("127.0.0.1", 0)) as free:
                self.ports.append(free.getsockname()[1])
            self.start("web", "--port", str(self.ports[-1]))
        self.start("worker")
        until = monotonic() + LONGEST_S
        while not all(map(_answers, self.ports)):
            assert monotonic() < until, "no page answers"
            sleep(LOOKS_EVERY_S)

    def end(self) -> None:
        """End every process."""
        for _, process in self.running:
            process.terminate()
        for _, process in self.running:
            process.wait(LONGEST_S)

    def spent_s(self) -> dict[str, float]:
        """Return the processor seconds so far, of this machine's Linux, by command."""
        spent: dict[str, float] = {}
        for command, process in self.running:
            spent[command] = spent.get(command, 0.0) + _spent_s(process.pid)
        return spent

    def pages_s(self) -> list[float]:
        """Return how long each page of people by phone took, as the servers themselves say."""
        lines = (self.runtime.settings.data_folder / LOG).read_text().splitlines()
        return [float(found[1]) for found in map(_PAGE.search, lines) if found]

    def counted(self) -> int:
        """Return how many notes the live view counts."""
        with self.runtime.services.db.read() as tx:
            return sum(stored_notes.counts_on_desk(tx, self.session.id).values())

    def stored(self) -> list[str]:
        """Return the words of every note that is stored."""
        with self.runtime.services.db.read() as tx:
            return [each.text or "" for each in stored_notes.notes(tx, self.session.id)]

    def placed(self) -> list[str]:
        """Return the words of every sticky on the board."""
        with self.runtime.services.db.read() as tx:
            board = stored_boards.board(tx, self.session.id)
        assert board is not None
        miro = self.runtime.accounts.miro(self.session.partnership_id)
        return [each.content for each in miro.stickies(board.miro_board_id)]


class Room:
    """The people of a session, and what they saw."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self._lock = threading.Lock()
        self.took_s: list[float] = []
        self.sent_at: list[float] = []

    def write(self, person: int, notes: int, seconds: float) -> None:
        """Join, and write notes at random moments, each sent twice: a lost line, and once more.

        Every request goes to the next process, as behind a proxy that shares them out.
        """
        chance = random.Random(person)  # noqa: S311 - the same moments in every run
        lines = cycle([HTTPConnection("127.0.0.1", each) for each in self.served.ports])
        moments = sorted(chance.uniform(0, seconds) for _ in range(notes))
        began = monotonic()
        mine = self._ask(next(lines), "POST", f"/j/{self.served.code}")[1]
        for number, moment in enumerate(moments):
            sleep(max(0.0, began + moment - monotonic()))
            page = self._ask(next(lines), "GET", f"{mine}/boxes/{KEPT}")[0]
            found = _PRESS.search(page)
            assert found is not None, page
            form = {"note": f"Note {number} of person {person}", "press": found[1]}
            self._ask(next(lines), "POST", f"{mine}/boxes/{KEPT}", form)
            with self._lock:
                self.sent_at.append(monotonic())
            self._ask(next(lines), "POST", f"{mine}/boxes/{KEPT}", form)

    def _ask(
        self, connection: HTTPConnection, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[str, str]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        began = monotonic()
        connection.request(method, path, urlencode(form or {}), headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        spent = monotonic() - began
        assert answer.status < 400, (answer.status, path)
        with self._lock:
            self.took_s.append(spent)
        return body, answer.headers.get("Location", "")


def phones(people: int = PEOPLE, notes: int = NOTES, seconds: float = SECONDS) -> Iterator[Measure]:
    """Let a room write on each database, and look at its live view all the while."""
    for name, processes in _ON.items():
        if name == "SQLite" or postgres.binaries() is not None:
            yield from room_of(name, processes, people, notes, seconds)


def room_of(
    name: str, processes: int, people: int, notes: int, seconds: float
) -> Iterator[Measure]:
    """Let a room write on one database, whose pages so many processes serve."""
    with TemporaryDirectory() as folder, _begun(Path(folder), name) as served:
        served.serve(processes)
        room = Room(served)
        own_s, before = process_time(), served.spent_s()
        seen_at = _written(room, people, notes, seconds)
        own_s = process_time() - own_s
        wanted = people * notes
        stored, placed = served.stored(), _all_placed(served, wanted)
        spent = {name: each - before[name] for name, each in served.spent_s().items()}
        pages_s = served.pages_s()
    what = f"{people} people write {notes} notes each by phone ({name})"
    yield Measure(f"{what}, lost or doubled", amiss(stored, wanted), 0, 0, seconds, unit="rows")
    yield Measure("  on the board, lost or doubled", amiss(placed, wanted), 0, 0, unit="rows")
    yield Measure("  a page of theirs, p95", _p95(room.took_s) * 1e3, None, MOST_PAGE_MS, unit="ms")
    yield Measure("  as its process says, p95", _p95(pages_s) * 1e3, None, MOST_PAGE_MS, unit="ms")
    each = spent["web"] / max(1, len(pages_s)) * 1e3
    yield Measure("  processor time of the pages, each", each, unit="ms")
    yield Measure("  of the worker, a note", spent["worker"] / wanted * 1e3, unit="ms")
    yield Measure("  of phones and sandbox, one process", own_s, unit="s")
    late = [seen - sent for sent, seen in zip(sorted(room.sent_at), seen_at, strict=False)]
    yield Measure("  until it is in view, p95", max(0.0, _p95(late)), None, MOST_VIEW_S, unit="s")


def amiss(found: Sequence[str], wanted: int) -> int:
    """Return how many of `wanted` different texts are missing, or there more than once."""
    return abs(wanted - len(set(found))) + len(found) - len(set(found))


def _all_placed(served: Served, wanted: int) -> list[str]:
    """Return what stands on the board once the worker is through with it."""
    until = monotonic() + LONGEST_S
    while len(placed := served.placed()) < wanted and monotonic() < until:
        sleep(1.0)
    return placed


def _written(room: Room, people: int, notes: int, seconds: float) -> list[float]:
    """Let everybody write; return when the live view could count the first note, the second, ….

    The live view is open all the while, and asks as its page does.
    """
    served = room.served
    writers = [
        threading.Thread(target=room.write, args=(each, notes, seconds)) for each in range(people)
    ]
    for each in writers:
        each.start()
    seen_at: list[float] = []
    while len(seen_at) < people * notes:
        assert _look(served) == 200
        number = served.counted()
        seen_at += [monotonic()] * (number - len(seen_at))
        if not any(each.is_alive() for each in writers) and number >= len(room.sent_at):
            break
        sleep(LOOKS_EVERY_S)
    for each in writers:
        each.join()
    return seen_at


def _look(served: Served) -> int:
    connection = HTTPConnection("127.0.0.1", served.ports[0])
    cookie = {"Cookie": f"hedgerow_session={served.cookie}"}
    connection.request("GET", f"/s/{served.session.id}/live/state", headers=cookie)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", "/j")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def _begun(folder: Path, database: str) -> Iterator[Served]:
    """Begin a group with a session on a board of the sandbox, by the clock of this machine."""
    sandbox = create_sandbox(clock=lambda: datetime.now(UTC))
    server = serve(sandbox)
    server.start()
    with ExitStack() as ends:
        ends.callback(server.stop)
        is_file = database == "SQLite"
        settings = Settings(
            data_folder=folder,
            database_url=databases.with_tables(folder)
            if is_file
            else postgres.cluster().with_tables(),
            base_url="http://127.0.0.1:8420",
            secret="a secret for the bench, too long to be guessed",
            sandbox_url=server.url,
        )
        runtime = create_runtime(settings, http=HTTP())
        ends.callback(runtime.services.db.close)
        session, code, sam = _session(runtime)
        served = Served(
            runtime=runtime,
            session=session,
            code=code,
            cookie=_cookie(runtime, sam),
        )
        ends.callback(served.end)
        yield served


def _session(runtime: Runtime) -> tuple[Session, str, Actor]:
    services = runtime.services
    ours = start_partnership(services, "Tyne Crossing")
    group = start_community(services, OPERATOR, ours.id, "Going home", "How do we decide?")
    who = ("Sam Okafor", "sam@northside.example", Role.FACILITATOR)
    sam = add_person(services, OPERATOR, ours.id, group.id, *who)
    planned = plan_session(services, OPERATOR, group.id, services.today, read_template("T3"))
    building.build(runtime, OPERATOR, planned.id, None)
    return planned, make_join_code(services, OPERATOR, planned.id), sam


def _cookie(runtime: Runtime, who: Actor) -> str:
    """Return the cookie of somebody who is signed in."""
    client = create_app(runtime).test_client()
    begun = sign_in_as(runtime.services, who.person_id)
    assert begun is not None
    with client.session_transaction() as cookie:
        cookie["sign_in"] = begun.token
    kept = client.get_cookie("hedgerow_session")
    assert kept is not None
    return kept.value


def _spent_s(pid: int) -> float:
    """Return the processor seconds of a process and of those that it started."""
    own = Path(f"/proc/{pid}")
    used = (own / "stat").read_text().rpartition(")")[2].split()[11:13]
    started = (own / "task" / str(pid) / "children").read_text().split()
    ticks = sum(map(int, used)) / os.sysconf("SC_CLK_TCK")
    return ticks + sum(_spent_s(int(each)) for each in started)


def _p95(of: Sequence[float]) -> float:
    found = sorted(of)
    return found[int(len(found) * 0.95)] if found else 0.0
