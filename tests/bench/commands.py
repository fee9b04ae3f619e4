"""What `hedgerow sync` costs with a large memory, typed as people do: calls, seconds, its memory.

The command has a process of its own, whose peak is read; the sandbox is served by this one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox.serve import serve
from plugin.domain.people import OPERATOR
from plugin.store.marks import mark_demo
from plugin.sync import Look, look
from plugin.sync.columns import SOURCES
from tests.bench.measures import Measure
from tests.bench.memories import BASE_URL, Memory, kept, least_unchanged, pushed

MOST_MB, MOST_CALLS_OF_A_LOOK = 200, 15


def syncing(number: int) -> Iterator[Measure]:
    """Keep a large memory, then run the command with nothing changed: as always, and in full."""
    with TemporaryDirectory() as folder:
        memory = Memory(Path(folder), number)
        yield pushed(memory)
        yield from kept(memory)
        yield _unchanged(memory)
        served = serve(memory.app)
        served.start()
        env = _environment(memory, Path(folder), served.url)
        least = least_unchanged(number)
        yield from _run(memory, env, (), least)
        yield from _run(memory, env, ("--plan", "--full"), least + number)
        served.stop()


def _unchanged(memory: Memory) -> Measure:
    """Look as it is done by itself, and find nothing: what was written before is an hour old."""
    before = _look(memory, None, None)
    memory.place.clock.pass_days(1 / 12)
    with memory.watch.watching():
        seen = _look(memory, memory.place.clock.now - timedelta(hours=1), before.ours)
    if seen.has_news:
        raise AssertionError("a look found news where nothing changed")
    name, watch = f"a look at {len(memory.ids):,} objects, nothing changed", memory.watch
    return Measure(name, watch.calls, len(SOURCES), MOST_CALLS_OF_A_LOOK, watch.seconds)


def _look(memory: Memory, since: datetime | None, ours: str | None) -> Look:
    of = memory.place.partnership.id
    return look(memory.services, OPERATOR, memory.notion, of, BASE_URL, since, ours)


def _run(
    memory: Memory, env: dict[str, str], options: tuple[str, ...], least: int
) -> Iterator[Measure]:
    words = ("sync", memory.place.partnership.id, *options)
    command = [sys.executable, "-m", "tests.bench.peak", *words]
    with memory.watch.watching():
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    name = " ".join(("hedgerow sync", *options))
    yield memory.watch.of(f"{name}: {len(memory.ids):,} objects, nothing changed", least)
    mb = int(done.stderr.split()[-1])
    yield Measure("  memory of its process", mb, at_most=MOST_MB, unit="MB")


def _environment(memory: Memory, folder: Path, url: str) -> dict[str, str]:
    """Return what the command is told: where everything is, and what time it is there."""
    memory.place.clock.pass_days(1)
    mark_demo(memory.place.services.db)
    ahead = memory.place.clock.now - datetime.now(UTC)
    own = {name: value for name, value in os.environ.items() if not name.startswith("HEDGEROW_")}
    return own | {
        "HEDGEROW_DATA": str(folder / "data"),
        "HEDGEROW_DATABASE_URL": f"sqlite:///{folder / 'hedgerow.db'}",
        "HEDGEROW_BASE_URL": BASE_URL,
        "HEDGEROW_SANDBOX": url,
        "HEDGEROW_DEMO": "1",
        "HEDGEROW_NOTION_PARENT": FIRST_PAGE_ID,
        "HEDGEROW_CLOCK_OFFSET_S": str(int(ahead.total_seconds())),
    }
