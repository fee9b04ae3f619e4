"""Asking to talk before a note is taken back: beside taking it back, and never in place of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from plugin import use_cases
from plugin.backups.restoring import restore
from plugin.convene.communities import add_person
from plugin.domain.notes import Note
from plugin.domain.people import OPERATOR, Role
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.store import tables as t
from plugin.store.backing_up import back_up
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.in_miro import SAM_IN_MIRO, InMiro, let_in
from tests.world.jobs import new_session
from tests.world.phones import HELD, Phone, agree, board_id, join, notes_of, without_board

DAY = date(2026, 11, 18)
WORDS = "canary: the man in the next bed had nobody"
WHERE = "canary: by the lift, Mondays at nine"
KNOWN = "They know. You can still take it back at any time."
ASKED = "Somebody asks to talk first before taking a note back."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    agree(made)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    return without_board(house)


@pytest.fixture
def phone(house: TestHouse, session: Session) -> Phone:
    found = join(house, session)
    found.write(WORDS)
    return found


def close(house: TestHouse, session: Session) -> None:
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)


def ask(phone: Phone, note: Note, where: str = WHERE) -> TestResponse:
    at = f"{phone.mine}/notes/{note.id}/talk-first"
    return phone.client.post(at, data={"where": where}, follow_redirects=True)


def wishes(house: TestHouse) -> list[str]:
    with house.services.db.read() as tx:
        return list(tx.execute(sa.select(t.talk_wish.c.found_at)).scalars())


def page(house: TestHouse, session: Session, who: str = "sam") -> TestResponse:
    return house.as_(who).get(f"/s/{session.id}/talk-first")


@pytest.mark.parametrize("is_closed", [False, True])
def test_who_runs_the_session_hears_of_it_and_ends_it(
    house: TestHouse, session: Session, phone: Phone, is_closed: bool
) -> None:
    (note,) = notes_of(house, session)
    if is_closed:
        close(house, session)
    group = f"/c/{session.community_id}/"

    before = phone.open(f"/notes/{note.id}").text
    told = ask(phone, note).text

    assert ("/talk-first" in before, KNOWN in before) == (True, False)
    assert KNOWN in told
    assert ("Take back" if is_closed else "Delete this note") in told
    waiting = house.as_("sam").get(group).text
    assert ASKED in waiting
    assert f"/s/{session.id}/talk-first" in waiting
    assert "canary" not in waiting
    shown = page(house, session).text
    assert WORDS in shown
    assert WHERE in shown
    assert ASKED not in house.as_("amina").get(group).text
    assert page(house, session, "amina").status_code == 403

    at = f"/s/{session.id}/talk-first/{note.id}"
    assert house.as_("amina").post(at).status_code == 403
    assert wishes(house) == [WHERE]
    assert house.as_("sam").post(at).status_code == 303
    assert wishes(house) == []
    assert KNOWN not in phone.open(f"/notes/{note.id}").text
    assert ASKED not in house.as_("sam").get(group).text


def test_the_wish_is_withdrawn_by_its_writer_alone(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)
    other = join(house, session)
    other.write("Another note")
    ask(phone, note)

    assert other.press(note, "no-talk").status_code == 404
    assert ask(other, note).status_code == 404
    assert wishes(house) == [WHERE]
    assert KNOWN not in phone.press(note, "no-talk").text
    assert wishes(house) == []


def test_taking_back_waits_for_nothing_and_ends_it(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)
    close(house, session)
    ask(phone, note)

    assert "A note that is gone" in phone.press(note, "take-back").text

    assert wishes(house) == []
    assert WORDS not in page(house, session).text
    assert ask(phone, note).status_code == 400


def test_a_note_that_is_deleted_ends_it(house: TestHouse, session: Session, phone: Phone) -> None:
    (note,) = notes_of(house, session)
    ask(phone, note)

    phone.press(note, "delete")

    assert wishes(house) == []


def test_it_ends_with_the_key_of_the_session_and_is_not_offered_then(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)
    close(house, session)
    ask(phone, note)
    days = (session.take_back_until - house.services.today).days

    house.clock.pass_days(days)
    tidy(house.services, OPERATOR)
    kept = wishes(house)
    house.clock.pass_days(1)
    tidy(house.services, OPERATOR)

    assert (kept, wishes(house)) == ([WHERE], [])
    late = phone.open(f"/notes/{note.id}").text
    assert "Take back" in late
    assert "/talk-first" not in late
    assert ask(phone, note).status_code == 400
    assert wishes(house) == []


def test_the_line_is_one_short_line_and_can_be_left_empty(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)

    long = ask(phone, note, "x" * 121)
    assert (long.status_code, wishes(house)) == (400, [])
    assert "x" * 121 in long.text
    assert ask(phone, note, "x" * 120).status_code == 200
    ask(phone, note, " \u202eby\0 the\r\n lift\u2800 ")
    assert wishes(house) == ["by the lift\u2800"]
    ask(phone, note, " \u3164 ")
    assert wishes(house) == [""]
    assert "left no word of where" in page(house, session).text


def test_no_line_repeats_a_held_note(house: TestHouse, session: Session, phone: Phone) -> None:
    phone.write("canary: she slept in the car for two winters", HELD)
    notes = {each.text: each for each in notes_of(house, session)}

    refused = ask(phone, notes[WORDS], "canary: she slept in the car for two winters")

    assert refused.status_code == 400
    assert wishes(house) == []


def test_a_held_note_is_not_read_on_the_page_by_who_may_not(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    held = "canary: she slept in the car for two winters"
    phone.write(held, HELD)
    notes = {each.text: each for each in notes_of(house, session)}
    ask(phone, notes[held], "")

    readers = {who: held in page(house, session, who).text for who in ("sam", "connie")}

    assert readers == {
        who: held in house.as_(who).get(f"/notes/{notes[held].id}").text for who in readers
    }


def test_whoever_came_later_is_not_told_where_the_writer_of_a_held_note_is(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    phone.write("canary: she slept in the car for two winters", HELD)
    (held,) = [each for each in notes_of(house, session) if each.text != WORDS]
    ask(phone, held)
    close(house, session)
    place = (house.partnership.id, house.community.id)
    late = ("Nora Bly", "nora@x.example", Role.FACILITATOR)
    house.people["nora"] = add_person(house.services, OPERATOR, *place, *late)

    assert WHERE in page(house, session).text
    assert WHERE not in page(house, session, "nora").text
    assert "Those who may read the note are told" in page(house, session, "nora").text


def test_a_line_goes_with_the_words_that_it_repeats(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    other = join(house, session)
    other.write("Nobody else will see")
    notes = {each.text: each for each in notes_of(house, session)}
    ask(other, notes["Nobody else will see"], WORDS)

    phone.press(notes[WORDS], "delete")

    assert wishes(house) == [""]


def test_it_says_nothing_of_the_writer_and_of_the_time() -> None:
    assert set(t.talk_wish.c.keys()) == {"note_id", "session_id", "found_at"}


def test_a_restore_ends_every_wish(
    house: TestHouse, session: Session, phone: Phone, tmp_path: Path
) -> None:
    (note,) = notes_of(house, session)
    ask(phone, note)
    back_up(house.services.db, tmp_path / "one.backup", house.clock())
    phone.press(note, "no-talk")

    restore(house.services, tmp_path / "one.backup", [], replaces=True)

    assert wishes(house) == []
    assert [each.id for each in notes_of(house, session)] == [note.id]


def test_the_panel_has_one_line_without_words_that_opens_the_page(house: TestHouse) -> None:
    let_in(house, SAM_IN_MIRO)
    session, _ = new_session(house.runtime, house.actor("sam"), house.community.id, "T3", DAY)
    panel = InMiro(house, board_id(house, session))
    panel.link("sam")
    phone = join(house, session)
    phone.write(WORDS)
    (note,) = notes_of(house, session)
    before = panel.state()

    ask(phone, note)

    state = panel.ask("/state")
    assert len(state.data) <= 2_048
    assert state.get_json()["seen"] != before["seen"]
    asked = panel.ask("/session")
    hands = [each for each in asked.get_json()["hands"] if each["id"] == "talk first"]
    assert [(each["does"], each["says"]) for each in hands] == [("page", ASKED)]
    assert hands[0]["page"].endswith(f"/s/{session.id}/talk-first")
    assert "canary" not in asked.text + state.text
    close(house, session)
    asked = panel.ask("/session")
    assert [each for each in asked.get_json()["hands"] if each["id"] == "talk first"] == hands
    assert wishes(house) == [WHERE]
    house.as_("sam").post(f"/s/{session.id}/talk-first/{note.id}")
    assert panel.state()["seen"] != state.get_json()["seen"]
    assert all(e["id"] != "talk first" for e in panel.ask("/session").get_json()["hands"])
