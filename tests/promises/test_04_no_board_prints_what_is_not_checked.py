"""Promise 4: a board that is gone on with prints cards of pieces whose words are checked still."""

from datetime import timedelta
from pathlib import Path

import pytest

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.labels import Label
from plugin.domain.sessions import Board, Session
from plugin.govern.withdrawal import take_back
from plugin.mirror.returns import cards_for, record_returned
from plugin.scaffold.board_content import meeting_of
from plugin.store import boards as stored_boards
from tests.promises.team import NEWER, make_team, post, record
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def half_built(house: TestHouse) -> Session:
    """Return a session whose board stands, and whose cards are chosen: Miro failed half-way."""
    services, sam, here = house.services, house.actor("sam"), house.community.id
    day = services.today + timedelta(days=1)
    planned = plan_session(services, sam, here, day, read_template("T3"))
    found = cards_for(services, sam, here, read_template)
    record_returned(services, sam, planned.id, found)
    with services.db.begin() as tx:
        board = Board(planned.id, "board-1=", planned.name, "http://127.0.0.1:1/b")
        stored_boards.save_board(tx, board)
    return planned


def cards(house: TestHouse, planned: Session) -> str:
    with house.services.db.read() as tx:
        built = meeting_of(tx, planned, read_template("T3"), "Lines", house.services.now)
    return "\n".join(card.words for card in built.cards)


def test_words_that_were_looked_at_again(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust", "portal")
    read_back_today(house.services, house.actor("sam"), piece)
    house.clock.pass_days(8)
    planned = half_built(house)
    before = cards(house, planned)
    take_back(house.services, house.actor("sam"), f"phone-{met.id}")
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303
    assert post(house.as_("helen"), piece, "still-stands", gone=f"phone-{met.id}") == 303

    assert piece.newest.line in before
    assert piece.newest.line not in cards(house, planned)


def test_a_piece_that_is_checked_no_more(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust", "portal")
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    planned = half_built(house)
    before = cards(house, planned)

    for name in ("trust", "portal"):
        change_note(house.services, f"{name}-{met.id}", label=Label.H)

    assert piece.newest.line in before
    assert piece.newest.line not in cards(house, planned)


def test_a_card_stays_as_it_was_chosen_while_its_words_are_checked(
    house: TestHouse, met: Session
) -> None:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust", "portal")
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    planned = half_built(house)

    assert post(house.as_("helen"), piece, "words", **NEWER) == 303

    assert piece.newest.line in cards(house, planned)
