"""Promise 5: no button tells words of a note that is gone in another piece."""

from pathlib import Path

import pytest

from plugin.curate.pieces import whole_piece
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from tests.promises.team import make_team, post
from tests.unit.plugin.curate.meeting import PHONE, a_piece, change_note, meet
from tests.unit.plugin.web.house import TestHouse


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


@pytest.fixture
def telling(house: TestHouse, met: Session) -> PieceWhole:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust", "portal")
    words = {"title": "T", "line": f"Said: {PHONE}", "narrative": f"Told: {PHONE}"}
    assert post(house.as_("helen"), piece, "words", **words) == 303
    return piece


def test_joining_takes_none_over(house: TestHouse, met: Session, telling: PieceWhole) -> None:
    later = meet(house.services, house.community.id)
    for number, name in enumerate(("phone", "trust", "portal")):
        change_note(house.services, f"{name}-{later.id}", text=f"Other words, number {number}.")
    other = a_piece(house.services, house.actor("helen"), later, "trust", "portal")
    take_back(house.services, house.actor("sam"), f"phone-{met.id}")
    form = {"other": telling.piece.id, "why": "One thing."}

    assert post(house.as_("helen"), other, "join-into", **form) == 400

    assert PHONE not in "\n".join(whole_piece(house.services, other.piece.id).newest.words)


def test_splitting_tells_none(house: TestHouse, met: Session, telling: PieceWhole) -> None:
    take_back(house.services, house.actor("sam"), f"phone-{met.id}")
    form = {"note": f"trust-{met.id}", "title": "Half", "why": "Two things."}

    assert post(house.as_("helen"), telling, "split", **form) == 400

    assert whole_piece(house.services, telling.piece.id).belongs_with == ()
