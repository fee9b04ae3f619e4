"""What our clients add to a call over bare `requests`, on a sandbox served on loopback.

The sandbox, the client and the listing have a process each, so that none pays for another: only
the first imports the sandbox's code, which would count as the memory of the others. Ours
and bare calls alternate: both meet the same machine at the same moment. What is more a note is
processor time, which waits for nobody: on a busy machine the clock's seconds say little.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import requests

from connectors.limits import SharedPace, notion_limit, notion_price
from connectors.miro.client import SLICE
from connectors.notion.client import VERSION
from plugin.accounts.rate_limits import TurnBook
from plugin.config import Settings
from plugin.store.database import Database
from plugin.use_cases import Runtime, create_runtime
from tests.bench.measures import SIMULATED_S, Measure
from tests.bench.peak import peak_mb

CALLS, NOTES, LISTINGS, PACED = 500, 10_000, 5, 400
MOST_MORE_MS, MOST_A_NOTE_US, MOST_MB, MOST_PACED_S = 1.5, 100.0, 120, 137.0
TOKEN = "sandbox-hedgerow"
COUNT = NOTES // SLICE


def run() -> list[Measure]:
    """Measure one-object calls, a long listing, and calls at Notion's pace."""
    with _sandbox() as url, TemporaryDirectory() as folder:
        board, item = _filled(url)
        listed = _apart("listing", url, folder, board)
        called = _apart("calling", url, folder, board, item)
        return [*_of_calls(called), *_of_listing(listed), _paced(Path(folder))]


def _of_calls(found: dict[str, float]) -> Iterator[Measure]:
    for vendor in ("Miro item", "Notion page"):
        bare, ours = found[f"{vendor} bare"], found[f"{vendor} ours"]
        yield Measure(f"{vendor}, bare requests, median of {CALLS}", bare, unit="ms")
        name = f"  more with our client, {ours / bare:.2f} × in all"
        yield Measure(name, ours - bare, at_most=MOST_MORE_MS, unit="ms")


def _of_listing(found: dict[str, float]) -> Iterator[Measure]:
    bare, ours = found["bare"], found["ours"]
    yield Measure(f"listing {NOTES:,} notes", found["calls"], COUNT, COUNT, ours)
    yield Measure("  the same with bare requests", COUNT, seconds=bare)
    a_note = (found["ours cpu"] - found["bare cpu"]) / NOTES * 1e6
    name = f"  more a note with our client, {ours / bare:.2f} × in all"
    yield Measure(name, a_note, at_most=MOST_A_NOTE_US, unit="µs")
    yield Measure("  memory of the process that lists", found["mb"], at_most=MOST_MB, unit="MB")


def _paced(folder: Path) -> Measure:
    """Take 400 turns of Notion's in a real database, on a clock that waiting moves."""
    now = [0.0]
    database = Database(f"sqlite:///{folder / 'paced.db'}")
    database.upgrade()
    pace = SharedPace(TurnBook(database), "bench", notion_limit(), notion_price, lambda: now[0])
    began = perf_counter()
    for _ in range(PACED):
        now[0] += pace.take("GET", "/v1/pages/{page_id}", {}, 1e9).wait_s
    spent = perf_counter() - began
    database.close()
    name = f"{PACED} Notion calls at 180 a minute"
    return Measure(name, now[0], 133.0, MOST_PACED_S, spent, SIMULATED_S)


@contextmanager
def _sandbox() -> Iterator[str]:
    command = [sys.executable, "-m", __name__, "serving"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as at:
        assert at.stdout is not None
        try:
            yield at.stdout.readline().strip()
        finally:
            at.terminate()


def _filled(url: str) -> tuple[str, str]:
    """Return the board that the sandbox was filled with, and its first note."""
    bare = _bare(VERSION)
    board = bare.get(f"{url}/miro/v2/boards").json()["data"][0]["id"]
    items = bare.get(f"{url}/miro/v2/boards/{board}/items").json()["data"]
    return board, items[0]["id"]


def _apart(which: str, url: str, folder: str, *ids: str) -> dict[str, float]:
    command = [sys.executable, "-m", __name__, which, url, folder, *ids]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _serving() -> None:
    """Serve a sandbox with a board of 10,000 notes until this process is ended."""
    from connectors.sandbox.app import Sandbox, create_sandbox
    from connectors.sandbox.people.miro_edits import NotePosition, add_note, typed
    from connectors.sandbox.serve import serve

    app = create_sandbox()
    running = serve(app)
    running.start()
    bare = _bare(VERSION)
    made = bare.post(f"{running.url}/miro/v2/boards", json={"name": "Bench"}).json()
    sandbox: Sandbox = app.extensions["hedgerow_sandbox"]
    board = sandbox.miro.board(made["id"])
    for number in range(NOTES):
        words = typed(f"Note {number}: the lamp on the stairs has been out since spring.")
        spot = NotePosition(None, 250.0 * (number % 100), 250.0 * (number // 100))
        add_note(sandbox.miro, board, board.owner, words, "yellow", spot)
    sys.stdout.write(f"{running.url}\n")
    sys.stdout.flush()
    sys.stdin.read()


def _calling(url: str, folder: str, board: str, item: str) -> dict[str, float]:
    from connectors.sandbox.notion.state import FIRST_PAGE_ID

    runtime = _house(url, Path(folder))
    miro, notion, bare = runtime.accounts.miro(), runtime.accounts.notion(), _bare(VERSION)
    item_url = f"{url}/miro/v2/boards/{board}/items/{item}"
    page_url = f"{url}/notion/v1/pages/{FIRST_PAGE_ID}"
    return {
        **_medians("Miro item", lambda: miro.item(board, item), lambda: bare.get(item_url).json()),
        **_medians(
            "Notion page",
            lambda: notion.page(FIRST_PAGE_ID),
            lambda: bare.get(page_url).json(),
        ),
    }


def _medians(name: str, ours: Callable[[], object], bare: Callable[[], object]) -> dict[str, float]:
    for deed in (ours, bare):
        _timed(deed)  # connections open before the watch runs
    pairs = [(_timed(ours), _timed(bare)) for _ in range(CALLS)]
    return {
        f"{name} ours": median(pair[0] for pair in pairs) * 1e3,
        f"{name} bare": median(pair[1] for pair in pairs) * 1e3,
    }


def _timed(deed: Callable[[], object]) -> float:
    began = perf_counter()
    deed()
    return perf_counter() - began


def _listing(url: str, folder: str, board: str) -> dict[str, float]:
    """List the board; memory is looked at before bare paging could add to it."""
    miro, bare = _house(url, Path(folder)).accounts.miro(), _bare(VERSION)
    before = _count(url)
    first = miro.stickies(board)
    calls, mb = _count(url) - before, float(peak_mb())
    assert len(first) == NOTES
    del first
    pairs = [
        (_spent(lambda: miro.stickies(board)), _spent(lambda: _paged(bare, url, board)))
        for _ in range(LISTINGS)
    ]
    found = {"calls": float(calls), "mb": mb}
    for place, name in enumerate(("ours", "bare")):
        found[name] = median(pair[place][0] for pair in pairs)
        found[f"{name} cpu"] = median(pair[place][1] for pair in pairs)
    return found


def _spent(deed: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of the clock and of the processor that something takes."""
    began, worked = perf_counter(), process_time()
    deed()
    return perf_counter() - began, process_time() - worked


def _paged(bare: requests.Session, url: str, board: str) -> list[Any]:
    query, found = {"limit": str(SLICE), "type": "sticky_note"}, []
    while True:
        body = bare.get(f"{url}/miro/v2/boards/{board}/items", params=query).json()
        found += body["data"]
        if not body.get("cursor"):
            return found
        query["cursor"] = body["cursor"]


def _count(url: str) -> int:
    with _bare(VERSION) as bare:
        return int(bare.get(f"{url}/_sandbox/calls", params={"since": 10**9}).json()["count"])


def _house(url: str, folder: Path) -> Runtime:
    """Put a Hedgerow together as it runs: limits in its database, here too wide to wait for."""
    settings = Settings(
        data_folder=folder,
        database_url=f"sqlite:///{folder / 'hedgerow.db'}",
        base_url="http://127.0.0.1:8420",
        secret="bench",
        sandbox_url=url,
    )
    runtime = create_runtime(settings)
    runtime.services.db.upgrade()
    return runtime


def _bare(version: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers.update({"Authorization": f"Bearer {TOKEN}", "Notion-Version": version})
    return session


_DEEDS: dict[str, Callable[..., dict[str, float]]] = {"calling": _calling, "listing": _listing}

if __name__ == "__main__":
    which, *given = sys.argv[1:]
    if which == "serving":
        _serving()
    else:
        sys.stdout.write(json.dumps(_DEEDS[which](*given)))
