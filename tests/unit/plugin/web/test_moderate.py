"""Holding notes by phone back, and returning them with a word, without learning who wrote them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin import use_cases
from plugin.converse.moderating import hold_back, show_again
from plugin.domain.notes import Note
from plugin.domain.people import OPERATOR, Power
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from tests import databases
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import new_session
from tests.world.phones import HELD, Phone, join, notes_of, place, stickies_of, without_board

WORDS = "canary: the man in the next bed had nobody"
WORD = "Please leave out which bed it was."
OTHER = "Somebody had nobody"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
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


def decide(
    house: TestHouse, session: Session, note: Note, do: str, words: str = "", who: str = "sam"
) -> int:
    at = f"/s/{session.id}/by-phone/{note.id}"
    return house.as_(who).post(at, data={"do": do, "words": words}).status_code


def page(house: TestHouse, session: Session) -> str:
    return house.as_("sam").get(f"/s/{session.id}/by-phone").text


def test_a_note_that_is_held_back_is_seen_by_its_writer_and_who_runs_the_session(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)

    assert decide(house, session, note, "hold") == 303

    assert notes_of(house, session) == ()
    assert "Held back" in phone.open("/notes").text
    assert WORDS in page(house, session)
    assert WORDS not in house.as_("sam").get(f"/s/{session.id}").text
    assert WORDS not in join(house, session).open("/notes").text


def test_its_sticky_goes_and_comes_again_once(house: TestHouse) -> None:
    sam = house.actor("sam")
    session = new_session(house.runtime, sam, house.community.id, "T3", without_board(house).day)[0]
    join(house, session).write(WORDS)
    place(house, session)
    (note,) = notes_of(house, session)
    decide(house, session, note, "hold")
    place(house, session)
    use_cases.collect(house.runtime, sam, session.id)
    gone = (notes_of(house, session), stickies_of(house, session))

    for _ in range(2):
        decide(house, session, note, "show")
    place(house, session)
    use_cases.collect(house.runtime, sam, session.id)

    assert gone == ((), ())
    assert [each.text for each in notes_of(house, session)] == [WORDS]
    assert [each.content for each in stickies_of(house, session)] == [WORDS]


def test_one_that_is_shown_before_its_sticky_went_keeps_it(house: TestHouse) -> None:
    sam = house.actor("sam")
    session = new_session(house.runtime, sam, house.community.id, "T3", without_board(house).day)[0]
    join(house, session).write(WORDS)
    place(house, session)
    (note,) = notes_of(house, session)
    before = [each.id for each in stickies_of(house, session)]

    hold_back(house.services, sam, session.id, note.id)  # the job has not run yet
    show_again(house.services, sam, session.id, note.id)
    place(house, session)
    use_cases.collect(house.runtime, sam, session.id)

    assert [each.text for each in notes_of(house, session)] == [WORDS]
    assert [each.id for each in stickies_of(house, session)] == before


@pytest.mark.parametrize("is_held_first", [True, False])
def test_a_note_is_returned_with_a_word_and_goes_on_when_it_is_changed(
    house: TestHouse, session: Session, phone: Phone, is_held_first: bool
) -> None:
    (note,) = notes_of(house, session)
    if is_held_first:
        decide(house, session, note, "hold")
    assert decide(house, session, note, "return", WORD) == 303
    mine = phone.open("/notes").text
    waiting = (notes_of(house, session), WORDS in page(house, session))

    phone.press(note, "change", OTHER)

    assert WORD in mine
    assert waiting == ((), False)
    assert [each.text for each in notes_of(house, session)] == [OTHER]
    assert WORD not in phone.open("/notes").text
    assert b"canary" not in databases.everything(house.services.db)


def test_at_close_what_was_returned_is_gone_and_what_was_held_back_is_kept(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    kept = join(house, session)
    kept.write(OTHER)
    by_words = {each.text: each for each in notes_of(house, session)}
    decide(house, session, by_words[WORDS], "return", WORD)
    decide(house, session, by_words[OTHER], "hold")

    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    tidy(house.services, OPERATOR)

    assert [each.text for each in notes_of(house, session)] == [OTHER]
    assert OTHER in kept.open("/notes").text
    assert phone.open("/notes").status_code == 404
    assert b"canary" not in databases.everything(house.services.db)


def test_its_writer_deletes_it(house: TestHouse, session: Session, phone: Phone) -> None:
    (note,) = notes_of(house, session)
    decide(house, session, note, "return", WORD)

    phone.press(note, "delete")

    assert b"canary" not in databases.everything(house.services.db)


def test_deleting_one_that_is_held_back_takes_its_sticky_too(house: TestHouse) -> None:
    sam = house.actor("sam")
    session = new_session(house.runtime, sam, house.community.id, "T3", without_board(house).day)[0]
    phone = join(house, session)
    phone.write(WORDS)
    place(house, session)
    (note,) = notes_of(house, session)
    hold_back(house.services, sam, session.id, note.id)  # the job has not run yet

    phone.press(note, "delete")
    place(house, session)
    use_cases.collect(house.runtime, sam, session.id)

    assert (notes_of(house, session), stickies_of(house, session)) == ((), ())


def test_the_page_tells_nothing_of_who_wrote_what(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    phone.write("A second note of the same person")
    first, second = notes_of(house, session)
    decide(house, session, first, "hold")

    shown = page(house, session)

    for each in (first, second):
        assert each.author_hash is not None
        assert each.own_hash is not None
        assert each.author_hash not in shown
        assert each.own_hash not in shown


@pytest.mark.parametrize("who", ["amina", "grace", "helen"])
def test_only_who_runs_the_session_does_it(
    house: TestHouse, session: Session, phone: Phone, who: str
) -> None:
    (note,) = notes_of(house, session)
    may = house.actor(who).may(Power.RUN_SESSION, session.partnership_id, session.community_id)

    assert (decide(house, session, note, "hold", who=who) == 303) is may


@pytest.mark.parametrize(
    ("do", "words"), [("return", ""), ("return", " \n"), ("return", "x" * 301), ("", ""), ("x", "")]
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    house: TestHouse, session: Session, phone: Phone, do: str, words: str
) -> None:
    (note,) = notes_of(house, session)

    assert decide(house, session, note, do, words) == 400
    assert [each.text for each in notes_of(house, session)] == [WORDS]


def test_a_closed_session_is_left_alone(house: TestHouse, session: Session, phone: Phone) -> None:
    (note,) = notes_of(house, session)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    assert decide(house, session, note, "hold") == 400
    assert [each.text for each in notes_of(house, session)] == [WORDS]


def test_a_held_note_is_for_those_whom_the_board_names(house: TestHouse, session: Session) -> None:
    join(house, session).write(WORDS, HELD)

    assert WORDS in page(house, session), "the facilitator is named there"


KEPT = "whoever runs the session reads them again and decides"


def again(phone: Phone, note: Note, how: str) -> str:
    """Send the words of a note once more, by the box's form or by the note's own."""
    if how == "note":
        return phone.press(note, "change", WORDS).text
    return sent(phone, WORDS)


def sent(phone: Phone, words: str) -> str:
    """Send the box's form; return the page that comes then."""
    return phone.client.get(phone.write(words).headers["Location"]).text


@pytest.mark.parametrize("how", ["box", "note"])
def test_words_sent_again_after_a_return_reach_whoever_runs_the_session(
    house: TestHouse, session: Session, phone: Phone, how: str
) -> None:
    (note,) = notes_of(house, session)
    decide(house, session, note, "return", WORD)
    before = page(house, session)

    told = again(phone, note, how)

    assert KEPT in told
    assert WORDS not in before
    assert WORDS in page(house, session)
    assert WORD not in phone.open("/notes").text
    assert notes_of(house, session) == ()  # nobody else sees them
    assert decide(house, session, note, "show") == 303
    assert [each.text for each in notes_of(house, session)] == [WORDS]


def test_words_sent_again_while_they_are_held_back_say_so(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)
    decide(house, session, note, "hold")

    assert KEPT in again(phone, note, "box")
    assert page(house, session).count(WORDS) == 1


def test_what_was_sent_again_as_it_was_is_kept_at_close(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)
    decide(house, session, note, "return", WORD)
    again(phone, note, "box")

    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    assert [each.text for each in notes_of(house, session)] == [WORDS]


def test_other_words_in_the_box_are_sent_as_ever(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    (note,) = notes_of(house, session)
    decide(house, session, note, "return", WORD)

    assert KEPT not in sent(phone, OTHER)
    assert WORDS not in page(house, session)
