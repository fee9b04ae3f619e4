"""Promise 5: a piece is looked at again whenever a note under it goes, however often before."""

from datetime import timedelta
from pathlib import Path

import pytest

from plugin.curate.pieces import release, whole_piece
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Rung
from plugin.govern.withdrawal import take_back
from tests.promises.team import make_team
from tests.promises.test_04_editions_are_agreed_by_the_group import Case
from tests.promises.test_04_its_people_check_it_themselves import WROTE, Asked, house, written
from tests.promises.test_04_quotes_need_a_yes import HIS, note_of
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse

__all__ = ["house"]
NUMBER = "+44 20 79 46 09 58"
NOTE = f"Ring {NUMBER} when nobody answers at the desk"
LINE = "A call helps whoever is known there."


def say(asked: Asked, story: str) -> None:
    form = {"title": "A call", "line": LINE, "narrative": story}
    form["after"] = str(asked.whole.newest.number)
    at = f"/pieces/{asked.piece_id}/words"
    assert asked.house.as_("helen").post(at, data=form).status_code == 303


def test_a_note_goes_under_a_piece_that_was_looked_at_for_it_before(house: TestHouse) -> None:
    asked = written(house, NOTE, HIS, WROTE[2])
    note_id = note_of(asked, NOTE)
    say(asked, f"They ring {NUMBER} when it is late.")
    form = {"note": note_id, "start": "5", "choice": "erase"}
    house.as_("helen").post(f"/p/{house.partnership.id}/desk/names", data=form)
    assert asked.whole.reviews
    say(asked, "Whoever is known there is rung up, and others wait.")
    house.clock.pass_days(1)
    read_back_today(house.services, house.actor("sam"), asked.whole)
    house.clock.pass_days(8)
    release(house.services, house.actor("helen"), asked.piece_id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)
    page = f"/pieces/{asked.piece_id}"
    assert LINE in house.as_("grace").get(page).text

    assert house.as_("sam").post(f"/notes/{note_id}/take-back").status_code == 303

    shown = house.as_("grace").get(page).text
    assert LINE not in shown
    assert "eing looked at again" in shown


@pytest.mark.parametrize("days", [0, 1])
@pytest.mark.parametrize("is_anew", [False, True])
def test_words_for_anyone_are_written_anew_on_whatever_day_a_note_went(
    tmp_path: Path, days: int, *, is_anew: bool
) -> None:
    made = make_team(tmp_path)
    met = meet(made.services, made.community.id)
    piece = a_piece(made.services, made.actor("helen"), met, "phone", "trust", "portal")
    read_back_today(made.services, made.actor("sam"), piece)
    made.clock.pass_days(8)
    case = Case(made, piece)
    assert case.write() == 303
    made.clock.pass_days(days)
    made.clock.now += timedelta(hours=2)
    take_back(made.services, OPERATOR, f"portal-{met.id}")
    at = f"/pieces/{piece.piece.id}/still-stands"
    gone = [each.note_id for each in whole_piece(made.services, piece.piece.id).reviews]
    assert made.as_("helen").post(at, data={"gone": gone}).status_code == 303
    if is_anew:
        assert case.write() == 303
    case.agree("lea")
    case.say("read", "ruth")
    made.clock.pass_days(8)
    case.release()
    made.clock.pass_days(3)

    assert case.is_shown() is is_anew
