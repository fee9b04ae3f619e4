"""Promises 4 and 5: what is told to people on their phones repeats no held words, and none gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugin.domain.labels import Label
from tests import databases
from tests.promises.test_04_its_people_check_it_themselves import WROTE, written
from tests.unit.plugin.curate.meeting import change_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import join, notes_of, without_board

WORDS = "Canary: nobody decides on a Friday after four o clock"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def closing(house: TestHouse) -> Callable[[], str]:
    """Tell all who were asked what repeats a note; return what one of them reads."""
    asked = written(house, *WROTE)
    asked.ask()
    asked.close()
    form = {"closing": f"We kept it. {WORDS}."}
    told = house.as_("helen").post(f"/pieces/{asked.piece_id}/tell", data=form)
    assert told.status_code == 303
    return lambda: asked.phones[0].open("/notes").text


def returned(house: TestHouse) -> Callable[[], str]:
    """Return a note with a word that repeats another; return what its writer reads."""
    session = without_board(house)
    phone = join(house, session)
    phone.write("something about the portal that is long")
    (note,) = notes_of(house, session)
    form = {"do": "return", "words": f"Said already: {WORDS}"}
    sent = house.as_("sam").post(f"/s/{session.id}/by-phone/{note.id}", data=form)
    assert sent.status_code == 303
    return lambda: phone.open("/notes").text


@pytest.mark.parametrize("told", [closing, returned])
@pytest.mark.parametrize("is_taken_back", [True, False])
def test_it_hides_what_is_held_and_forgets_what_went(
    house: TestHouse, told: Callable[[TestHouse], Callable[[], str]], is_taken_back: bool
) -> None:
    note_id = f"portal-{meet(house.services, house.community.id).id}"
    change_note(house.services, note_id, text=WORDS)
    read = told(house)
    before = read()

    if is_taken_back:
        house.as_("sam").post(f"/notes/{note_id}/take-back")
        assert b"nobody decides" not in databases.everything(house.services.db).lower()
    else:
        change_note(house.services, note_id, label=Label.H)

    assert "nobody decides" in before
    assert "nobody decides" not in read()
