"""What those who were asked learn at the end, and what they can still do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from plugin.backups.restoring import restore
from plugin.converse.outcomes import take_words_out
from plugin.domain.people import OPERATOR
from plugin.domain.piece_records import with_other_view
from plugin.domain.pieces import is_withheld
from plugin.govern.retention import tidy
from plugin.store.backing_up import back_up
from plugin.store.database import Database
from tests import databases
from tests.promises.test_04_its_people_check_it_themselves import (
    CANARY,
    LINE,
    STORY,
    TITLE,
    WROTE,
    Asked,
    rows,
    written,
)
from tests.unit.plugin.web.house import TestHouse, make_house

TOLD = "We kept the ending, since two of you wrote it so. The line is new."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def asked(house: TestHouse) -> Asked:
    found = written(house, *WROTE)
    assert found.ask() == 303
    return found


def save(asked: Asked, line: str = LINE, story: str = STORY) -> None:
    newest = asked.whole.newest.number
    form = {"title": TITLE, "line": line, "narrative": story, "after": str(newest)}
    at = f"/pieces/{asked.piece_id}/words"
    assert asked.house.as_("helen").post(at, data=form).status_code == 303


def tell(asked: Asked, words: str = TOLD, who: str = "helen") -> int:
    at = f"/pieces/{asked.piece_id}/tell"
    return asked.house.as_(who).post(at, data={"closing": words}).status_code


def mine(asked: Asked, number: int = 0) -> str:
    return asked.phones[number].open("/notes").text


def take_out(asked: Asked, number: int) -> int:
    phone = asked.phones[number]
    at = f"{phone.mine}/check/{asked.whole.questions[0].id}/take-out"
    return phone.client.post(at).status_code


def test_it_is_told_that_it_is_checked(asked: Asked) -> None:
    for number in (0, 1):
        asked.answer(number, "yes")
    before = mine(asked)
    asked.close()

    assert "What became of it" not in before
    for number in range(3):
        assert "It is checked, in the words that you read." in mine(asked, number)


def test_it_is_told_that_words_were_changed_and_are_asked_about_again(asked: Asked) -> None:
    asked.answer(0, "off")
    asked.close()
    refused = mine(asked)
    save(asked, line="Other words.")
    changed = mine(asked)
    asked.ask()

    assert "so these words go nowhere" in refused
    assert "The words were changed. They are not checked yet." in changed
    assert "you are asked about them again" in mine(asked)
    assert "1 to check" in mine(asked)


def test_all_who_were_asked_are_told_once_and_nobody_else(asked: Asked) -> None:
    early = tell(asked)
    asked.close()

    assert (early, tell(asked, " "), tell(asked), tell(asked, "Again.")) == (400, 400, 303, 400)
    for number in range(3):
        assert TOLD in mine(asked, number)
    stranger = written(asked.house, "Something else altogether")
    assert TOLD not in mine(stranger)


@pytest.mark.parametrize("who", ["amina", "grace"])
def test_only_who_curates_tells_them(asked: Asked, who: str) -> None:
    asked.close()

    assert tell(asked, who=who) in (403, 404)
    assert TOLD not in mine(asked)


def kept(asked: Asked) -> None:
    """Let an answer be kept in the text, and the text be checked."""
    asked.answer(0, "off", CANARY)
    asked.close()
    save(asked, story=with_other_view(STORY, CANARY))
    asked.ask()
    for number in range(3):
        asked.answer(number, "yes")
    asked.close()
    assert asked.is_checked


def can_go_out(asked: Asked) -> bool:
    return not is_withheld(asked.whole, asked.whole.newest)


def test_whose_words_are_kept_can_take_them_out_later(asked: Asked) -> None:
    kept(asked)
    tidy(asked.house.services, OPERATOR)
    shown = [("Take my words out" in mine(asked, number)) for number in range(3)]

    done = take_out(asked, 0)

    assert (shown, done) == ([True, False, False], 303)
    assert not can_go_out(asked)


def test_taking_words_out_tells_nobody_whose_note_it_was(asked: Asked) -> None:
    asked.answer(0, "off", CANARY)
    asked.close()
    save(asked, story=with_other_view(STORY, CANARY))
    shown = [("Take my words out" in mine(asked, number)) for number in range(3)]

    done = take_out(asked, 0)

    assert (shown, done) == ([True, False, False], 303)
    assert "Words that were taken back still stand in it" in asked.desk()
    assert "Take my words out" not in mine(asked)
    assert CANARY not in " ".join(words for _, words in rows(asked))
    note_ids = {each.note_id for each in asked.whole.sources}
    assert note_ids.isdisjoint(each.note_id for each in asked.whole.reviews)
    assert asked.whole.voices == 3, "their notes stay"
    assert take_out(asked, 1) == 400


def test_words_that_were_taken_out_stay_so_after_a_restore(asked: Asked, tmp_path: Path) -> None:
    asked.answer(0, "off", CANARY)
    asked.close()
    save(asked, story=with_other_view(STORY, CANARY))
    house, backup = asked.house, tmp_path / "one.backup"
    log = Database(house.services.db.url, tmp_path / "went.log")
    services = replace(house.services, db=log)
    back_up(services.db, backup, services.now)
    session_id, token = asked.phones[0].mine.split("/")[-2:]
    take_words_out(services, session_id, token, asked.whole.questions[0].id)

    restore(services, backup, [], replaces=True)

    assert "Words that were taken back still stand in it" in asked.desk()
    services.db.close()


def test_what_is_told_goes_with_a_note_that_it_repeats(asked: Asked) -> None:
    asked.close()
    assert tell(asked, f"We kept this: {WROTE[0]}.") == 303
    phone = asked.phones[0]
    note_id = phone.open("/notes").text.partition("/notes/")[2].partition('"')[0]

    phone.client.post(f"{phone.mine}/notes/{note_id}/take-back")

    assert "We kept this" not in mine(asked, 1)
    assert WROTE[0].encode() not in databases.everything(asked.house.services.db)


def test_finishing_leads_to_a_page_without_the_address(asked: Asked) -> None:
    phone = asked.phones[0]
    answer = phone.client.post(f"{phone.mine}/finish")

    assert answer.headers["Clear-Site-Data"] == '"cache"'
    page = phone.client.get(answer.headers["Location"])
    assert (page.status_code, "/me/" in page.text) == (200, False)
    assert "Finish and clear this phone" in phone.open("/notes").text
