from dataclasses import replace
from pathlib import Path

import pytest

from plugin.domain.labels import Label
from plugin.domain.notes import NoteState, NoteVersion
from plugin.domain.sessions import Session
from plugin.store import notes as stored_notes
from tests.unit.plugin.curate.meeting import HELD, PHONE, a_piece, change_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def session(runtime: TestHouse) -> Session:
    return meet(runtime.services, runtime.community.id)


def page_of(runtime: TestHouse, session: Session, who: str = "sam", name: str = "phone") -> str:
    return runtime.as_(who).get(f"/notes/{name}-{session.id}").text


def test_it_shows_words_box_meeting_and_pieces(runtime: TestHouse, session: Session) -> None:
    piece = a_piece(runtime.services, runtime.actor("helen"), session)

    page = page_of(runtime, session)

    for words in (PHONE, "The story", "label-kept", session.name, piece.newest.title, "a member"):
        assert words in page


def test_older_words_stand_by_their_day(runtime: TestHouse, session: Session) -> None:
    with runtime.services.db.begin() as tx:
        note = stored_notes.note(tx, f"phone-{session.id}")
        assert note is not None
        stored_notes.add_version(tx, NoteVersion(note.id, 1, "Older words.", note.seen_at, Label.M))
        stored_notes.save_note(tx, replace(note, version=2))

    page = page_of(runtime, session)

    assert "Older words." in page
    assert "Version of 18 November 2026" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("sam", 200), ("helen", 200), ("amina", 403), ("grace", 403), ("stranger", 404)],
)
def test_only_those_who_read_notes_see_it(
    runtime: TestHouse, session: Session, who: str, status: int
) -> None:
    answer = runtime.as_(who).get(f"/notes/phone-{session.id}")

    assert answer.status_code == status
    assert (PHONE in answer.text) is (status == 200)


def test_taking_back_is_asked_first_and_changes_nothing(
    runtime: TestHouse, session: Session
) -> None:
    asked = runtime.as_("sam").get(f"/notes/phone-{session.id}/take-back").text

    assert "cannot be brought back" in asked
    assert PHONE in page_of(runtime, session)


def test_a_note_taken_back_says_what_became_of_it(runtime: TestHouse, session: Session) -> None:
    piece = a_piece(runtime.services, runtime.actor("helen"), session)

    answer = runtime.as_("sam").post(f"/notes/phone-{session.id}/take-back", follow_redirects=True)

    assert PHONE not in answer.text
    for words in ("Taken back.", "What became of it", "Erased", piece.newest.title):
        assert words in answer.text
    assert "Take back</a>" not in answer.text


@pytest.mark.parametrize("who", ["helen", "amina", "grace", "stranger"])
def test_nobody_else_takes_it_back(runtime: TestHouse, session: Session, who: str) -> None:
    answer = runtime.as_(who).post(f"/notes/phone-{session.id}/take-back")

    assert answer.status_code in (403, 404)
    assert PHONE in page_of(runtime, session)


def test_words_of_a_note_that_left_the_board_are_not_shown(
    runtime: TestHouse, session: Session
) -> None:
    change_note(runtime.services, f"phone-{session.id}", state=NoteState.LEFT_BOARD)

    page = page_of(runtime, session)

    assert PHONE not in page
    assert "off the desk" in page


def test_a_held_note_is_silent_after_its_day(runtime: TestHouse, session: Session) -> None:
    before = page_of(runtime, session, name="silence")
    runtime.clock.pass_days(28)

    assert HELD in before
    assert HELD not in page_of(runtime, session, name="silence")
