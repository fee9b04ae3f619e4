"""Promise 4: how each of us reads a piece is shown to those who check it, and compared as it is."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from plugin.convene.communities import add_person
from plugin.curate.pieces import whole_piece
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole, Rung, may_go_out
from plugin.errors import Refused
from plugin.store import notes as stored_notes
from plugin.store import tables as t
from plugin.use_cases import close_session
from tests.promises.team import post, record
from tests.promises.test_04_its_people_check_it_themselves import CANARY, WROTE, Asked, written
from tests.unit.plugin.curate.meeting import PHONE, a_piece, change_note, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import join, notes_of, without_board

TOLD = "They are lazy at ours and pick up no phone before noon"
NAME = "Marwenna Trevose"


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    met = meet(house.services, house.community.id)
    return a_piece(house.services, house.actor("helen"), met, "trust", "portal")


def read_as(house: TestHouse, piece: PieceWhole, words: str, origin: str = "The porters") -> None:
    form = {"origin": origin, "words": words, "how": "understood", "three": "yes"}
    assert post(house.as_("helen"), piece, "reading", **form) == 303


def let_out(house: TestHouse, piece: PieceWhole) -> bool:
    try:
        helen, id_ = house.actor("helen"), piece.piece.id
        release(house.services, helen, id_, Rung.PARTNERSHIP, NO_HARM)
    except Refused:
        return False
    house.clock.pass_days(3)
    return True


def outside(house: TestHouse, piece: PieceWhole) -> str:
    return house.as_("grace").get(f"/pieces/{piece.piece.id}").text


# -- shown to everybody who is asked


def test_whoever_is_asked_by_their_own_link_reads_them(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    read_as(house, asked.whole, TOLD)
    assert asked.ask() == 303

    for phone in asked.phones:
        page = phone.client.get(f"{phone.mine}{asked.path}").text
        assert (TOLD in page, "The porters" in page) == (True, True)
        assert "The learning partner’s understanding" in page


def test_whoever_objects_without_an_account_reads_them(house: TestHouse, piece: PieceWhole) -> None:
    read_as(house, piece, TOLD)
    assert record(house, house.as_("sam"), piece) == 303

    text = house.as_("sam").post(f"/pieces/{piece.piece.id}/objection-link").text
    found = re.search(r"(/objections/[\w-]+)\"", text)
    assert found is not None
    assert TOLD in house.as_(None).get(found[1]).text


def test_the_checking_sheet_shows_them(house: TestHouse, piece: PieceWhole) -> None:
    read_as(house, piece, TOLD)

    assert TOLD in house.as_("helen").get(f"/pieces/{piece.piece.id}/checking").text


# -- compared where it counts


@pytest.mark.parametrize("first", [True, False])
def test_what_was_not_shared_is_not_told_by_one(
    house: TestHouse, piece: PieceWhole, *, first: bool
) -> None:
    asked = written(house, *WROTE)
    form = {"origin": "The porters", "words": WROTE[0], "how": "understood", "three": "yes"}
    if first:
        assert post(house.as_("helen"), piece, "reading", **form) == 303
    assert asked.ask() == 303
    assert asked.answer(0, "not shared") == 303
    asked.close()

    if first:
        (reading,) = whole_piece(house.services, piece.piece.id).readings
        assert reading.words == ""
    else:
        assert post(house.as_("helen"), piece, "reading", **form) == 400


def test_a_silent_writer_is_not_quoted_by_one(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    read_as(house, asked.whole, WROTE[0])
    assert asked.ask() == 303
    assert [asked.answer(who, "yes") for who in (1, 2)] == [303, 303]
    asked.close()

    assert not asked.is_checked
    assert not let_out(house, asked.whole)


@pytest.mark.parametrize("when", ["before it is read back", "once it is out"])
def test_a_name_that_is_known_later_stops_one(
    house: TestHouse, piece: PieceWhole, when: str
) -> None:
    read_as(house, piece, f"{NAME} rings them all")
    if when == "once it is out":
        assert record(house, house.as_("sam"), piece) == 303
        house.clock.pass_days(9)
        assert let_out(house, piece)
    place = (house.partnership.id, house.community.id)
    add_person(house.services, OPERATOR, *place, NAME, "m@x.example", Role.PARTICIPANT)

    whole = whole_piece(house.services, piece.piece.id)
    assert whole.newest.id in whole.pointing
    assert may_go_out(whole, house.clock()) is None
    if when == "before it is read back":
        assert record(house, house.as_("sam"), piece) == 400


def test_what_hides_held_words_is_not_agreed_to(house: TestHouse, piece: PieceWhole) -> None:
    read_as(house, piece, f"They say: {PHONE}")
    met = piece.sources[0].session_id
    change_note(house.services, f"phone-{met}", label=Label.H)

    assert record(house, house.as_("sam"), piece) == 400


# -- taken out, and looked at again


def answered(house: TestHouse) -> tuple[Asked, str]:
    """Let somebody say in an answer, which came out, how it is; return their question."""
    asked = written(house, *WROTE)
    assert asked.ask() == 303
    assert asked.answer(0, "nearly", CANARY) == 303
    assert asked.answer(1, "yes") == 303
    house.clock.pass_days(2)
    assert CANARY in asked.desk()
    return asked, asked.whole.questions[-1].id


def test_its_writer_takes_words_out_of_one(house: TestHouse, piece: PieceWhole) -> None:
    asked, question_id = answered(house)
    asked.close()
    read_as(house, piece, CANARY)
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    assert let_out(house, piece)
    assert CANARY in outside(house, piece)

    phone = asked.phones[0]
    done = phone.client.post(f"{phone.mine}/check/{question_id}/take-out")

    assert done.status_code == 303
    assert CANARY not in outside(house, piece)
    assert "looked at again" in outside(house, piece)


def test_what_was_checked_beside_one_that_goes_is_looked_at_again(
    house: TestHouse, piece: PieceWhole
) -> None:
    read_as(house, piece, CANARY)
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)
    assert let_out(house, piece)
    asked, _ = answered(house)

    assert asked.answer(0, "not shared") == 303

    whole = whole_piece(house.services, piece.piece.id)
    assert ([each.words for each in whole.readings], len(whole.reviews)) == ([""], 1)
    assert "looked at again" in outside(house, piece)


def test_one_beside_the_half_is_looked_at_again_too(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    half = {"note": _note(house, WROTE[1]), "title": "Half", "why": "Two things."}
    assert post(house.as_("helen"), asked.whole, "split", **half) == 303
    (half_id,) = asked.whole.belongs_with
    read_as(house, whole_piece(house.services, half_id), WROTE[0])
    assert asked.ask() == 303

    assert asked.answer(0, "not shared") == 303

    whole = whole_piece(house.services, half_id)
    assert ([each.words for each in whole.readings], len(whole.reviews)) == ([""], 1)


def _note(house: TestHouse, text: str) -> str:
    with house.services.db.read() as tx:
        return str(tx.execute(sa.select(t.note.c.id).where(t.note.c.text == text)).scalar_one())


# -- whose words they are


def signed(house: TestHouse, piece: PieceWhole, words: str = TOLD, who: str = "amina") -> int:
    form = {"origin": "The wards", "words": words, "how": "signed"}
    return post(house.as_(who), piece, "reading", **form)


@pytest.fixture
def out(house: TestHouse, piece: PieceWhole) -> PieceWhole:
    """Let a piece out with a reading that somebody signed."""
    assert record(house, house.as_("sam"), piece) == 303  # so that Amina may read it
    assert signed(house, piece) == 303
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)
    assert let_out(house, piece)
    assert TOLD in outside(house, piece)
    return piece


@pytest.mark.parametrize("then", ["delete", "close and take-back"])
def test_nobody_erases_one_by_a_later_note_with_its_words(
    house: TestHouse, out: PieceWhole, then: str
) -> None:
    session = without_board(house)
    phone = join(house, session)
    phone.write(TOLD)
    (note,) = notes_of(house, session)
    if then == "delete":
        phone.press(note, "delete")
    else:
        close_session(house.runtime, house.actor("sam"), session.id)
        phone.press(note, "take-back")

    assert TOLD in outside(house, out)
    assert whole_piece(house.services, out.piece.id).reviews == ()


def test_nor_by_an_answer_with_its_words(house: TestHouse, out: PieceWhole) -> None:
    house.clock.pass_days(1)
    asked = written(house, *WROTE)
    assert asked.ask() == 303
    assert asked.answer(0, "nearly", TOLD) == 303
    assert asked.answer(1, "yes") == 303
    house.clock.pass_days(2)

    assert asked.answer(0, "not shared") == 303

    assert TOLD in outside(house, out)
    assert whole_piece(house.services, out.piece.id).reviews == ()


def test_nor_by_a_note_that_is_left_out_of_the_piece(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    assert record(house, house.as_("sam"), asked.whole) == 303
    assert signed(house, asked.whole) == 303
    house.clock.pass_days(1)
    session = without_board(house)
    phone = join(house, session)
    phone.write(TOLD)
    close_session(house.runtime, house.actor("sam"), session.id)
    form = {"piece": asked.piece_id, "note": _note(house, TOLD)}
    at = f"/c/{house.community.id}/desk/sources"
    assert house.as_("helen").post(at, data=form).status_code == 303
    assert asked.ask() == 303

    answer = phone.client.post(f"{phone.mine}{asked.path}", data={"answer": "not shared"})

    assert answer.status_code == 303
    assert [each.words for each in asked.whole.readings] == [TOLD]


def test_one_that_was_signed_after_the_note_goes_with_it(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    house.clock.pass_days(1)
    assert record(house, house.as_("sam"), asked.whole) == 303
    assert signed(house, asked.whole, WROTE[0]) == 303

    asked.phones[0].press(note_named(house, asked), "take-back")

    assert [each.words for each in asked.whole.readings] == [""]


def note_named(house: TestHouse, asked: Asked) -> Note:
    with house.services.db.read() as tx:
        found = stored_notes.note(tx, _note(house, WROTE[0]))
    assert found is not None
    return found


def test_whoever_signed_one_takes_it_off_everywhere(house: TestHouse, out: PieceWhole) -> None:
    amina, (reading,) = house.as_("amina"), whole_piece(house.services, out.piece.id).readings
    assert "Take this reading off" in amina.get(f"/pieces/{out.piece.id}").text

    assert post(amina, out, "no-reading", reading=reading.id, why="I see it otherwise now") == 303

    assert TOLD not in outside(house, out)
    assert "looked at again" in outside(house, out)
    assert post(house.as_("helen"), out, "still-stands", gone=[reading.id]) == 303
    assert TOLD not in outside(house, out)
