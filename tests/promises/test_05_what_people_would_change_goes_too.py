"""Promise 5 for *How was it?*: what somebody would change leaves pieces too, once it is erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugin import use_cases
from plugin.curate.pieces import whole_piece
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole
from plugin.govern.retention import tidy
from tests.promises.team import make_team, post, record
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import put_back, save
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import Phone, agree, join, without_board

SAID = "Nobody dares to ring the consultant after six in the evening"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_team(tmp_path)
    agree(made)
    yield made
    made.services.db.close()


@pytest.fixture
def phone(house: TestHouse) -> Phone:
    """Return a phone that said what it would change, in a session that is closed now."""
    session = without_board(house)
    phone = join(house, session)
    phone.client.post(f"{phone.mine}/pulse", data={"change": SAID})
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    return phone


def told_outside(house: TestHouse) -> PieceWhole:
    """Return a piece that tells it, checked and released."""
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    words = {"title": "Ringing", "line": f"{SAID}.", "narrative": "So it is."}
    assert post(house.as_("helen"), piece, "words", **words) == 303
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)
    assert post(house.as_("helen"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    house.clock.pass_days(2)
    return piece


def outside(house: TestHouse, piece: PieceWhole) -> str:
    return house.as_("grace").get(f"/pieces/{piece.piece.id}").text


def deleted(house: TestHouse, phone: Phone) -> None:
    assert phone.client.post(f"{phone.mine}/pulse/delete").status_code == 303


def its_day(house: TestHouse, phone: Phone) -> None:
    del phone
    house.clock.pass_days(60)
    tidy(house.services, OPERATOR)


@pytest.mark.parametrize("goes", [deleted, its_day])
def test_a_piece_that_tells_it_is_looked_at_again(
    house: TestHouse, phone: Phone, goes: Callable[[TestHouse, Phone], None]
) -> None:
    piece = told_outside(house)
    assert SAID in outside(house, piece)

    goes(house, phone)

    assert SAID not in outside(house, piece)
    words = {"title": "Ringing", "line": f"We heard: {SAID}.", "narrative": "So it is."}
    other = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    assert post(house.as_("helen"), other, "words", **words) == 400


def test_a_draft_that_tells_it_is_read_back_no_more(house: TestHouse, phone: Phone) -> None:
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    words = {"title": "Ringing", "line": f"{SAID}.", "narrative": "So it is."}
    assert post(house.as_("helen"), piece, "words", **words) == 303

    deleted(house, phone)

    assert record(house, house.as_("sam"), piece) == 400
    assert whole_piece(house.services, piece.piece.id).newest.id in (
        whole_piece(house.services, piece.piece.id).repeats_gone
    )


def test_a_backup_brings_it_back_into_no_piece(
    house: TestHouse, phone: Phone, tmp_path: Path
) -> None:
    piece = told_outside(house)
    save(house, tmp_path / "one.backup")
    deleted(house, phone)

    put_back(house, tmp_path / "one.backup")

    assert SAID not in outside(house, piece)
