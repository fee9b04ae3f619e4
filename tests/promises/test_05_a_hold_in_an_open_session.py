"""Promise 5: in a session that is open, too, nobody reads a note past its day because of a hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin import use_cases
from plugin.domain.agreements import Agreement
from plugin.domain.notes import Note, NoteState
from plugin.domain.sessions import Session
from plugin.store import communities as stored_communities
from plugin.store import quiet_notes
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import close
from tests.promises.test_05_a_hold_only_stops_the_erasing import place_hold
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_about_group import TYPED
from tests.unit.plugin.web.test_moderate import decide
from tests.world.jobs import new_session
from tests.world.phones import HELD, Phone, join, notes_of, place, stickies_of

WORDS = "What struck me was how the night sister never sat down."
QUIET = "Nobody told us where the keys were."


@pytest.fixture
def open_session(tmp_path: Path) -> tuple[TestHouse, Session, Phone]:
    """A session in which a held note lies whose day comes long before the session closes."""
    made = make_house(tmp_path)
    with made.services.db.begin() as tx:  # held notes live a week, and a board is read for four
        agreed = Agreement(1, held_days=7)
        stored_communities.add_agreement(tx, made.community.id, agreed, made.services.now)
    day = made.services.today
    session = new_session(made.runtime, made.actor("sam"), made.community.id, "T3", day)[0]
    phone = join(made, session)
    assert phone.write(WORDS, HELD).status_code == 303
    place(made, session)
    return made, session, phone


def quiet_texts(made: TestHouse, session: Session) -> list[str]:
    with made.services.db.read() as tx:
        return [each.text for each in quiet_notes.quiet_notes(tx, session.id)]


def require_unread(made: TestHouse, session: Session, phone: Phone, note: Note) -> None:
    """Nobody reads it, its writer neither, and nobody brings it to the board again."""
    paths = [f"/s/{session.id}/{each}" for each in ("by-phone", "close")] + [f"/s/{session.id}"]
    assert [each for each in paths if WORDS in made.as_("sam").get(each).text] == []
    for each in ("/notes", f"/notes/{note.id}"):
        page = phone.open(each)
        assert (page.status_code, WORDS in page.text) == (200, False)
    assert [decide(made, session, note, each) for each in ("hold", "show")] == [400, 400]
    back = {"do": "return", "words": "Please say it shorter"}
    at = f"/s/{session.id}/by-phone/{note.id}"
    assert made.as_("sam").post(at, data=back).status_code == 400
    changed = phone.client.post(f"{phone.mine}/notes/{note.id}/change", data={"note": "Other"})
    assert (changed.status_code, WORDS in changed.text) == (400, False)
    place(made, session)
    assert stickies_of(made, session) == ()


def test_a_note_on_the_board(open_session: tuple[TestHouse, Session, Phone]) -> None:
    made, session, phone = open_session
    (note,) = notes_of(made, session)

    def pages() -> list[bool]:
        found = (made.as_("sam").get(f"/s/{session.id}/by-phone"), phone.open("/notes"))
        return [WORDS in each.text for each in found]

    assert pages() == [True, True]
    place_hold(made)

    made.clock.pass_days(8)
    # Its sticky goes with the tidy of the day; nothing else waits for that.
    assert pages() == [False, False]
    use_cases.tidy(made.runtime)

    require_unread(made, session, phone, note)
    (kept,) = notes_of(made, session)
    assert (kept.state, kept.text) == (NoteState.DAY_PASSED, WORDS)
    answer = phone.write("Something new", HELD)  # nobody would ever read it
    assert (answer.status_code, "Something new" in answer.text) == (400, True)
    assert len(notes_of(made, session)) == 1


def test_a_note_that_was_held_back_before_its_day_and_what_closing_makes_of_it(
    open_session: tuple[TestHouse, Session, Phone],
) -> None:
    made, session, phone = open_session
    (note,) = notes_of(made, session)
    assert decide(made, session, note, "hold") == 303
    assert WORDS in made.as_("sam").get(f"/s/{session.id}/by-phone").text
    about = f"/c/{made.community.id}/about"
    told = made.as_("sam").post(about, data={**TYPED, "parties": WORDS})
    assert told.status_code == 400  # it is a held note, held back or not
    assert made.as_("sam").post(about, data=TYPED).status_code == 303
    place_hold(made)

    made.clock.pass_days(8)
    use_cases.tidy(made.runtime)

    require_unread(made, session, phone, note)
    assert quiet_texts(made, session) == [WORDS]  # it is kept all the same
    close(made, session)
    (kept,) = notes_of(made, session)
    assert (kept.state, kept.text) == (NoteState.DAY_PASSED, WORDS)
    assert WORDS not in phone.open("/notes").text


def test_a_quiet_note_is_not_shown_with_the_others(
    open_session: tuple[TestHouse, Session, Phone],
) -> None:
    made, session, phone = open_session
    (first,) = notes_of(made, session)
    with made.services.db.begin() as tx:
        quiet_notes.begin(tx, session.id, first.zone_code)
    assert phone.write(QUIET, HELD).status_code == 303
    assert quiet_texts(made, session) == [QUIET]
    place_hold(made)
    made.clock.pass_days(8)
    use_cases.tidy(made.runtime)

    at = f"/s/{session.id}/quiet/{first.zone_code}/reveal"
    assert made.as_("sam").post(at).status_code == 303
    place(made, session)

    assert stickies_of(made, session) == ()
    assert {each.state for each in notes_of(made, session)} == {NoteState.DAY_PASSED}
    pages = [made.as_("sam").get(f"/s/{session.id}/by-phone"), phone.open("/notes")]
    assert [QUIET in each.text for each in pages] == [False, False]
