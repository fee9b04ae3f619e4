"""The checking sheet: what people will be asked, of whom, and until when, before it is sent."""

from pathlib import Path
from unittest.mock import patch

import pytest

from plugin import use_cases
from plugin.curate.pieces import make_piece, write_wording
from plugin.curate.recorders import Authorship, Recorders
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import agree, join, notes_of, without_board

WROTE = ("The ward clerk phoned me at home.", "Nobody told the pharmacy about the second form.")


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


def by_phone(house: TestHouse) -> str:
    """Let two people write by phone, and make a piece of it; return its id."""
    agree(house)
    session = without_board(house)
    for text in WROTE:
        join(house, session).write(text)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    ids = [each.id for each in notes_of(house, session)]
    words = ("Calls before forms", "When it goes well, somebody rings.", "It went well twice.")
    return make_piece(
        house.services, house.actor("helen"), house.community.id, ids, *words, kind="doubt"
    ).piece.id


def sheet(house: TestHouse, piece_id: str, who: str = "helen") -> str:
    return house.as_(who).get(f"/pieces/{piece_id}/checking", follow_redirects=True).text


def test_it_shows_the_question_as_people_read_it_and_asks_from_there(house: TestHouse) -> None:
    piece_id = by_phone(house)

    page = sheet(house, piece_id)
    asked = house.as_("helen").post(f"/pieces/{piece_id}/ask", follow_redirects=True).text

    assert "When it goes well, somebody rings." in page
    assert "Everybody who wrote these notes has a link of their own here." in page
    assert "Please don’t share it" in page
    assert "Ask the people who wrote it" in page
    assert "Asked. Those who have their link can answer until" in asked
    assert "Before it is checked" not in sheet(house, piece_id)  # they are asked already
    today = house.as_("helen").get(f"/c/{house.community.id}/desk").text
    assert "One piece is out for checking, it closes on" in today


def test_where_nobody_has_a_link_it_names_the_session_that_comes(house: TestHouse) -> None:
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))

    page = sheet(house, piece.piece.id)

    assert "the group is asked together" in page
    assert "No session is planned yet." in page
    assert "Ask the people who wrote it" not in page


def test_it_says_who_records_what_the_group_said(house: TestHouse) -> None:
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    other = "Somebody other than the author records what the group said."
    assert other in sheet(house, piece.piece.id)

    with patch("plugin.curate.page.recorders") as found:
        found.return_value = Recorders(authorship=Authorship.OWN)
        alone = sheet(house, piece.piece.id)
        found.return_value = Recorders(authorship=Authorship.NEWER, authors=("Helen",))
        newer = sheet(house, piece.piece.id)

    assert "nobody else here may record what the group said. So you record it." in alone
    assert "Nobody but the author may record here what the group said: ask <bdi>Helen" in newer
    assert other not in alone + newer


def test_it_says_what_has_to_be_looked_at_first(house: TestHouse) -> None:
    piece_id = by_phone(house)
    helen = house.actor("helen")
    words = ("Calls before forms", "Ring 0191 498 0001 when it goes well.", "It went well twice.")
    write_wording(house.services, helen, piece_id, *words)

    page = sheet(house, piece_id)

    assert "Nobody can be asked yet." in page
    assert f'href="/pieces/{piece_id}#names"' in page


@pytest.mark.parametrize("who", ["sam", "amina", "grace", "stranger"])
def test_nobody_else_opens_it(house: TestHouse, who: str) -> None:
    piece_id = by_phone(house)

    assert house.as_(who).get(f"/pieces/{piece_id}/checking").status_code in {403, 404}
