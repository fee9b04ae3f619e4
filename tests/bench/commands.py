"""What `hedgerow sync` costs with a large memory, typed as people do: calls, seconds, its memory.

The command has a process of its own, whose peak is read; the sandbox is served by this one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox.serve import serve
from plugin.store.marks import mark_demo
from tests.bench.measures import Measure
from tests.bench.memories import BASE_URL, Memory, kept, least_unchanged, pushed

MOST_MB = 200


def syncing(number: int) -> Iterator[Measure]:
    """Keep a large memory, then run the command with nothing changed: as always, and in full."""
    with TemporaryDirectory() as folder:
        memory = Memory(Path(folder), number)
        yield pushed(memory)
        yield from kept(memory)
        served = serve(memory.app)
        served.start()
        env = _environment(memory, Path(folder), served.url)
        least = least_unchanged(number)
        yield from _run(memory, env, (), least)
        yield from _run(memory, env, ("--plan", "--full"), least + number)
        served.stop()


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
