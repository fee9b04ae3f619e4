"""Promise 4: a no to being quoted holds where the note is written over, erased, gone or copied."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.curate.pieces import make_piece
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Rung
from plugin.govern.retention import tidy
from plugin.store import tables as t
from plugin.store.held_in_pieces import pieces_repeating
from tests.promises.test_03_words_of_another_hand_on_a_phone import BOB, house, met
from tests.promises.test_04_its_people_check_it_themselves import LINE, WROTE, Asked, written
from tests.promises.test_04_quotes_need_a_yes import HER, HIS, note_of, quote, say
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import put_back, save
from tests.unit.plugin.curate.meeting import read_back_today
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.on_board.test_my_notes import write
from tests.world.phones import notes_of

__all__ = ["house"]
WORDS = "she knew the ward clerk by her first name"
NOTE = f"anneliese.vanderberg-hopkinson@northside.example told me so: {WORDS}"


def tell(asked: Asked, words: str) -> int:
    form = {"title": "A call", "line": "A call helped.", "narrative": f"Somebody said: {words}."}
    form["after"] = str(asked.whole.newest.number)
    at = f"/pieces/{asked.piece_id}/words"
    return asked.house.as_("helen").post(at, data=form).status_code


def refuse(asked: Asked, note: str, words: str) -> None:
    assert quote(asked, note, words) == 303
    refuse_first_quote(asked)


def refuse_first_quote(asked: Asked) -> None:
    assert asked.ask() == 303
    assert [asked.answer(who, "yes") for who in (0, 1)] == [303, 303]
    assert say(asked, 0, "no") == 303
    asked.close()


def test_a_note_that_is_written_over(house: TestHouse) -> None:
    meeting = met(house, HER, HIS)
    meeting.close()
    asked = meeting.piece()
    refuse(asked, HER, HER)

    meeting.overwrite(HER)  # by anybody who may write on the board

    assert tell(asked, HER.lower()) == 400


def test_a_note_in_which_an_address_was_erased_before_these_words(house: TestHouse) -> None:
    asked = written(house, NOTE, HIS)
    refuse(asked, NOTE, WORDS)

    form = {"note": note_of(asked, NOTE), "start": "0", "choice": "erase"}
    names = f"/p/{house.partnership.id}/desk/names"
    assert house.as_("helen").post(names, data=form).status_code == 303

    assert tell(asked, WORDS) == 400


def test_a_copy_of_the_note_that_a_released_piece_quotes(house: TestHouse) -> None:
    meeting = met(house, HER, HIS, WROTE[2])
    meeting.close()
    asked = meeting.piece()
    before = {each.id for each in notes_of(house, meeting.session)}
    write(house, meeting.session, BOB, HER)  # copied and pasted
    meeting.collect()
    (copy,) = [each for each in notes_of(house, meeting.session) if each.id not in before]
    ids = [copy.id, meeting.note(HIS).id, meeting.note(WROTE[2]).id]
    helen, at = house.actor("helen"), house.community.id
    made = make_piece(house.services, helen, at, ids, "Other", LINE, "A story.", kind="doubt")
    page = f"/pieces/{made.piece.id}"
    form = {"note": copy.id, "words": ""}
    assert house.as_("helen").post(f"{page}/quote", data=form).status_code == 303
    house.clock.pass_days(1)
    whole = Asked(house, meeting.phones, made.piece.id).whole
    read_back_today(house.services, house.actor("sam"), whole)
    house.clock.pass_days(8)
    release(house.services, helen, made.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)
    assert HER in house.as_("grace").get(page).text

    (own,) = (
        each.id for each in notes_of(house, meeting.session) if each.text == HER and each != copy
    )
    own_form = {"note": own, "words": ""}
    first = f"/pieces/{asked.piece_id}/quote"
    assert house.as_("helen").post(first, data=own_form).status_code == 303
    refuse_first_quote(asked)

    assert HER not in house.as_("grace").get(page).text
    with house.services.db.read() as tx:  # whoever curates is told to look at it
        assert pieces_repeating(tx, house.partnership.id, at) == {made.piece.id}
    other = make_piece(house.services, helen, at, ids, "Third", LINE, "A story.", kind="doubt")
    answer = house.as_("helen").post(f"/pieces/{other.piece.id}/quote", data=form)
    assert (answer.status_code, "said no" in answer.text) == (400, True)


@pytest.mark.parametrize("goes", ["taken back", "its day"])
def test_a_copy_once_the_note_is_gone(house: TestHouse, tmp_path: Path, goes: str) -> None:
    asked = written(house, f"{HER}.", f"I heard: {HER}", HIS, WROTE[2])
    own, copy = note_of(asked, f"{HER}."), note_of(asked, f"I heard: {HER}")
    others = [copy, note_of(asked, HIS), note_of(asked, WROTE[2])]
    helen, at = house.actor("helen"), house.community.id
    made = make_piece(house.services, helen, at, others, "Other", LINE, "A story.", kind="doubt")
    page, form = f"/pieces/{made.piece.id}", {"note": copy, "words": HER}
    assert house.as_("helen").post(f"{page}/quote", data=form).status_code == 303
    house.clock.pass_days(1)
    whole = Asked(house, asked.phones, made.piece.id).whole
    read_back_today(house.services, house.actor("sam"), whole)
    house.clock.pass_days(9)
    release(house.services, helen, made.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)
    assert HER in house.as_("grace").get(page).text
    save(house, tmp_path / "one.backup")
    refuse(asked, f"{HER}.", HER)

    def holds() -> bool:
        anew = house.as_("helen").post(f"/pieces/{asked.piece_id}/quote", data=form)
        return HER not in house.as_("grace").get(page).text and anew.status_code == 400

    if goes == "taken back":
        phone = asked.phones[0]
        phone.client.post(f"{phone.mine}/notes/{own}/take-back")
    else:
        with house.services.db.begin() as tx:
            its_day = sa.update(t.note).where(t.note.c.id == own)
            tx.execute(its_day.values(erase_on=house.services.today))
        tidy(house.services, OPERATOR)
    with house.services.db.read() as tx:
        assert tx.execute(sa.select(t.note.c.text).where(t.note.c.id == own)).scalar() is None
    assert holds()
    other = house.as_("helen").post(f"{page}/quote", data=form | {"words": "I heard"})
    assert other.status_code == 303  # not the words of the no

    put_back(house, tmp_path / "one.backup")
    assert holds()
