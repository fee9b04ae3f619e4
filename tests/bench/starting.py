"""What starting costs: `hedgerow list` as a process, beside one that imports SQLAlchemy alone.

Processor time of the whole process is taken, and the least of some runs: others may work here.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from tests.bench.measures import Measure

RUNS, MOST_TIMES, MOST_MS = 5, 2.2, 350.0
TIMES = "times SQLAlchemy's import"


def starting() -> Iterator[Measure]:
    """Start both, in turn."""
    with TemporaryDirectory() as folder:
        own = {name: value for name, value in os.environ.items() if name[:9] != "HEDGEROW_"}
        env = own | {"HEDGEROW_DATA": folder}
        _spent(env, "-m", "plugin", "db", "upgrade")
        pairs = [
            (_spent(env, "-m", "plugin", "list"), _spent(env, "-c", "import sqlalchemy"))
            for _ in range(RUNS)
        ]
    listed, bare = (min(pair[number] for pair in pairs) for number in (0, 1))
    yield Measure("hedgerow list, the whole process", listed * 1e3, at_most=MOST_MS, unit="ms")
    yield Measure("  beside SQLAlchemy", listed / bare, at_most=MOST_TIMES, unit=TIMES)


def _spent(env: dict[str, str], *words: str) -> float:
    """Return the processor seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, capture_output=True, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
