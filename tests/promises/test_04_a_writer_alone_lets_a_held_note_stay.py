"""4: a held note stays if its writer says so: for no other hand, no longer, in no other words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from plugin import use_cases
from plugin.backups.restoring import restore
from plugin.capture.clearing import begin_clearing
from plugin.domain.days import long_day, short_day
from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.store import boards as stored_boards
from plugin.store import held_words
from plugin.store import notes as stored_notes
from plugin.store.backing_up import back_up
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.in_miro import let_in
from tests.world.jobs import new_session
from tests.world.phones import HELD, KEPT, Phone, agree, board_id, join, notes_of, place

WORDS = "canary: nobody asked the night nurse what she saw"
OTHERS = "canary: other words by another hand"
HELD_BY_HAND = "by-hand"
SOMEBODY = "3074457350000000777"
YES, NO = "yes", "no"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    agree(made)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    sam = house.actor("sam")
    return new_session(house.runtime, sam, house.community.id, "T3", date(2026, 11, 18))[0]


@pytest.fixture
def phone(house: TestHouse, session: Session) -> Phone:
    """Somebody who wrote one note in a held box; the session is closed, its sticky on the board."""
    found = join(house, session)
    found.write(WORDS, HELD)
    place(house, session)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    return found


def the_note(house: TestHouse, session: Session) -> Note:
    return next(each for each in notes_of(house, session) if each.zone_code in (HELD, KEPT))


def ask(house: TestHouse, session: Session, who: str = "helen") -> TestResponse:
    note = the_note(house, session)
    form = {"session": session.id, "note": note.id, "do": "stay"}
    at = f"/c/{session.community_id}/desk/read"
    return house.as_(who).post(at, data=form, follow_redirects=True)


def say(phone: Phone, note: Note, may: str) -> TestResponse:
    at = f"{phone.mine}/notes/{note.id}/stay"
    return phone.client.post(at, data={"may": may}, follow_redirects=True)


def standing(house: TestHouse, session: Session) -> tuple[Label, bool, bool]:
    note = the_note(house, session)
    return note.label, note.may_stay, note.is_waiting


def collect(house: TestHouse, session: Session) -> None:
    assert house.as_("sam").post(f"/s/{session.id}/collect").status_code in (200, 302, 303)


def on_board(house: TestHouse, session: Session, **done: object) -> None:
    """Let somebody else do something to its sticky."""
    let_in(house, SOMEBODY)
    item = the_note(house, session).miro_item_id
    at = f"/_sandbox/miro/boards/{board_id(house, session)}/notes/{item}"
    told = house.sandbox.test_client().patch(at, json={"person": SOMEBODY, **done})
    assert told.status_code == 200


def box(house: TestHouse, session: Session, code: str) -> str:
    with house.services.db.read() as tx:
        frames = stored_boards.frame_zones(tx, session.id)
    return next(item for item, zone in frames.items() if zone == code)


HELD_STILL = (Label.H, False, False)
STAYS = (Label.M, True, False)


def allowed(house: TestHouse, session: Session, phone: Phone) -> Note:
    """Let the learning partner ask, and the writer say yes."""
    ask(house, session)
    say(phone, the_note(house, session), YES)
    assert standing(house, session) == STAYS
    return the_note(house, session)


def test_a_yes_lets_it_stay_until_the_day_that_was_named(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    before = the_note(house, session)
    assert "may this note stay" not in phone.open("/notes").text
    told = ask(house, session).text
    assert "Asked about one note. If its writer wrote it by phone, they find the question" in told
    assert "Whoever wrote on the board finds it only if they pressed Follow my notes" in told
    assert "may this note stay" in phone.open("/notes").text
    assert "Yes, it may stay" in phone.open(f"/notes/{before.id}").text

    note = allowed(house, session, phone)

    assert before.erase_on == session.held_until
    assert note.erase_on == session.kept_until
    assert note.text == WORDS
    assert "You said that it may stay" in phone.open(f"/notes/{note.id}").text
    desk = house.as_("helen").get(f"/c/{session.community_id}/desk/read?session={session.id}").text
    assert "its writer said that it may stay" in desk


def test_the_desk_says_of_no_note_of_the_board_that_its_writer_is_asked(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    on_board, by_phone = {"note": [HELD_BY_HAND]}, the_note(house, session).id
    ask(house, session)
    put_by_hand(house, session)
    at = f"/c/{session.community_id}/desk/read"
    house.as_("helen").post(at, data={"session": session.id, "do": "stay", **on_board})

    listed = LexborHTMLParser(house.as_("helen").get(f"{at}?session={session.id}").text)
    alone = {"session": session.id, "alone": "yes", "at": HELD_BY_HAND}
    one = house.as_("helen").get(at, query_string=alone).text

    asked = "its writer is asked if it may stay"
    only = "its writer finds that only with a link to their own notes"
    told = {each: row_of(listed, each) for each in (by_phone, HELD_BY_HAND)}
    assert (asked in told[by_phone], only in told[by_phone]) == (True, False)
    assert (asked in told[HELD_BY_HAND], only in told[HELD_BY_HAND]) == (False, True)
    assert f"Asked if it may stay: {only}." in one


def row_of(page: LexborHTMLParser, note_id: str) -> str:
    row = page.css_first(f"li.note:has(#n-{note_id})")
    return row.text() if row is not None else ""


def put_by_hand(house: TestHouse, session: Session) -> None:
    """Let the session have a held note that somebody wrote on its board."""
    with house.services.db.begin() as tx:
        note = the_note(house, session)
        mine = {"id": HELD_BY_HAND, "miro_item_id": "by-hand", "source": "miro", "own_hash": None}
        stored_notes.add_notes(tx, [replace(note, **mine)])


@pytest.mark.parametrize("said", ["", NO])
def test_silence_and_a_no_change_nothing_and_look_the_same(
    house: TestHouse, session: Session, phone: Phone, said: str
) -> None:
    ask(house, session)
    at = f"/c/{session.community_id}/desk/read?session={session.id}"
    before, desk = the_note(house, session), house.as_("helen").get(at).text
    if said:
        assert "You said no." in say(phone, before, said).text

    assert the_note(house, session) == before
    assert house.as_("helen").get(at).text == desk
    house.clock.pass_days((session.held_until - house.services.today).days + 1)
    tidy(house.services, OPERATOR)
    assert the_note(house, session).text is None


@pytest.mark.parametrize("who", ["another phone", "not asked", "sam", "no answer", "reading"])
def test_nobody_else_says_yes(house: TestHouse, session: Session, phone: Phone, who: str) -> None:
    note = the_note(house, session)
    if who != "not asked":
        ask(house, session)
    other = Phone(house.as_(None), phone.mine[:-4] + "abcd")
    done = {
        "another phone": lambda: say(other, note, YES),
        "not asked": lambda: say(phone, note, YES),
        "sam": lambda: house.as_("sam").post(
            f"{other.mine}/notes/{note.id}/stay", data={"may": YES}
        ),
        "no answer": lambda: say(phone, note, "maybe"),
        "reading": lambda: phone.client.get(f"{phone.mine}/notes/{note.id}/stay?may=yes"),
    }[who]()

    assert done.status_code >= 400
    assert standing(house, session) == HELD_STILL


def test_who_may_not_read_it_may_not_ask(house: TestHouse, session: Session, phone: Phone) -> None:
    assert ask(house, session, "amina").status_code in (400, 403, 404)
    assert "may this note stay" not in phone.open("/notes").text


@pytest.mark.parametrize("cleared", [False, True])
def test_it_stays_however_often_its_board_is_collected(
    house: TestHouse, session: Session, phone: Phone, cleared: bool
) -> None:
    note = allowed(house, session, phone)
    if cleared:
        clear_held(house, session)
    for _ in range(2):
        collect(house, session)

    now = the_note(house, session)
    assert standing(house, session) == STAYS
    assert (now.text, now.erase_on, now.is_on_desk) == (WORDS, note.erase_on, True)
    house.clock.pass_days((session.held_until - house.services.today).days + 1)
    tidy(house.services, OPERATOR)
    assert the_note(house, session).text == WORDS


def clear_held(house: TestHouse, session: Session) -> None:
    """Clear held notes from the board, as the panel does."""
    sam = house.actor("sam")
    found = begin_clearing(house.services, sam, session.id, spoken=False, held=True).stickies
    let_in(house, SOMEBODY)
    client = house.sandbox.test_client()
    assert the_note(house, session).miro_item_id in found
    for item in found:
        at = f"/_sandbox/miro/boards/{board_id(house, session)}/notes/{item}"
        assert client.delete(at, json={"person": SOMEBODY}).status_code < 300
    assert the_note(house, session).state is NoteState.TIDIED


@pytest.mark.parametrize("what", ["moved", "moved and back", "written over"])
def test_another_hand_only_tightens_it_again(
    house: TestHouse, session: Session, phone: Phone, what: str
) -> None:
    allowed(house, session, phone)
    if what == "written over":
        on_board(house, session, text=OTHERS)
    else:
        on_board(house, session, frame=box(house, session, KEPT))
    collect(house, session)
    if what == "moved and back":
        on_board(house, session, frame=box(house, session, HELD))
        collect(house, session)

    now = the_note(house, session)
    assert (now.label, now.may_stay, now.erase_on) == (Label.H, False, session.held_until)
    is_in_its_box = what == "moved and back"
    assert (say(phone, now, YES).status_code < 400) == is_in_its_box
    assert the_note(house, session).may_stay == is_in_its_box


def test_a_copy_by_another_hand_is_held(house: TestHouse, session: Session, phone: Phone) -> None:
    note = allowed(house, session, phone)
    let_in(house, SOMEBODY)
    at = f"/_sandbox/miro/boards/{board_id(house, session)}/notes"
    for code in (KEPT, HELD):
        made = {"person": SOMEBODY, "text": WORDS, "frame": box(house, session, code)}
        assert house.sandbox.test_client().post(at, json=made).status_code < 300
    collect(house, session)

    copies = [e for e in notes_of(house, session) if e.text == WORDS and e.id != note.id]
    assert [(e.label, e.may_stay) for e in copies] == [(Label.H, False), (Label.H, False)]
    now = next(each for each in notes_of(house, session) if each.id == note.id)
    assert (now.label, now.may_stay) == (Label.M, True)


def test_taking_the_yes_back_holds_it_again(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    note = allowed(house, session, phone)
    said = say(phone, note, NO).text

    assert "You said no." in said
    assert standing(house, session) == HELD_STILL
    assert the_note(house, session).erase_on == session.held_until
    with house.services.db.read() as tx:
        held = held_words.held_in(tx, [house.partnership.id])[house.partnership.id]
    assert held.stand_in(WORDS)
    collect(house, session)
    assert standing(house, session) == HELD_STILL
    assert "asked already" in ask(house, session).text


def test_a_yes_taken_back_after_the_day_of_held_notes_lets_it_go_at_once(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    note = allowed(house, session, phone)
    house.clock.pass_days((session.held_until - house.services.today).days + 3)
    assert WORDS in phone.open(f"/notes/{note.id}").text
    assert "it is deleted as soon as you say so" in phone.open(f"/notes/{note.id}").text
    say(phone, note, NO)

    desk = house.as_("helen").get(f"/c/{session.community_id}/desk/read?session={session.id}").text
    assert WORDS not in desk
    tidy(house.services, OPERATOR)
    assert the_note(house, session).text is None


def test_a_backup_brings_no_yes_back(
    house: TestHouse, session: Session, phone: Phone, tmp_path: Path
) -> None:
    note = allowed(house, session, phone)
    back_up(house.services.db, tmp_path / "one.backup", house.services.now)
    say(phone, note, NO)
    restore(house.services, tmp_path / "one.backup", [], replaces=True)

    assert standing(house, session) == HELD_STILL
    assert the_note(house, session).erase_on == session.held_until
    collect(house, session)
    assert standing(house, session) == HELD_STILL
    assert say(phone, note, YES).status_code >= 400


def test_a_backup_keeps_a_yes_that_was_given_again(
    house: TestHouse, session: Session, phone: Phone, tmp_path: Path
) -> None:
    note = allowed(house, session, phone)
    back_up(house.services.db, tmp_path / "one.backup", house.services.now)
    for may in (NO, YES):
        say(phone, note, may)
    restore(house.services, tmp_path / "one.backup", [], replaces=True)
    assert standing(house, session) == STAYS
    say(phone, note, NO)
    assert standing(house, session) == HELD_STILL


def test_a_shorter_life_of_kept_notes_holds_for_it(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    ask(house, session)
    note = the_note(house, session)
    house.clock.pass_days(1)
    say(phone, note, YES)
    day = the_note(house, session).erase_on
    assert day is None or day <= (session.kept_until or date.max)
    assert day is None or day > session.held_until - timedelta(days=1)


def test_a_no_keeps_no_note_longer_that_left_the_board(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    item = allowed(house, session, phone).miro_item_id
    let_in(house, SOMEBODY)
    at = f"/_sandbox/miro/boards/{board_id(house, session)}/notes/{item}"
    house.sandbox.test_client().delete(at, json={"person": SOMEBODY})
    collect(house, session)
    left = the_note(house, session)
    assert left.state is NoteState.LEFT_BOARD
    assert left.erase_on is not None
    assert left.erase_on < session.held_until
    page = phone.open(f"/notes/{left.id}").text
    day = long_day(left.erase_on)
    assert f"its words are deleted on {day}" in page
    assert f"Then it is held again, and deleted on {day}." in page
    for later in (session.held_until, session.kept_until):
        assert later is None or long_day(later) not in page

    say(phone, left, NO)

    assert standing(house, session) == HELD_STILL
    assert the_note(house, session).erase_on == left.erase_on
    listed = phone.open("/notes").text
    assert short_day(left.erase_on) in listed
    assert short_day(session.held_until) not in listed
    assert long_day(session.held_until) not in phone.open(f"/notes/{left.id}").text


def test_words_that_another_hand_wrote_over_are_held_again(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    note = allowed(house, session, phone)
    on_board(house, session, text=OTHERS)
    collect(house, session)

    with house.services.db.read() as tx:
        (older,) = stored_notes.versions(tx, note.id)
    assert (older.text, older.label, older.erase_on) == (WORDS, Label.H, session.held_until)
