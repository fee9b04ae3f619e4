from pathlib import Path

import pytest

from plugin.convene.agreements import agree_later, record_read_back
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Outcome, Setting
from plugin.domain.people import OPERATOR, Actor
from plugin.domain.returns import ReturnCard
from plugin.errors import NotHere
from plugin.mirror.returns import cards_for, record_returned
from plugin.store import boards as stored_boards
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.scaffold.room import Room, make_room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


def _cards(room: Room) -> tuple[ReturnCard, ...]:
    return cards_for(room.services, room.sam, room.community.id, read_template)


def test_only_a_checked_piece_returns(room: Room) -> None:
    piece = a_piece(room.services, OPERATOR, meet(room.services, room.community.id))
    assert _cards(room) == ()
    read_back_today(room.services, room.sam, piece)
    assert _cards(room) == ()

    room.pass_days(8)

    (card,) = _cards(room)
    assert card.title == "When the right thing happens by phone"
    assert "Checked with us on 18 November." in card.description


def test_a_piece_returns_once_and_building_again_repeats_nothing(room: Room) -> None:
    piece = a_piece(room.services, OPERATOR, meet(room.services, room.community.id))
    read_back_today(room.services, room.sam, piece)
    room.pass_days(8)
    session = room.plan()

    for _ in range(2):
        record_returned(room.services, room.sam, session.id, _cards(room))
        room.build(session)

    assert _cards(room) == ()
    with room.services.db.read() as tx:
        assert len(stored_boards.returned(tx, session.id)) == 1


def test_a_board_that_was_never_built_keeps_no_piece_from_returning(room: Room) -> None:
    piece = a_piece(room.services, OPERATOR, meet(room.services, room.community.id))
    read_back_today(room.services, room.sam, piece)
    room.pass_days(8)

    record_returned(room.services, room.sam, room.plan().id, _cards(room))

    assert [card.piece_id for card in _cards(room)] == [piece.piece.id]


def test_an_open_sentence_comes_back_until_it_is_agreed(room: Room) -> None:
    session = room.plan("T2")
    setting = Setting(other=("rhythm", "monthly"))
    said = record_read_back(
        room.services, room.sam, session.id, None, "We meet monthly", setting, Outcome.NOT_YET
    )
    record_returned(room.services, room.sam, session.id, _cards(room))
    assert [card.title for card in _cards(room)] == ["We meet monthly"]

    agree_later(room.services, room.sam, room.community.id, said.id)

    assert _cards(room) == ()


def test_cards_of_a_session_stand_on_its_board(room: Room) -> None:
    session = room.plan("T2")
    setting = Setting(other=("rhythm", "monthly"))
    record_read_back(
        room.services, room.sam, session.id, None, "We meet monthly", setting, Outcome.NOT_YET
    )
    later = room.plan("T3")
    record_returned(room.services, room.sam, later.id, _cards(room))

    room.build(later)

    cards = [item for item in room.boards()[0].items.values() if item.type == "card"]
    assert [card.data["title"] for card in cards] == ["We meet monthly"]


def test_a_piece_comes_back_as_a_card_of_the_app_where_it_is_installed(room: Room) -> None:
    piece = a_piece(room.services, OPERATOR, meet(room.services, room.community.id))
    read_back_today(room.services, room.sam, piece)
    room.pass_days(8)
    session = room.plan()
    record_returned(room.services, room.sam, session.id, _cards(room))

    for _ in range(2):
        room.build(session, has_app=True)

    board = room.boards()[0]
    (card,) = [item for item in board.items.values() if item.type == "app_card"]
    assert card.data["title"] == "When the right thing happens by phone"
    assert (card.data["status"], card.style["fillColor"]) == ("connected", "#2e5e3e")
    assert not any(item.type == "card" for item in board.items.values())


def test_a_stranger_gets_no_cards(room: Room) -> None:
    with pytest.raises(NotHere):
        cards_for(room.services, Actor("p9", "Otto"), room.community.id, read_template)
