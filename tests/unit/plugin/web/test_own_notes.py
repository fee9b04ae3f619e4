"""My notes by phone: changed and deleted until Close, then followed and taken back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin import use_cases
from plugin.domain.sessions import Session
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import new_session
from tests.world.phones import (
    Phone,
    board_id,
    join,
    miro_of,
    notes_of,
    place,
    stickies_of,
    without_board,
)

DAY = date(2026, 11, 18)
WORDS = "canary: nobody decides on a Friday after four"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def kept_here(house: TestHouse) -> Session:
    return without_board(house)


@pytest.fixture
def session(house: TestHouse) -> Session:
    return new_session(house.runtime, house.actor("sam"), house.community.id, "T3", DAY)[0]


@pytest.fixture
def phone(house: TestHouse, session: Session) -> Phone:
    found = join(house, session)
    found.write(WORDS)
    return found


def close(house: TestHouse, session: Session) -> None:
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)


def contents(house: TestHouse, session: Session) -> list[str]:
    return [each.content for each in stickies_of(house, session)]


def test_a_note_is_changed_here_and_on_the_board(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)

    said = phone.press(note, "change", "newer words").text
    captured = use_cases.collect(house.runtime, house.actor("sam"), session.id)

    assert "Changed." in said
    assert contents(house, session) == ["newer words"]
    assert [each.text for each in notes_of(house, session)] == ["newer words"]
    assert (captured.new, captured.replaced) == (0, 0)


def test_a_note_is_deleted_here_and_on_the_board(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)

    said = phone.press(note, "delete").text

    assert "Deleted." in said
    assert (notes_of(house, session), contents(house, session)) == ((), [])


def test_what_the_phone_sent_last_counts_until_the_board_shows_it(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)
    house.runs_at_once = False
    phone.press(note, "change", "newer words")

    use_cases.collect(house.runtime, house.actor("sam"), session.id)
    collected = [each.text for each in notes_of(house, session)]
    place(house, session)

    assert collected == ["newer words"]
    assert contents(house, session) == ["newer words"]


def test_a_deleted_note_does_not_come_again_while_its_sticky_stands(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)
    house.runs_at_once = False
    phone.press(note, "delete")

    captured = use_cases.collect(house.runtime, house.actor("sam"), session.id)

    assert (captured.new, notes_of(house, session)) == (0, ())
    assert WORDS not in phone.open("/notes").text


def test_somebody_deletes_the_sticky_and_the_note_goes(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (item,) = stickies_of(house, session)
    miro_of(house, session).delete_item(board_id(house, session), item.id)

    use_cases.collect(house.runtime, house.actor("sam"), session.id)

    assert notes_of(house, session) == ()
    assert WORDS not in phone.open("/notes").text


def test_after_close_a_note_is_taken_back_with_a_receipt(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    close(house, session)
    (note,) = notes_of(house, session)
    before = phone.open(f"/notes/{note.id}").text

    receipt = phone.press(note, "take-back").text
    again = phone.press(note, "take-back").text

    assert "Where it went" in before
    assert "taken back by its writer" in receipt
    assert "Its sticky is deleted on the board" in receipt
    assert "backups of this server" in receipt
    assert "canary" not in receipt
    assert "What was reached" in again
    assert [each.text for each in notes_of(house, session)] == [None]
    assert contents(house, session) == []


def test_where_there_is_no_board_no_sticky_is_spoken_of(
    house: TestHouse, kept_here: Session
) -> None:
    phone = join(house, kept_here)
    phone.write(WORDS)
    (note,) = notes_of(house, kept_here)
    before = phone.open(f"/notes/{note.id}").text
    use_cases.close_session(house.runtime, house.actor("sam"), kept_here.id)
    closed = phone.open(f"/notes/{note.id}").text

    gone = phone.press(note, "take-back").text

    assert "Words that you change or delete are forgotten." in before
    assert "What was reached" in gone
    for page in (before, closed, gone):
        assert "sticky" not in page


def test_after_close_nothing_is_edited_any_more(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    close(house, session)
    (note,) = notes_of(house, session)

    for button in ("change", "delete"):
        assert phone.press(note, button, "newer words").status_code == 400

    assert [each.text for each in notes_of(house, session)] == [WORDS]


def test_a_link_to_ones_notes_can_be_kept(house: TestHouse, kept_here: Session) -> None:
    phone = join(house, kept_here)
    phone.write(WORDS)

    page = LexborHTMLParser(phone.open("/notes").text)
    kept = (page.css_first("details a").attributes["href"] or "").partition("/me/")[2]

    assert page.css_first("figure svg") is not None
    assert house.as_(None).get(f"/me/{kept}/notes").text.count(WORDS) == 1


def test_nobody_else_finds_changes_or_takes_back_a_note(
    house: TestHouse, kept_here: Session
) -> None:
    join(house, kept_here).write(WORDS)
    other = join(house, kept_here)
    (note,) = notes_of(house, kept_here)

    for button in ("change", "delete", "take-back"):
        assert other.press(note, button, "not yours").status_code == 404

    assert other.open(f"/notes/{note.id}").status_code == 404
    assert [each.text for each in notes_of(house, kept_here)] == [WORDS]


@pytest.mark.parametrize("words", ["", "x" * 5_001])
def test_a_change_that_cannot_be_kept_is_said_and_stays_typed(
    house: TestHouse, kept_here: Session, words: str
) -> None:
    phone = join(house, kept_here)
    phone.write(WORDS)
    (note,) = notes_of(house, kept_here)

    said = phone.press(note, "change", words)

    assert said.status_code == 400
    assert 'role="alert"' in said.text
    assert [each.text for each in notes_of(house, kept_here)] == [WORDS]


def test_a_form_that_is_sent_late_brings_no_deleted_note_back(
    house: TestHouse, kept_here: Session
) -> None:
    phone = join(house, kept_here)
    form = phone.form(WORDS)
    phone.send(form)
    (note,) = notes_of(house, kept_here)
    phone.press(note, "delete")

    phone.send(form)

    assert notes_of(house, kept_here) == ()
