"""Words that Notion shows already, while the newest of the piece may point to somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.convene.communities import add_person
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import Rung
from plugin.govern.withdrawal import take_back
from tests.unit.plugin.sync.bench import Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_they_stay_unless_words_under_them_went(bench: Bench, is_taken_back: bool) -> None:
    services, sam = bench.place.services, bench.place.actor("sam")
    piece = bench.draft("By phone")
    bench.rest_on_meetings(piece, 2)
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    bench.sync()
    older = bench.whole(piece).newest.line
    if is_taken_back:
        ids = (each.note_id for each in bench.whole(piece).sources)
        take_back(services, sam, next(each for each in ids if each.startswith("phone")))
    bench.rewrite(piece, title="Second", line="We ring at Trevose now.", narrative="Another story.")
    bench.check(piece)
    place = (bench.place.partnership.id, bench.place.community.id)
    add_person(services, OPERATOR, *place, "Marwenna Trevose", "m@x.example", Role.PARTICIPANT)
    for _ in range(2):
        bench.sync()
        bench.pause(120)

    shown = [bench.shows(piece)["In one line"]] if bench.rows() else []

    assert (older in shown) is not is_taken_back
