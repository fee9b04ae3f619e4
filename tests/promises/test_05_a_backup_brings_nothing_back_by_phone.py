"""Promise 5: what people took back or changed by phone stays so when a backup is put back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin import use_cases
from plugin.backups.restoring import Restored, restore
from plugin.curate.pieces import make_piece
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import Rung
from plugin.domain.sessions import Session
from plugin.store.backing_up import back_up
from tests.promises.test_04_its_people_check_it_themselves import WROTE, written
from tests.unit.plugin.curate.meeting import meet, read_back_today
from tests.unit.plugin.mirror.between import agreed_ask
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import Phone, agree, join, make_code, notes_of, without_board

WORDS = "Canary: nobody decides on a Friday after four o’clock"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    agree(made)
    yield made
    made.services.db.close()


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "one.backup"


def save(house: TestHouse, backup: Path) -> None:
    back_up(house.services.db, backup, house.clock())


def put_back(house: TestHouse, backup: Path) -> Restored:
    return restore(house.services, backup, [], replaces=True)


def close(house: TestHouse, session: Session) -> None:
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)


def quiet_note(house: TestHouse) -> tuple[Session, Phone]:
    session = without_board(house)
    phones = [join(house, session) for _ in range(3)]
    house.as_("sam").post(f"/s/{session.id}/quiet/Z3")
    phones[0].write(WORDS)
    return session, phones[0]


@pytest.mark.parametrize(
    "steps", [("delete",), ("change",), ("reveal", "delete"), ("reveal", "close", "take-back")]
)
def test_a_quiet_note_that_went(house: TestHouse, backup: Path, steps: tuple[str, ...]) -> None:
    session, phone = quiet_note(house)
    save(house, backup)
    note_id = phone.open("/notes").text.partition("/notes/")[2].partition('"')[0]
    if "reveal" in steps:
        house.as_("sam").post(f"/s/{session.id}/quiet/Z3/reveal")
    if "close" in steps:
        close(house, session)
    phone.client.post(f"{phone.mine}/notes/{note_id}/{steps[-1]}", data={"note": "other words"})

    put_back(house, backup)
    close(house, session)

    assert WORDS not in [note.text for note in notes_of(house, session)]


def test_a_quiet_note_that_nothing_happened_to_comes_back(house: TestHouse, backup: Path) -> None:
    session, _ = quiet_note(house)
    save(house, backup)

    put_back(house, backup)
    close(house, session)

    assert [note.text for note in notes_of(house, session)] == [WORDS]


def test_words_that_were_replaced(house: TestHouse, backup: Path) -> None:
    session = without_board(house)
    phone = join(house, session)
    phone.write(WORDS)
    save(house, backup)
    phone.press(notes_of(house, session)[0], "change", "other words entirely here")

    put_back(house, backup)

    assert WORDS not in [note.text for note in notes_of(house, session)]


@pytest.mark.parametrize("then", ["", "Something else entirely for the next time"])
def test_what_somebody_would_change_and_says_otherwise(
    house: TestHouse, backup: Path, then: str
) -> None:
    session = without_board(house)
    phone = join(house, session)
    said = "Nobody dares to ring the consultant after six"
    assert phone.client.post(f"{phone.mine}/pulse", data={"change": said}).status_code == 303
    save(house, backup)
    phone.client.post(f"{phone.mine}/pulse", data={"change": then})

    put_back(house, backup)

    assert said not in phone.client.get(phone.mine).text
    close(house, session)
    assert said not in house.as_("sam").get(f"/s/{session.id}").text


def test_words_that_a_released_piece_repeats(house: TestHouse, backup: Path) -> None:
    met, session = meet(house.services, house.community.id), without_board(house)
    phone = join(house, session)
    phone.write(WORDS)
    helen, note_ids = house.actor("helen"), [f"{n}-{met.id}" for n in ("phone", "trust", "portal")]
    piece = make_piece(
        house.services, helen, house.community.id, note_ids, "T", WORDS, "Story.", kind="doubt"
    )
    read_back_today(house.services, house.actor("sam"), piece)
    house.clock.pass_days(8)
    release(house.services, helen, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)
    memory = f"/p/{house.partnership.id}/memory"
    assert "nobody decides" in house.as_("grace").get(memory).text
    save(house, backup)
    phone.press(notes_of(house, session)[0], "delete")

    put_back(house, backup)

    assert "nobody decides" not in house.as_("grace").get(memory).text


@pytest.mark.parametrize(
    ("kind", "words"),
    [("not shared", None), ("nearly", "Other words"), ("nearly", ""), ("yes", None)],
    ids=["not shared", "other words", "no words", "yes"],
)
def test_words_of_an_answer_that_is_another_one(
    house: TestHouse, backup: Path, kind: str, words: str | None
) -> None:
    asked = written(house, *WROTE)
    assert asked.ask() == 303
    assert asked.answer(0, "nearly", WORDS) == 303
    assert asked.answer(1, "nearly", "Something else altogether") == 303
    save(house, backup)
    assert asked.answer(0, kind, words) == 303

    put_back(house, backup)
    asked.close()

    pages = (f"/pieces/{asked.piece_id}", f"/c/{house.community.id}/desk/answers")
    texts = "".join(house.as_("helen").get(page).text for page in pages)
    assert "Something else altogether" in texts
    assert WORDS not in texts


def test_a_yes_that_was_changed(house: TestHouse, backup: Path) -> None:
    asked = written(house, *WROTE)
    asked.ask()
    assert [asked.answer(number, "yes") for number in (0, 1)] == [303, 303]
    save(house, backup)
    assert [asked.answer(number, "nearly", "not like this") for number in (0, 1)] == [303, 303]

    put_back(house, backup)
    asked.close()

    assert not asked.is_checked
    assert asked.ask() == 303
    assert [asked.answer(number, "yes") for number in (0, 1)] == [303, 303]
    asked.close()
    assert asked.is_checked


def test_a_no_to_a_question_that_the_backup_has_not(house: TestHouse, backup: Path) -> None:
    asked = written(house, *WROTE)
    save(house, backup)
    asked.ask()
    assert asked.answer(0, "off") == 303

    put_back(house, backup)
    house.clock.pass_days(1)
    read_back_today(house.services, house.actor("sam"), asked.whole)
    house.clock.pass_days(9)

    assert not asked.is_checked


def test_an_address_that_was_told_what_happens(house: TestHouse, backup: Path) -> None:
    webhooks = f"/p/{house.partnership.id}/webhooks"
    house.as_("connie").post(webhooks, data={"address": "https://partner.example/told"})
    assert "partner.example" in house.as_("connie").get(webhooks).text
    save(house, backup)

    put_back(house, backup)

    assert "partner.example" not in house.as_("connie").get(webhooks).text


def test_a_code_that_was_stopped(house: TestHouse, backup: Path) -> None:
    session = without_board(house)
    code = make_code(house, session)
    save(house, backup)
    house.as_("sam").post(f"/s/{session.id}/join-code/stop")

    put_back(house, backup)

    assert house.as_(None).post(f"/j/{code}").status_code == 404


def test_a_link_that_was_answered_opens_no_more(house: TestHouse, backup: Path) -> None:
    key = agreed_ask(house, meet(house.services, house.community.id))
    sam, at = house.as_("sam"), f"/c/{house.community.id}/between"
    sam.post(at, data={"do": "sponsor", "key": key})
    found = re.search(r"/asks/[\w-]+", sam.post(f"{at}/link", data={"key": key}).text)
    assert found
    sponsor = house.as_(None)
    assert sponsor.get(found[0]).status_code == 200
    save(house, backup)
    assert sponsor.post(found[0], data={"reply": "accepted", "words": ""}).status_code == 200

    put_back(house, backup)

    assert sponsor.get(found[0]).status_code == 404
