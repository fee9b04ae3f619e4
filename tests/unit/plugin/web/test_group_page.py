"""The group's page: its way so far as a drawing with words, and the session that comes next."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin.convene.sessions import hold_without_board, plan_session
from plugin.domain.labels import Label
from plugin.store import notes as stored_notes
from tests.unit.plugin.curate.meeting import NOTES, a_note, a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def page(house: TestHouse, who: str = "sam") -> LexborHTMLParser:
    return LexborHTMLParser(house.as_(who).get(f"/c/{house.community.id}/").text)


def plan(house: TestHouse, day: date) -> str:
    return plan_session(house.services, house.actor("sam"), house.community.id, day, None).id


def words(html: LexborHTMLParser) -> list[str]:
    return [" ".join(each.text(separator=" ").split()) for each in html.css(".twig > li")]


def test_a_group_that_has_not_met_has_no_drawing(house: TestHouse) -> None:
    assert page(house).css_first(".twig") is None


def test_pieces_are_leaves_of_the_session_they_rest_on(house: TestHouse) -> None:
    services, helen = house.services, house.actor("helen")
    met = meet(services, house.community.id)
    checked = a_piece(services, helen, met)
    read_back_today(services, house.actor("sam"), checked)
    house.clock.pass_days(8)
    a_piece(services, helen, met, "portal", "trust")

    html = page(house, "helen")

    assert any("2 pieces, one of them checked" in each for each in words(html))
    assert (len(html.css(".tw-leaf")), len(html.css(".tw-bud"))) == (1, 1)


def test_a_member_sees_no_leaf_of_what_they_may_not_read(house: TestHouse) -> None:
    met = meet(house.services, house.community.id)
    a_piece(house.services, house.actor("helen"), met)

    html = page(house, "amina")

    assert html.css(".tw-leaf, .tw-bud") == [] or "piece" in words(html)[0]
    assert len(html.css(".twig .tw-leaf, .twig .tw-bud")) == len(html.css("#pieces ~ ul > li"))


def test_the_next_session_is_the_pages_first_button(house: TestHouse) -> None:
    today = house.clock.now.date()
    held = plan(house, today)
    hold_without_board(house.services, house.actor("sam"), held)
    coming = plan(house, today + timedelta(days=7))
    plan(house, today + timedelta(days=30))

    html = page(house)

    first = html.css_first(".head .buttons a")
    assert first.attributes["href"] == f"/s/{coming}"
    assert first.attributes["class"] == "button"
    assert [each.attributes.get("class") for each in html.css(".twig > li")] == [
        None,
        "next",
        "next",
    ]
    assert sum("next" in each for each in words(html)) == 1


def test_the_drawing_shows_the_latest_and_the_list_folds_the_earliest(house: TestHouse) -> None:
    today = house.clock.now.date()
    for weeks in range(8):
        plan(house, today - timedelta(weeks=weeks + 1))

    html = page(house)

    assert len(html.css(".twig > li")) == 4
    assert html.css_first("#meetings ~ details summary").text() == "3 earlier sessions"
    assert len(html.css("#meetings ~ ul > li")) == 5


def test_the_last_board_is_drawn_without_words_and_a_box_that_stays_here_empty(
    house: TestHouse,
) -> None:
    met = meet(house.services, house.community.id)
    with house.services.db.begin() as tx:
        stays = a_note(met, "stays", "Z1", Label.X, "observation", "Never to be kept")
        stored_notes.save_note(tx, stays)

    html = page(house, "amina")

    drawn = html.css_first(".card-pic")
    assert len(drawn.css(".note")) == 4
    assert "4 notes" in drawn.css_first("figcaption").text()
    assert not any(words in drawn.text() for *_, words in NOTES)
    assert html.css_first("#last").parent.css_first("a").attributes["href"] == f"/s/{met.id}"


def test_a_group_without_a_closed_board_has_no_picture(house: TestHouse) -> None:
    plan(house, house.clock.now.date() + timedelta(days=3))

    assert page(house).css_first("#last") is None
