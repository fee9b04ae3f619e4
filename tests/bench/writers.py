"""What clients that write at the same time wait for, and how often one is refused: never.

Each client has a board of its own and works as a run does: it takes the lease, records and closes
writes, gives the lease back; every tenth also empties the log, as collecting does. They are threads
of several processes, as a server and the commands beside it are, or as two web processes are on one
PostgreSQL, which waits for the disk here as it does elsewhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic, perf_counter
from typing import Any
from uuid import uuid4

from plugin import intents
from plugin.errors import NotNow
from plugin.store.database import Database
from plugin.store.services import Services
from tests import postgres
from tests.bench.measures import REFUSALS, Measure

SECONDS, PROCESSES, WRITES_A_RUN, ERASES_EVERY = 10.0, 2, 3, 10
MOST_P95_S, MOST_P95_S_ON_POSTGRESQL = 0.8, 0.4
WAITS_FOR_DISK = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def writing(clients: Sequence[int], seconds: float = SECONDS) -> Iterator[Measure]:
    """Let so many clients write for some seconds; every number has a database of its own."""
    for number in clients:
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'hedgerow.db'}"
            yield from _of(number, seconds, url, MOST_P95_S)


def on_postgresql(number: int, seconds: float = SECONDS) -> Iterator[Measure]:
    """Let so many clients write on a PostgreSQL, where there is one."""
    programs = postgres.binaries()
    if programs is None:
        return
    server = postgres.Cluster(programs, WAITS_FOR_DISK)
    try:
        yield from _of(number, seconds, server.empty(), MOST_P95_S_ON_POSTGRESQL)
    finally:
        server.remove()


def _of(number: int, seconds: float, url: str, most_p95_s: float) -> Iterator[Measure]:
    database = Database(url)
    database.upgrade()
    database.close()
    began = perf_counter()
    found = _apart(number, seconds, url)
    spent = perf_counter() - began
    where = ", PostgreSQL" if url.startswith("postgresql") else ""
    name = f"{number} clients writing, {PROCESSES} processes{where}"
    refused = sum(each["refused"] for each in found)
    yield Measure(name, refused, 0, 0, spent, unit=REFUSALS)
    a_second = sum(len(each["took_s"]) for each in found) / seconds
    yield Measure(f"  runs a second, {WRITES_A_RUN} writes each", a_second, unit="a second")
    took_s = sorted(each for process in found for each in process["took_s"])
    p95_s = took_s[int(len(took_s) * 0.95)] if took_s else 0.0
    yield Measure("  p95 of them", p95_s, at_most=most_p95_s, unit="s")
    yield Measure("  the longest of them", max(took_s, default=0.0), unit="s")


def _apart(number: int, seconds: float, url: str) -> list[Mapping[str, Any]]:
    """Share the clients out among processes, and return what each of these saw."""
    running = []
    for part in range(PROCESSES):
        mine = number // PROCESSES + (part < number % PROCESSES)
        words = (url, str(part), str(mine), str(seconds))
        command = [sys.executable, "-m", __name__, *words]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
    return [json.loads(each.communicate()[0]) for each in running]


class _Clients:
    """The clients of one process."""

    def __init__(self, url: str, name: str, seconds: float) -> None:
        self._ground = Services(Database(url), lambda: datetime.now(UTC), lambda: uuid4().hex)
        self._name = name
        self._ends_at = monotonic() + seconds
        self.refused = 0
        self.took_s: list[float] = []

    def work(self, client: int) -> None:
        """Run after run, until the time is over."""
        while monotonic() < self._ends_at:
            began = perf_counter()
            try:
                self._run(f"board {self._name} {client}")
            except NotNow:
                self.refused += 1
            if client % ERASES_EVERY == 0:
                self._erase()
            self.took_s.append(perf_counter() - began)

    def _run(self, board: str) -> None:
        with intents.alone_with(self._ground, board):
            for write in range(WRITES_A_RUN):
                intents.write(
                    self._ground,
                    kind="bench",
                    subject=board,
                    key=str(write),
                    payload={},
                    send=lambda: None,
                    settle=lambda _tx, _answer: {},
                )

    def _erase(self) -> None:
        try:
            self._ground.db.confirm_erased()
        except NotNow:
            return  # somebody reads; the next one empties it


def _work(url: str, name: str, number: int, seconds: float) -> None:
    clients = _Clients(url, name, seconds)
    threads = [Thread(target=clients.work, args=(each,)) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps({"refused": clients.refused, "took_s": clients.took_s}))


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
