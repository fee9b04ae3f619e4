"""Promise 5: words that their writer takes out of a piece leave the files that wait, too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from plugin.curate.releasing import release
from plugin.domain.pieces import Rung
from tests.promises.test_04_a_different_view_is_kept import form_with, save
from tests.promises.test_04_its_people_check_it_themselves import CANARY, WROTE, Asked, written
from tests.promises.test_04_quotes_need_a_yes import HER, HIS, note_of, quote, say
from tests.promises.test_05_a_hold_only_stops_the_erasing import due_tomorrow
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.by_token import program
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def for_our_group(house: TestHouse, piece_id: str) -> None:
    release(house.services, house.actor("helen"), piece_id, Rung.US)


def waiting_file(house: TestHouse) -> Callable[[], str]:
    """Let a member ask for a file of the pieces; return what reads it."""
    page = f"/p/{house.partnership.id}/download"
    form = {"of": "pieces", "format": "md"}
    done = house.as_("amina").post(page, data=form, follow_redirects=True).text
    path = page + "/" + done.split(f'href="{page}/')[1].split('"')[0]
    return lambda: house.as_("amina").get(path).text


def quoted(house: TestHouse) -> Asked:
    asked = written(house, HER, HIS)
    quote(asked, HER)
    asked.ask()
    for_our_group(house, asked.piece_id)
    asked.answer(0, "yes")
    return asked


def test_a_quote_that_is_refused(house: TestHouse) -> None:
    asked = quoted(house)
    read = waiting_file(house)
    before = read()

    assert say(asked, 0, "no") == 303

    assert HER in before
    assert HER not in read()


def test_a_note_whose_day_has_come_before_the_daily_tidy(house: TestHouse) -> None:
    asked = quoted(house)
    due_tomorrow(house, note_of(asked, HIS))
    read = waiting_file(house)
    before = read()

    house.clock.now += timedelta(hours=20)  # it waits for four hours more, but for the note

    assert (HER in before, HER in read()) == (True, False)


def test_a_note_that_is_left_out(house: TestHouse) -> None:
    asked = quoted(house)
    read = waiting_file(house)
    before = read()

    asked.answer(0, "not shared")

    assert HER in before
    assert HER not in read()


def test_what_is_looked_at_again_is_in_no_new_file_and_no_answer_to_a_program(
    house: TestHouse,
) -> None:
    """Its own group reads it on its page, with a sign; a copy would keep the words without it."""
    met = meet(house.services, house.community.id)
    piece = a_piece(house.services, house.actor("helen"), met)
    for_our_group(house, piece.piece.id)
    house.as_("sam").post(f"/notes/phone-{met.id}/take-back")

    for who in ("helen", "amina"):
        told = program(house, who).get(f"/pieces/{piece.piece.id}")
        assert told.json["is_looked_at_again"] is True
        assert piece.newest.line not in told.text
    assert piece.newest.line not in waiting_file(house)()


def test_words_that_are_taken_out(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    asked.ask()
    asked.answer(0, "off", CANARY)
    asked.close()
    save(asked, form_with(asked, CANARY, "other"))
    for_our_group(house, asked.piece_id)
    read = waiting_file(house)
    before = read()
    phone = asked.phones[0]
    actions = re.findall(r'action="([^"]+)"', phone.open("/notes").text)
    (take_out,) = [each for each in actions if asked.whole.questions[0].id in each]

    assert phone.client.post(take_out).status_code == 303

    assert CANARY in before
    assert CANARY not in read()
