"""Promise 5: a piece is looked at again whenever a note under it goes, however often before."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from plugin.curate.pieces import make_piece, whole_piece
from plugin.curate.releasing import release
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
TOLD = "One of us agreed by telephone days ahead of the paper."
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


@dataclass
class Told:
    """A piece of a team, or half of it, that partners read with words of a note."""

    house: TestHouse
    piece_id: str

    def bring_out(self) -> None:
        services, clock = self.house.services, self.house.clock
        clock.pass_days(1)
        read_back_today(services, self.house.actor("sam"), whole_piece(services, self.piece_id))
        clock.pass_days(9)
        release(services, self.house.actor("helen"), self.piece_id, Rung.PARTNERSHIP, NO_HARM)
        clock.pass_days(3)
        assert self.is_read

    @property
    def is_read(self) -> bool:
        return TOLD in self.house.as_("grace").get(f"/pieces/{self.piece_id}").text


@pytest.fixture
def told(tmp_path: Path) -> Told:
    made = make_team(tmp_path)
    met = meet(made.services, made.community.id)
    notes = [f"{name}-{met.id}" for name in ("phone", "trust", "portal")]
    given = (made.services, made.actor("helen"), made.community.id, notes)
    return Told(made, make_piece(*given, "By phone", TOLD, "A story.", kind="doubt").piece.id)


def note_named(told: Told, name: str) -> str:
    sources = whole_piece(told.house.services, told.piece_id).all_sources
    return next(each.note_id for each in sources if each.note_id.startswith(name))


def test_newer_words_that_stand_bring_no_older_ones_back(told: Told) -> None:
    told.bring_out()
    other = {"title": "Portals", "line": "Portals and forms.", "narrative": "", "after": "1"}
    at = f"/pieces/{told.piece_id}"
    assert told.house.as_("helen").post(f"{at}/words", data=other).status_code == 303
    told.house.clock.pass_days(1)
    note_id = note_named(told, "phone")
    take_back(told.house.services, OPERATOR, note_id)
    assert not told.is_read

    told.house.as_("helen").post(f"{at}/still-stands", data={"gone": [note_id]})

    assert not told.is_read
    assert "eing looked at again" in told.house.as_("grace").get(at).text


def test_half_of_a_piece_is_looked_at_with_the_other(told: Told) -> None:
    note_id, at = note_named(told, "phone"), f"/pieces/{told.piece_id}"
    rest = [note_named(told, name) for name in ("trust", "portal")]
    said = {"note": rest, "title": "Half", "why": "Two things."}
    assert told.house.as_("helen").post(f"{at}/split", data=said).status_code == 303
    (told.piece_id,) = whole_piece(told.house.services, told.piece_id).belongs_with
    told.bring_out()

    take_back(told.house.services, OPERATOR, note_id)

    assert not told.is_read


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
