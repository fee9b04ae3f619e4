from datetime import timedelta
from pathlib import Path

import pytest

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.curate.pieces import write_wording
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import OPERATOR, Actor
from plugin.domain.pieces import PieceWhole, Rung
from plugin.errors import NotHere
from plugin.mirror.sponsor import SponsorPage, sponsor_page
from tests.unit.plugin.curate.meeting import PHONE, a_piece, meet, read_back_today
from tests.unit.plugin.scaffold.room import Room, make_room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


def _page(room: Room) -> SponsorPage:
    return sponsor_page(room.services, OPERATOR, room.community.partnership_id)


def _released(room: Room) -> PieceWhole:
    piece = a_piece(room.services, OPERATOR, meet(room.services, room.community.id))
    read_back_today(room.services, room.sam, piece)
    room.pass_days(8)
    release(room.services, OPERATOR, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    return piece


def test_a_piece_shows_after_its_pause_and_not_before(room: Room) -> None:
    _released(room)
    assert _page(room).pieces == ()

    room.pass_days(2.1)

    ((_, check),) = _page(room).pieces
    assert check.wording.title == "When the right thing happens by phone"


def test_unchecked_pieces_and_notes_never_show(room: Room) -> None:
    a_piece(room.services, OPERATOR, meet(room.services, room.community.id))
    room.pass_days(30)

    page = _page(room)

    assert page.pieces == ()
    assert PHONE not in str(page)


def test_a_change_after_checking_shows_the_checked_wording(room: Room) -> None:
    piece = _released(room)
    room.pass_days(3)
    write_wording(room.services, OPERATOR, piece.piece.id, "Another title", "A line.", "A story.")

    ((_, check),) = _page(room).pieces

    assert check.wording.title == "When the right thing happens by phone"


def test_the_rhythm_shows_days_and_no_people(room: Room) -> None:
    session = meet(room.services, room.community.id)
    to_come = session.day + timedelta(days=7)
    for day in (session.day, to_come):
        plan_session(room.services, room.sam, room.community.id, day, read_template("T3"))

    (rhythm,) = _page(room).rhythms

    assert rhythm.met_on == (session.day,)
    assert rhythm.next_on == to_come
    assert "Sam" not in str(_page(room))


def test_another_partnership_sees_nothing(room: Room) -> None:
    with pytest.raises(NotHere):
        sponsor_page(room.services, Actor("p9", "Otto"), room.community.partnership_id)


def test_no_day_is_both_past_and_to_come(room: Room) -> None:
    met = meet(room.services, room.community.id)
    plan_session(room.services, room.sam, room.community.id, met.day, read_template("T3"))

    (rhythm,) = _page(room).rhythms

    assert (rhythm.met_on, rhythm.next_on) == ((met.day,), None)
