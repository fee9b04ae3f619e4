import html
import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from connectors.sandbox_people import Person, SandboxPeople
from plugin.convene.session_page import session_page
from plugin.convene.sessions import plan_session, session_of
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.notes import NoteState
from plugin.domain.sessions import SessionState, SuspectedCopy
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import copies as stored_copies
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.web.session import ASKED
from tests.unit.plugin.web.everything import contents
from tests.unit.plugin.web.filled import WORDS, a_session, ask_brake
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.mounted import SANDBOX_URL, http_to
from tests.world.jobs import done


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


@pytest.mark.parametrize(
    ("state", "where"),
    [
        (SessionState.OPEN, "Delete it on the board until the session is closed"),
        (SessionState.CLOSED, "Until 16 December 2026 you can also delete it on the board"),
    ],
)
def test_members_are_told_where_their_own_notes_are(
    made: TestHouse, state: SessionState, where: str
) -> None:
    address = f"/s/{a_session(made, state=state).session.id}"

    told, host = made.as_("amina").get(address).text, made.as_("sam").get(address).text

    assert where in told
    assert "ask your facilitator" in told
    assert "keeps no names beside notes, so it cannot list yours" in told
    assert "Your own notes" not in host


@pytest.mark.parametrize("who", ["sam", "amina"])
@pytest.mark.parametrize(("days_later", "is_told"), [(0, False), (29, True)])
def test_a_meeting_that_nobody_closed_says_so(
    made: TestHouse, who: str, days_later: int, is_told: bool
) -> None:
    made.clock.pass_days(days_later)
    address = f"/s/{a_session(made, state=SessionState.CLOSED).session.id}"

    page = made.as_(who).get(address).text

    assert ("Nobody closed this session while Hedgerow read its board" in page) is is_told


def test_last_collecting_is_told_in_words(made: TestHouse) -> None:
    page = made.as_("sam").get(f"/s/{a_session(made).session.id}").text

    assert "2 notes were here then." in page
    assert "3 lie in boxes that stay here: they were not kept." in page
    assert "A box is gone." in page


@pytest.mark.parametrize(("answer", "is_there"), [("tidied", True), ("taken back", False)])
def test_brake_asks_and_takes_an_answer(made: TestHouse, answer: str, is_there: bool) -> None:
    filled, client = a_session(made), made.as_("sam")
    brake_id = ask_brake(made, filled)
    address = f"/s/{filled.session.id}"
    asked = client.get(address).text

    client.post(f"{address}/brake/{brake_id}", data={"answer": answer})

    assert ASKED in asked
    assert ASKED not in client.get(address).text
    with made.services.db.read() as tx:
        note = stored_notes.note(tx, filled.note_id)
    assert (note is not None and note.text == WORDS) is is_there


def test_brake_takes_no_other_answer(made: TestHouse) -> None:
    filled = a_session(made)
    brake_id = ask_brake(made, filled)

    answer = made.as_("sam").post(f"/s/{filled.session.id}/brake/{brake_id}", data={"answer": "x"})

    assert answer.status_code == 400


def test_a_stopped_collecting_does_not_say_that_it_collected(
    made: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled, client = a_session(made), made.as_("sam")
    ask_brake(made, filled)
    view = session_page(made.services, made.actor("sam"), filled.session.id)
    stopped = SimpleNamespace(brakes=view.brakes, stored=2, new=0, messages=("Stopped.",))
    monkeypatch.setattr("plugin.jobs.session_jobs.use_cases.collect", lambda *_: stopped)

    page = client.post(f"/s/{filled.session.id}/collect", follow_redirects=True).text

    assert ASKED in page
    assert "Collected" not in page


def test_board_that_vanished_is_told_and_nothing_lost(made: TestHouse) -> None:
    filled, client = a_session(made), made.as_("sam")

    answers = [
        client.post(f"/s/{filled.session.id}/{act}", follow_redirects=True)
        for act in ("collect", "close")
    ]

    for answer in answers:
        assert "Miro does not show this session's board" in html.unescape(answer.text)
        assert "2 notes collected" in answer.text
    assert session_of(made.services, filled.session.id).state is SessionState.OPEN


def test_meeting_without_board_is_held_with_a_press(made: TestHouse) -> None:
    meeting = plan_session(
        made.services, made.actor("sam"), made.community.id, made.services.today, None
    )
    client = made.as_("sam")
    before = client.get(f"/s/{meeting.id}").text

    client.post(f"/s/{meeting.id}/held")

    assert "It took place" in before
    assert session_of(made.services, meeting.id).state is SessionState.CLOSED
    assert "It took place" not in client.get(f"/s/{meeting.id}").text


def test_roles_are_not_asked_where_nobody_is_named(made: TestHouse) -> None:
    page = made.as_("sam").get(f"/s/{a_session(made).session.id}/roles").text

    assert "notes carry nothing of their writers" in page
    assert not re.search(r'name="role-', page)


def test_board_opens_where_it_is(made: TestHouse) -> None:
    filled = a_session(made)

    page = made.as_("sam").get(f"/s/{filled.session.id}").text

    assert f'href="http://127.0.0.1:1/_sandbox/miro/boards/board-{filled.session.id}%3D"' in page


def test_words_of_a_note_that_left_are_shown_no_more(made: TestHouse) -> None:
    filled = a_session(made, state=SessionState.CLOSED)
    with made.services.db.begin() as tx:
        note = stored_notes.note(tx, filled.note_id)
        assert note
        gone = replace(note, state=NoteState.LEFT_BOARD, erase_on=date(2026, 11, 25))
        stored_notes.save_note(tx, gone)

    page = made.as_("sam").get(f"/s/{filled.session.id}").text

    assert "The flat had no heating" not in page
    assert "erased on 25 November 2026" in page
    assert "1 note collected" in page


def a_collected_session_by_role(made: TestHouse) -> tuple[FlaskClient, str]:
    by_role = Agreement(1, attribution=Attribution.ROLE)
    with made.services.db.begin() as tx:
        stored_communities.add_agreement(tx, made.community.id, by_role, made.services.now)
    client = made.as_("sam")
    typed = {"kind": "T3", "day": "2026-11-18", "shown": "T3  2026-11-18 "}
    where = done(client, client.post(f"/c/{made.community.id}/new-session", data=typed))
    people = SandboxPeople(http_to(made.sandbox), SANDBOX_URL)
    people.seed([Person("3074457350000000101", "Tom Brennan")])
    with made.services.db.read() as tx:
        board = stored_boards.board(tx, where.rpartition("/")[2])
        assert board
        frames = stored_boards.frame_zones(tx, board.session_id)
    frame_id = next(frame_id for frame_id, zone in frames.items() if zone == "Z5")
    person = "3074457350000000101"
    people.add_note(board.miro_board_id, person, "A doubt", "cyan", frame_id, 300, 900)
    client.post(f"{where}/collect")
    return client, where


def test_roles_are_given_by_name_and_stored_by_hash(made: TestHouse) -> None:
    client, where = a_collected_session_by_role(made)
    before = client.get(f"{where}/roles").text
    page = client.post(f"{where}/writers", follow_redirects=True).text
    field = re.search(r'name="(role-[^"]+)"', page)
    assert field

    client.post(f"{where}/roles", data={field[1]: "housing officer"})

    assert "Tom Brennan" not in before
    assert "Tom Brennan" in page
    assert 'value="housing officer"' in client.get(f"{where}/roles").text
    assert made.as_("helen").get(f"{where}/roles").status_code == 403


def test_who_wrote_is_told_to_the_browser_that_asked_and_for_a_while(made: TestHouse) -> None:
    client, where = a_collected_session_by_role(made)
    client.post(f"{where}/writers", follow_redirects=True)

    elsewhere = made.as_("sam").get(f"{where}/roles").text
    stored = str(contents(made)["job"])
    made.clock.pass_days(0.02)
    later = client.get(f"{where}/roles").text

    for text in (elsewhere, stored, later):
        assert "Tom Brennan" not in text
    assert "Ask Miro who wrote" in later


def test_refused_roles_keep_what_was_typed(made: TestHouse) -> None:
    client, where = a_collected_session_by_role(made)
    page = client.post(f"{where}/writers", follow_redirects=True).text
    field = re.search(r'name="(role-[^"]+)"', page)
    assert field

    answer = client.post(f"{where}/roles", data={field[1]: "officer", "role-unknown": "x"})

    assert answer.status_code == 400
    assert 'value="officer"' in answer.text


def test_the_page_tells_what_is_not_collected_and_lets_it_be_chosen(made: TestHouse) -> None:
    session = a_session(made).session
    here = f"/s/{session.id}"
    said = "In “3 · The story” there are 3 shapes and 1 text with words that are not collected."
    with made.runtime.services.db.begin() as tx:
        stored_sessions.add_capture(
            tx,
            "later",
            session.id,
            made.runtime.services.now,
            {"stored": 2, "messages": [said], "number": 9},
        )
    before = made.as_("sam").get(here).text

    made.as_("sam").post(f"{here}/other-items", data={"others": "yes"})

    assert said in before_words(before)
    assert "Also collect texts, shapes and cards" in before
    assert "Collect sticky notes only" in made.as_("sam").get(here).text
    assert session_of(made.runtime.services, session.id).collects_other_items


@pytest.mark.parametrize("who", ["helen", "amina"])
def test_only_who_runs_the_session_chooses_what_is_collected(made: TestHouse, who: str) -> None:
    session = a_session(made).session

    made.as_(who).post(f"/s/{session.id}/other-items", data={"others": "yes"})

    assert "Also collect texts" not in made.as_(who).get(f"/s/{session.id}").text
    assert not session_of(made.runtime.services, session.id).collects_other_items


@pytest.mark.parametrize(("answer", "is_meant"), [("yes", True), ("no", False)])
def test_a_copy_of_a_note_taken_back_is_asked_about_without_its_words(
    made: TestHouse, answer: str, is_meant: bool
) -> None:
    session = a_session(made).session
    here, item = f"/s/{session.id}", "ab" * 32
    with made.runtime.services.db.begin() as tx:
        stored_copies.save(tx, session.id, SuspectedCopy(item, "Z3", "cd" * 32))
    asked = made.as_("sam").get(here).text
    seen = made.as_("helen").get(here).text

    refused = made.as_("helen").post(f"{here}/copy/{item}", data={"answer": answer}).status_code
    made.as_("sam").post(f"{here}/copy/{item}", data={"answer": answer})

    assert "A note with the same words as one that was taken back is on the board" in asked
    assert "Yes, collect it" in asked
    assert "Yes, collect it" not in seen
    assert refused in (403, 404)
    assert "Is this note meant" not in made.as_("sam").get(here).text
    with made.runtime.services.db.read() as tx:
        assert [copy.is_meant for copy in stored_copies.suspected(tx, session.id)] == [is_meant]


@pytest.mark.parametrize(
    ("state", "is_nudged"), [(SessionState.OPEN, True), (SessionState.CLOSED, False)]
)
def test_advice_in_a_box_of_questions_is_nudged_until_close(
    made: TestHouse, state: SessionState, is_nudged: bool
) -> None:
    filled = a_session(made, "T5", state)
    with made.services.db.begin() as tx:
        note = stored_notes.note(tx, filled.note_id)
        assert note is not None
        stored_notes.save_note(tx, replace(note, zone_code="Z4", text="You should ring."))

    page = made.as_("sam").get(f"/s/{filled.session.id}").text

    assert ("Questions, not advice: ask whether there is a question in it." in page) is is_nudged
