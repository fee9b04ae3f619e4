"""What clients that write at the same time wait for, and how often one is refused: never.

Each client has a board of its own and works as a run does: it takes the lease, records and closes
writes, gives the lease back; every tenth also empties the log, as collecting does. They are threads
of several processes, as a server and the commands beside it are.
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
from uuid import uuid4

from plugin import intents
from plugin.errors import NotNow
from plugin.store.database import Database
from plugin.store.services import Services
from tests.bench.measures import REFUSALS, Measure

SECONDS, PROCESSES, WRITES_A_RUN, ERASES_EVERY = 10.0, 2, 3, 10


def writing(clients: Sequence[int], seconds: float = SECONDS) -> Iterator[Measure]:
    """Let so many clients write for some seconds; every number has a database of its own."""
    for number in clients:
        with TemporaryDirectory() as folder:
            yield from _of(number, seconds, f"sqlite:///{Path(folder) / 'hedgerow.db'}")


def _of(number: int, seconds: float, url: str) -> Iterator[Measure]:
    database = Database(url)
    database.upgrade()
    database.close()
    began = perf_counter()
    found = _apart(number, seconds, url)
    spent = perf_counter() - began
    name = f"{number} clients writing, {PROCESSES} processes"
    refused = sum(each["refused"] for each in found)
    yield Measure(name, refused, 0, 0, spent, unit=REFUSALS)
    a_second = sum(each["runs"] for each in found) / seconds
    yield Measure(f"  runs a second, {WRITES_A_RUN} writes each", a_second, unit="a second")
    longest_s = max(each["longest_s"] for each in found)
    yield Measure("  the longest of them", longest_s, unit="s")


def _apart(number: int, seconds: float, url: str) -> list[Mapping[str, float]]:
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
    longest_s = max(clients.took_s, default=0.0)
    found = {"refused": clients.refused, "runs": len(clients.took_s), "longest_s": longest_s}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
