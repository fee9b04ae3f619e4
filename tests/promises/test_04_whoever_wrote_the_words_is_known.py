"""Promise 4: who wrote the words counts, in a meeting and in Notion too, and pages say so."""

from pathlib import Path

import pytest

from plugin.convene import sign_in
from plugin.curate.changing_sources import add_notes
from plugin.curate.read_backs import record_piece_read_back
from plugin.domain.piece_records import UNKNOWN_AUTHOR
from plugin.domain.pieces import last_checked
from plugin.domain.sessions import Session
from tests.promises.team import NEWER, make_team, post, record
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet, meet_without_board
from tests.unit.plugin.sync.bench import make_bench
from tests.unit.plugin.sync.rows_by_people import minutes_later, pieces, row_of_ruth
from tests.unit.plugin.web.house import TestHouse


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def test_whoever_writes_down_changed_words_is_their_author_on_every_page(
    house: TestHouse, met: Session
) -> None:
    piece = a_piece(house.services, house.actor("helen"), met)
    house.clock.pass_days(1)
    session = meet_without_board(house.services, house.community.id)
    changed = {"session": session.id, "answer": "changed", **NEWER}
    assert post(house.as_("kai"), piece, "read-back", **changed) == 303
    house.clock.pass_days(9)
    assert post(house.as_("kai"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    house.clock.pass_days(3)

    for who in ("kai", "grace"):
        page = house.as_(who).get(f"/pieces/{piece.piece.id}").text
        assert NEWER["line"] in page
        assert "recorded by its author" in page


def test_whoever_wrote_down_changed_words_records_no_later_answer(
    house: TestHouse, met: Session
) -> None:
    piece = a_piece(house.services, house.actor("helen"), met)
    house.clock.pass_days(1)
    session = meet_without_board(house.services, house.community.id)
    changed = {"session": session.id, "answer": "changed", **NEWER}
    assert post(house.as_("ruth"), piece, "read-back", **changed) == 303
    assert post(house.as_("helen"), piece, "words", **(NEWER | {"title": "Again"})) == 303

    assert record(house, house.as_("ruth"), piece) == 403
    assert record(house, house.as_("sam"), piece) == 303


def test_nobody_is_independent_of_whoever_wrote_in_notion(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.sync()
    row_of_ruth(bench)
    bench.sync()
    minutes_later(bench)
    (piece,) = pieces(bench)
    services, session = bench.place.services, bench.session
    notes = [f"{name}-{session.id}" for name in ("phone", "trust")]
    add_notes(services, bench.place.actor("helen"), piece.piece.id, notes)
    bench.place.clock.pass_days(1)
    later = meet_without_board(services, bench.place.community.id)
    sam = sign_in.actor_of(services, bench.place.actor("sam").person_id)
    assert sam is not None
    record_piece_read_back(services, sam, piece.piece.id, later.id)
    bench.place.clock.pass_days(8)

    check = last_checked(bench.whole(piece), bench.place.clock())

    assert check is not None
    assert check.in_words.endswith(UNKNOWN_AUTHOR)
