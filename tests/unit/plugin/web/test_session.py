import re

import pytest

from plugin.convene.sessions import plan_session, session_of
from plugin.domain.sessions import SessionState
from plugin.store import notes as stored_notes
from tests.unit.plugin.web.filled import WORDS, a_session, ask_brake
from tests.unit.plugin.web.house import TestHouse


def before_words(page: str) -> str:
    return page[: page.index('<details class="words">')]


@pytest.mark.parametrize("who", ["sam", "helen", "connie"])
def test_words_are_folded_and_escaped_for_the_team(made: TestHouse, who: str) -> None:
    page = made.as_(who).get(f"/s/{a_session(made).session.id}").text

    assert "2 notes collected" in page
    assert "The flat had no heating" not in before_words(page)
    assert "The flat had no heating. &lt;script&gt;" in page
    assert "Is your screen shared?" in page


def test_members_see_no_notes_and_no_counts(made: TestHouse) -> None:
    page = made.as_("amina").get(f"/s/{a_session(made).session.id}").text

    assert "Open the board" in page
    assert "The flat had no heating" not in page
    assert "collected" not in page
    assert "Collect now" not in page


def test_last_collecting_is_told_in_words(made: TestHouse) -> None:
    page = made.as_("sam").get(f"/s/{a_session(made).session.id}").text

    assert "2 notes are here now." in page
    assert "3 lie in boxes that stay here: they were not kept." in page
    assert "A box is gone." in page


@pytest.mark.parametrize(("answer", "is_there"), [("tidied", True), ("taken back", False)])
def test_brake_asks_and_takes_an_answer(made: TestHouse, answer: str, is_there: bool) -> None:
    filled, client = a_session(made), made.as_("sam")
    brake_id = ask_brake(made, filled)
    address = f"/s/{filled.session.id}"
    asked = client.get(address).text

    client.post(f"{address}/brake/{brake_id}", data={"answer": answer})

    assert "Tidying, or taken back?" in asked
    assert "Tidying, or taken back?" not in client.get(address).text
    with made.ground.db.read() as tx:
        note = stored_notes.note(tx, filled.note_id)
    assert (note is not None and note.text == WORDS) is is_there


def test_brake_takes_no_other_answer(made: TestHouse) -> None:
    filled = a_session(made)
    brake_id = ask_brake(made, filled)

    answer = made.as_("sam").post(f"/s/{filled.session.id}/brake/{brake_id}", data={"answer": "x"})

    assert answer.status_code == 400


def test_closing_is_asked_once_more(made: TestHouse) -> None:
    filled, client = a_session(made), made.as_("sam")

    page = client.get(f"/s/{filled.session.id}/close").text

    assert "Close this session?" in page
    assert session_of(made.ground, filled.session.id).state is SessionState.OPEN


def test_board_that_vanished_is_told_and_nothing_lost(made: TestHouse) -> None:
    filled, client = a_session(made), made.as_("sam")

    answers = [client.post(f"/s/{filled.session.id}/{act}") for act in ("collect", "close")]

    assert all(answer.status_code in (404, 409) for answer in answers)
    assert "2 notes collected" in answers[0].text
    assert session_of(made.ground, filled.session.id).state is SessionState.OPEN


def test_meeting_without_board_is_held_with_a_press(made: TestHouse) -> None:
    meeting = plan_session(
        made.ground, made.actor("sam"), made.community.id, made.ground.today, None
    )
    client = made.as_("sam")
    before = client.get(f"/s/{meeting.id}").text

    client.post(f"/s/{meeting.id}/held")

    assert "It took place" in before
    assert session_of(made.ground, meeting.id).state is SessionState.CLOSED
    assert "It took place" not in client.get(f"/s/{meeting.id}").text


def test_roles_are_not_asked_where_nobody_is_named(made: TestHouse) -> None:
    page = made.as_("sam").get(f"/s/{a_session(made).session.id}/roles").text

    assert "nobody is named" in page
    assert not re.search(r'name="role-', page)


def test_board_opens_where_it_is(made: TestHouse) -> None:
    filled = a_session(made)

    page = made.as_("sam").get(f"/s/{filled.session.id}").text

    assert f'href="http://127.0.0.1:1/_sandbox/miro/boards/board-{filled.session.id}%3D"' in page
