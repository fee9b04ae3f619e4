"""What watching costs: twenty boards whose panels ask every five seconds where their session is.

Processor time is taken, with that of the client that asks. An answer of which nothing changed is
asked for with its tag, as the panel's script does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from tests.bench.measures import STATEMENTS, Measure
from tests.statements import statements
from tests.unit.plugin.web.house import make_house
from tests.unit.plugin.web.in_miro import SAM_IN_MIRO, InMiro, id_token, let_in
from tests.world.jobs import new_session
from tests.world.phones import board_id

BOARDS, EVERY_S, ROUNDS = 20, 5.0, 8
MOST_SHARE, MOST_BYTES, MOST_STATEMENTS = 2.0, 2_000, 9


def panels(boards: int = BOARDS, rounds: int = ROUNDS) -> Iterator[Measure]:
    """Measure one panel a board, all open and visible, while nothing changes on any."""
    with TemporaryDirectory() as folder:
        yield from _of(Path(folder), boards, rounds)


def _of(folder: Path, boards: int, rounds: int) -> Iterator[Measure]:
    house = make_house(folder)
    let_in(house, SAM_IN_MIRO)
    day, found = house.clock.now.date(), []
    for _ in range(boards):
        session, _job = new_session(
            house.runtime, house.actor("sam"), house.community.id, "T3", day
        )
        found.append(InMiro(house, board_id(house, session)))
    found[0].link("sam")
    tags, sizes = {}, []
    for panel in found:
        assert panel.state()["view"] == "session"
        panel.ask("/step", {"to": 0, "shown": None})
        panel.token = id_token(house, SAM_IN_MIRO)  # Miro makes it, in the browser
        answer = panel.ask("/state")
        tags[panel.board_id] = answer.headers["ETag"]
        sizes.append(len(answer.data))
    with statements() as asked:
        assert found[0].ask("/state", **_tag(tags, found[0])).status_code == 304
    began = process_time()
    for _ in range(rounds):
        house.clock.now += timedelta(seconds=EVERY_S)  # what was told is believed for a while
        for panel in found:
            assert panel.ask("/state", **_tag(tags, panel)).status_code == 304
    seconds = (process_time() - began) / rounds
    house.services.db.close()
    share = 100 * seconds / EVERY_S
    yield Measure(f"{boards} panels that watch", share, at_most=MOST_SHARE, unit="% of a core")
    yield Measure("  one asking", 1_000 * seconds / boards, unit="ms")
    yield Measure("  one asking", len(asked), at_most=MOST_STATEMENTS, unit=STATEMENTS)
    yield Measure("  the largest answer", max(sizes) / 1_000, at_most=MOST_BYTES / 1_000, unit="kB")


def _tag(tags: dict[str, str], panel: InMiro) -> dict[str, str]:
    return {"If-None-Match": tags[panel.board_id]}
