"""What one, two and four workers carry on one PostgreSQL, with vendors 120 ms away.

Every worker does one thing at a time, and waits for the vendor most of it. Only ratios within one
run count.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter, process_time

from plugin.jobs.session_jobs import COLLECT
from tests import postgres
from tests.bench.measures import REFUSALS, Measure
from tests.machines import LATENCY_S, Machines, machines

PARTNERSHIPS, SESSIONS = 20, 2
WANTED = {2: 1.8, 4: 3.2}
CARRIED = "times one worker"


def scaling(
    workers: Sequence[int] = (1, 2, 4), partnerships: int = PARTNERSHIPS
) -> Iterator[Measure]:
    """Collect every board of every partnership with more and more workers."""
    if postgres.binaries() is None:
        return
    with machines(partnerships) as fleet:
        sessions = [fleet.build(each) for each in fleet.communities for _ in range(SESSIONS)]
        fleet.slow.latency_s = LATENCY_S
        alone_s = 0.0
        for number in workers:
            while len(fleet.running) < number:
                fleet.worker()
            fleet.wait([fleet.ask(COLLECT, each) for each in sessions[: 2 * number]])  # all began
            before, worked, began = _calls(fleet), _worked_s(fleet), perf_counter()
            fleet.wait([fleet.ask(COLLECT, each) for each in sessions])
            took_s = perf_counter() - began
            worked_s, calls = _worked_s(fleet) - worked, _calls(fleet) - before
            alone_s = alone_s or took_s
            name = f"{number} workers, {len(sessions)} boards of {partnerships} partnerships"
            carried = alone_s / took_s
            least = WANTED.get(number)
            yield Measure(name, carried, least, seconds=took_s, unit=CARRIED, at_least=least)
            of_board = len(sessions)
            yield Measure("  a board waits for the vendor", calls * LATENCY_S / of_board, unit="s")
            yield Measure("  and works, the stand-in too", worked_s / of_board, unit="s")
        yield Measure("  calls beyond a credential's limit", fleet.refusals(), 0, 0, unit=REFUSALS)


def _calls(fleet: Machines) -> int:
    return len(fleet.sandbox.calls)


def _worked_s(fleet: Machines) -> float:
    """Return the processor seconds of the workers so far, and of this process with its stand-in."""
    tick_s = 1 / os.sysconf("SC_CLK_TCK")
    files = (Path("/proc", str(each.pid), "stat") for each in fleet.running)
    stats = (each.read_text().rpartition(")")[2].split() for each in files if each.exists())
    return process_time() + sum((int(each[11]) + int(each[12])) * tick_s for each in stats)
