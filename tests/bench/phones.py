"""A room writes by phone: 60 people, 10 notes each in two minutes, while the live view is open.

Over HTTP on this machine, each person at moments of their own. Nothing may be lost or doubled; how
long a page takes, and until a note is counted on the live view, is told at p95.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from urllib.parse import urlencode

from werkzeug.serving import make_server

from plugin.domain.sessions import Session
from plugin.store import notes as stored_notes
from tests.bench.measures import Measure
from tests.world import World, make_world
from tests.world.phones import KEPT, make_code, without_board

PEOPLE, NOTES, SECONDS = 60, 10, 120.0
MOST_PAGE_MS, MOST_VIEW_S = 100.0, 1.0
LOOKS_EVERY_S = 0.1
_PRESS = re.compile(r'name="press" value="([^"]+)"')


class Room:
    """A session with a code, served over HTTP, and what its people saw."""

    def __init__(self, world: World, port: int) -> None:
        self.session: Session = without_board(world)
        self.code = make_code(world, self.session)
        self.port = port
        self._lock = threading.Lock()
        self.took_s: list[float] = []
        self.sent_at: list[float] = []

    def write(self, person: int, notes: int, seconds: float) -> None:
        """Join, and write notes at random moments, each sent twice: a lost line, and once more."""
        chance = random.Random(person)  # noqa: S311 - the same moments in every run
        connection = HTTPConnection("127.0.0.1", self.port)
        moments = sorted(chance.uniform(0, seconds) for _ in range(notes))
        began = monotonic()
        mine = self._ask(connection, "POST", f"/j/{self.code}")[1]
        for number, moment in enumerate(moments):
            sleep(max(0.0, began + moment - monotonic()))
            page = self._ask(connection, "GET", f"{mine}/boxes/{KEPT}")[0]
            found = _PRESS.search(page)
            assert found is not None, page
            form = {"note": f"Note {number} of person {person}", "press": found[1]}
            self._ask(connection, "POST", f"{mine}/boxes/{KEPT}", form)
            with self._lock:
                self.sent_at.append(monotonic())
            self._ask(connection, "POST", f"{mine}/boxes/{KEPT}", form)
        connection.close()

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
    """Let a room write, and look at its live view all the while."""
    with TemporaryDirectory() as folder:
        world = make_world(Path(folder))
        with _served(world) as port:
            room = Room(world, port)
            seen_at = _written(world, room, people, notes, seconds)
        with world.services.db.read() as tx:
            texts = [each.text for each in stored_notes.notes(tx, room.session.id)]
        world.services.db.close()
    name = f"{people} people write {notes} notes each by phone"
    wanted = people * notes
    amiss = abs(wanted - len(set(texts))) + len(texts) - len(set(texts))
    yield Measure(f"{name}, lost or doubled", amiss, 0, 0, seconds, unit="rows")
    yield Measure("  a page of theirs, p95", _p95(room.took_s) * 1e3, None, MOST_PAGE_MS, unit="ms")
    late = [seen - sent for sent, seen in zip(sorted(room.sent_at), seen_at, strict=False)]
    yield Measure("  until it is in view, p95", max(0.0, _p95(late)), None, MOST_VIEW_S, unit="s")


def _written(world: World, room: Room, people: int, notes: int, seconds: float) -> list[float]:
    """Let everybody write; return when the live view could count the first note, the second, ….

    The live view is open all the while, and asks as its page does.
    """
    view, state = world.as_("sam"), f"/s/{room.session.id}/live/state"
    writers = [
        threading.Thread(target=room.write, args=(each, notes, seconds)) for each in range(people)
    ]
    for each in writers:
        each.start()
    seen_at: list[float] = []
    while len(seen_at) < people * notes:
        assert view.get(state).status_code == 200
        with world.services.db.read() as tx:
            number = sum(stored_notes.counts_on_desk(tx, room.session.id).values())
        seen_at += [monotonic()] * (number - len(seen_at))
        if not any(each.is_alive() for each in writers) and number >= len(room.sent_at):
            break
        sleep(LOOKS_EVERY_S)
    for each in writers:
        each.join()
    return seen_at


@contextmanager
def _served(world: World) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()


def _p95(of: Sequence[float]) -> float:
    found = sorted(of)
    return found[int(len(found) * 0.95)] if found else 0.0
