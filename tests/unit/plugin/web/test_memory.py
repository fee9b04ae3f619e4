from pathlib import Path

import pytest

from plugin.curate.pieces import release, write_wording
from plugin.domain.pieces import PieceWhole, Rung
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def out(house: TestHouse) -> PieceWhole:
    piece = a_piece(house.ground, house.actor("helen"), meet(house.ground, house.community.id))
    read_back_today(house.ground, house.actor("sam"), piece)
    house.clock.pass_days(8)
    release(house.ground, house.actor("helen"), piece.piece.id, Rung.PARTNERSHIP)
    house.clock.pass_days(3)
    return piece


def page_of(house: TestHouse, who: str, **asked: str) -> str:
    path = f"/p/{house.partnership.id}/memory"
    return house.as_(who).get(path, query_string=asked).text


def test_every_piece_says_how_it_stands(house: TestHouse, out: PieceWhole) -> None:
    page = page_of(house, "grace")

    for words in (out.newest.title, "Doubt", "Going home", "A few notes from one session"):
        assert words in page
    assert "✓ Checked with the group on 18 November 2026" in page


def test_a_change_after_checking_is_said_to_the_group_only(
    house: TestHouse, out: PieceWhole
) -> None:
    write_wording(house.ground, house.actor("helen"), out.piece.id, "Lanterns", "Lanterns.", "")

    assert "Changed since it was checked" in page_of(house, "helen")
    assert "Lanterns" not in page_of(house, "grace")


@pytest.mark.parametrize(
    ("who", "words", "is_found"),
    [
        ("helen", "lanterns", True),
        ("grace", "lanterns", False),
        ("grace", "outside the form", True),
        ("grace", "<x>", False),
        ("grace", '"', False),
        ("grace", "x" * 5000, False),
    ],
)
def test_search_stays_inside_what_may_be_read(
    house: TestHouse, out: PieceWhole, who: str, words: str, is_found: bool
) -> None:
    write_wording(house.ground, house.actor("helen"), out.piece.id, "Lanterns", "Lanterns.", "")

    page = page_of(house, who, q=words)

    assert ("No piece here has" not in page) is is_found
    assert "<x>" not in page


def test_an_empty_memory_says_what_comes(house: TestHouse) -> None:
    assert "Nothing is here yet that you may read." in page_of(house, "grace")


def test_a_stranger_finds_nothing(house: TestHouse, out: PieceWhole) -> None:
    path = f"/p/{house.partnership.id}/memory"

    assert house.as_("stranger").get(path).status_code == 404
