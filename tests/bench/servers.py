"""What many partnerships on one server cost: a look's own bookkeeping, the first page, tidying.

What a look asks Notion is left out here: it is the same however many partnerships there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time, time
from typing import Any

import sqlalchemy as sa

from plugin import use_cases
from plugin.domain.remote_writes import Intent, IntentState
from plugin.jobs.looks import Rounds
from plugin.store import intents as stored_intents
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.watches import WatchRow
from tests.bench.measures import Measure
from tests.bench.pages import slope
from tests.bench.transactions import transactions
from tests.world import World, make_world

NUMBERS = (100, 1_000, 10_000)
MOST_LOOK_MS, MOST_HOME_MS, MOST_TIDY_S = 20.0, 20.0, 0.2
DONE, MOST_WRITE_MS, WRITES, TURNS = 100_000, 0.3, 200, 5
# A day of a partnership: looks, pages of its people, and the seconds that one look itself takes.
LOOKS_A_DAY, PAGES_A_DAY = 48, 40
MOST_A_DAY_S = 2.5


class Bookkeeping(Rounds):
    """Looks without asking Notion."""

    def _looked_after(self, watch: WatchRow) -> tuple[WatchRow, float]:
        return watch, watch.cost


def servers(numbers: Sequence[int] = NUMBERS) -> Iterator[Measure]:
    """Fill servers with more and more partnerships."""
    looks, homes = [], []
    for number in numbers:
        with TemporaryDirectory() as folder:
            world = make_world(Path(folder), notion_token="sandbox-one")
            fill(world, number)
            look_ms = _look_ms(world)
            home_ms = _home_ms(world)
            tidy_s = _tidy_s(world)
            world.services.db.close()
        looks.append((number, look_ms))
        homes.append((number, home_ms))
        yield Measure(
            f"one look among {number:,} partnerships", look_ms, None, MOST_LOOK_MS, unit="ms"
        )
        yield Measure("  the first page", home_ms, None, MOST_HOME_MS, unit="ms")
        yield Measure("  tidy's longest transaction", tidy_s, None, MOST_TIDY_S, unit="s")
        a_day = (LOOKS_A_DAY * (look_ms + home_ms) + PAGES_A_DAY * home_ms) / 1e3 + tidy_s / number
        yield Measure("  processor seconds of each a day", a_day, None, MOST_A_DAY_S, unit="s")
    if len(numbers) > 1:
        yield Measure("  a look grows to the power of", slope(looks), unit="power")
        yield Measure("  the first page grows to the power of", slope(homes), unit="power")


def writes(done: int = DONE) -> Iterator[Measure]:
    """Record writes about something about which very many were closed."""
    with TemporaryDirectory() as folder:
        world = make_world(Path(folder))
        row = {"kind": "row", "subject": "a board", "state": IntentState.DONE.value}
        empty = {"payload": {}, "outcome": {}, "made_at": world.services.now}
        with world.services.db.begin() as tx:
            for start in range(0, done, 5_000):
                ids = ({"id": f"i{start + n}", "key": f"k{start + n}"} for n in range(5_000))
                tx.execute(sa.insert(t.intent), [{**row, **empty, **each} for each in ids])
        about: dict[str, Any] = {"kind": "row", "subject": "a board", "payload": {}}
        about |= {"state": IntentState.OPEN, "made_at": world.services.now}
        with world.services.db.begin() as tx:
            began = process_time()
            for each in range(WRITES):
                stored_intents.add(tx, Intent(id=f"n{each}", key=f"new {each}", **about))
            ms = (process_time() - began) / WRITES * 1e3
        yield Measure(f"recording a write, {done:,} are done", ms, None, MOST_WRITE_MS, unit="ms")
        world.services.db.close()


def fill(world: World, number: int) -> None:
    """Store partnerships with a group, a session that is over, a held note, a memory in Notion."""
    ids = [f"many{each}" for each in range(number)]
    now, services = time(), world.services
    day = services.today - timedelta(days=60)
    with services.db.begin() as tx:
        session = {**_SESSION, "day": day, "closed_at": services.now}
        _insert(tx, t.partnership, [{"id": each, "name": f"P {each}"} for each in ids])
        _insert(tx, t.community, [{**_GROUP, "id": each, "partnership_id": each} for each in ids])
        here = [{"partnership_id": each, "community_id": each} for each in ids]
        _insert(tx, t.session, [{**session, "id": each["community_id"], **each} for each in here])
        keys = [{"session_id": each, "secret": b"s" * 32} for each in ids]
        _insert(tx, t.session_key, keys)
        _insert(tx, t.note, [_note(each, day, services.now) for each in ids])
        sources = dict.fromkeys(("communities", "sessions", "memory"), _SOURCE)
        place = {"parent_page_id": "p", "memory_page_id": "m", "sources": sources}
        _insert(tx, t.notion_place, [{**place, "partnership_id": each} for each in ids])
        watches = [
            {
                **_WATCH,
                "partnership_id": each,
                "due_at_s": now - number + at,
                "whole_at_s": now + 9e4,
            }
            for at, each in enumerate(ids)
        ]
        _insert(tx, t.watch, watches)


_GROUP: dict[str, Any] = {"name": "G", "question": "Q?", "rules": []}
_SESSION: dict[str, Any] = {
    **{"name": "S", "meeting_kind": "A", "template_code": None, "state": "closed", "policy": None},
}
_SOURCE: dict[str, Any] = {
    **{"database_id": "d", "data_source_id": "s", "columns": {"title": "t"}},
    **{"options": {}, "back_relations": {}},
}
_WATCH: dict[str, Any] = {
    **{"credential": "one", "is_open": False, "cost": 3.0, "quiet_looks": 5, "free_at_s": 0.0},
}


def _note(session_id: str, day: date, now: Any) -> dict[str, Any]:
    return {
        **{"id": f"{session_id}-n", "session_id": session_id, "zone_code": "Z1", "label": "H"},
        **{"kind": "note", "source": "miro", "text": "Held.", "miro_item_id": f"{session_id}-n"},
        **{"seen_at": now, "tags": [], "x": 0.0, "y": 0.0, "version": 1, "state": "here"},
        **{"is_waiting": False, "shown_author": "", "erase_on": day},
    }


def _insert(tx: Tx, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 5_000):
        tx.execute(sa.insert(table), rows[start : start + 5_000])


def _look_ms(world: World) -> float:
    rounds, spent = Bookkeeping(world.runtime), []
    for _ in range(TURNS):
        with world.services.db.begin() as tx:  # its account may be asked again
            tx.execute(sa.update(t.watch).values(free_at_s=0.0))
        began = process_time()
        rounds.turn()
        spent.append(process_time() - began)
    return min(spent) * 1e3


def _home_ms(world: World) -> float:
    client, spent = world.as_("sam"), []
    for _ in range(TURNS):
        began = process_time()
        assert client.get("/").status_code == 200
        spent.append(process_time() - began)
    return min(spent) * 1e3


def _tidy_s(world: World) -> float:
    """Return the processor seconds of the longest transaction of a tidy."""
    with transactions() as spent:
        use_cases.tidy(world.runtime)
    return max(spent)
