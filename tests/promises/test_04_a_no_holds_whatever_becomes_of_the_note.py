"""Promise 4: a no to being quoted holds where the note is written over or partly erased later."""

from __future__ import annotations

from tests.promises.test_03_words_of_another_hand_on_a_phone import house, met
from tests.promises.test_04_its_people_check_it_themselves import Asked, written
from tests.promises.test_04_quotes_need_a_yes import HER, HIS, note_of, quote, say
from tests.unit.plugin.web.house import TestHouse

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
