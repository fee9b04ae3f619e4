from pathlib import Path

import pytest

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.curate.pieces import release
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Rung
from tests.unit.plugin.curate.meeting import HELD, NOTES, a_piece, meet, read_back_today
from tests.unit.plugin.web.house import PEOPLE, TestHouse, make_house


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


def page_of(house: TestHouse, who: str = "grace") -> str:
    return house.as_(who).get(f"/p/{house.partnership.id}/sponsor").text


def test_permission_rhythm_and_next_meeting_are_there(house: TestHouse) -> None:
    meet(house.ground, house.community.id)
    house.clock.pass_days(1)
    next_day = house.ground.today.replace(month=12, day=16)
    plan_session(house.ground, OPERATOR, house.community.id, next_day, read_template("T3"))

    page = page_of(house)

    for words in ("You may speak about your own practice.", "18 November 2026", "16 December 2026"):
        assert words in page


def test_a_meeting_that_never_closed_is_not_the_next_one(house: TestHouse) -> None:
    plan_session(
        house.ground, OPERATOR, house.community.id, house.ground.today, read_template("T3")
    )
    house.clock.pass_days(5)

    assert "No day is set" in page_of(house)


def test_only_checked_pieces_that_went_out_are_shown(house: TestHouse) -> None:
    session = meet(house.ground, house.community.id)
    helen = house.actor("helen")
    shown, hidden = a_piece(house.ground, helen, session), a_piece(house.ground, helen, session)
    read_back_today(house.ground, house.actor("sam"), shown)
    house.clock.pass_days(8)
    release(house.ground, helen, shown.piece.id, Rung.PARTNERSHIP)
    release(house.ground, helen, hidden.piece.id, Rung.US)
    house.clock.pass_days(3)

    page = page_of(house)

    assert f"/pieces/{shown.piece.id}" in page
    assert f"/pieces/{hidden.piece.id}" not in page


def test_no_note_and_nobody_else_is_named(house: TestHouse) -> None:
    a_piece(house.ground, house.actor("helen"), meet(house.ground, house.community.id))

    page = page_of(house)

    others = [name for key, (name, _) in PEOPLE.items() if key != "grace"]
    assert [
        words for words in (*others, HELD, *(text for *_, text in NOTES)) if words in page
    ] == []


def test_a_stranger_finds_nothing(house: TestHouse) -> None:
    assert house.as_("stranger").get(f"/p/{house.partnership.id}/sponsor").status_code == 404
