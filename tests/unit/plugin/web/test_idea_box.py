"""Ideas before a session: their writers alone see them; they lie in their boxes when it opens."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.convene.without_board import open_without_board
from plugin.domain.agreements import Agreement
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.domain.taking_part import StickyState
from plugin.govern.retention import tidy
from plugin.store import communities as stored_communities
from plugin.store import phone_stickies, quiet_notes
from plugin.store.texts import all_texts
from tests.promises.test_05_a_hold_only_stops_the_erasing import place_hold
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_agreement import OURS, form
from tests.world.phones import HELD, KEPT, Phone, join, notes_of

IDEA = "Could we ask the night porter first?"


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def session(made: TestHouse) -> Session:
    day = date(2026, 12, 2)
    sam = made.actor("sam")
    with made.services.db.begin() as tx:
        agreed = Agreement(1)  # without one every box is held
        stored_communities.add_agreement(tx, made.community.id, agreed, made.services.now)
    return plan_session(made.services, sam, made.community.id, day, read_template("T3"))


def collect_ideas(made: TestHouse, session: Session, until: date | None = None) -> None:
    data = {"until": (until or session.day).isoformat()}
    made.as_("sam").post(f"/s/{session.id}/write-until", data=data)


def with_idea(made: TestHouse, session: Session) -> Phone:
    collect_ideas(made, session)
    phone = join(made, session)
    assert phone.write(IDEA).status_code == 303
    return phone


def test_an_idea_is_seen_by_its_writer_alone_until_the_session_opens(
    made: TestHouse, session: Session
) -> None:
    phone = with_idea(made, session)
    other = join(made, session)

    listed = phone.open("/notes").text
    assert (IDEA in listed, "Change or delete" in listed) == (True, True)
    assert notes_of(made, session) == ()
    for who, path in (("sam", f"/s/{session.id}"), ("helen", f"/c/{made.community.id}/desk")):
        assert IDEA not in made.as_(who).get(path).text
    assert IDEA not in other.open("/notes").text

    open_without_board(made.services, made.actor("sam"), session.id)

    (note,) = notes_of(made, session)
    assert (note.text, note.zone_code) == (IDEA, KEPT)
    with made.services.db.read() as tx:
        sticky = phone_stickies.sticky(tx, note.id)
        assert quiet_notes.quiet_notes(tx, session.id) == ()
    assert sticky is not None
    assert sticky.state is StickyState.TO_PLACE
    assert IDEA in phone.open("/notes").text
    assert phone.write("Written now that it is open").status_code == 303


def test_an_idea_is_changed_and_deleted_without_a_trace(made: TestHouse, session: Session) -> None:
    phone = with_idea(made, session)
    with made.services.db.read() as tx:
        (quiet,) = quiet_notes.quiet_notes(tx, session.id)
    note = quiet.as_note(made.services.now)
    assert "Save the change" in phone.open(f"/notes/{note.id}").text

    assert "Changed." in phone.press(note, "change", "Something else").text
    assert "Deleted." in phone.press(note, "delete").text

    with made.services.db.read() as tx:
        assert [table for table, text in all_texts(tx) if IDEA in text] == []
    open_without_board(made.services, made.actor("sam"), session.id)
    assert notes_of(made, session) == ()


def test_no_idea_goes_where_readers_are_not_named_yet_or_when_nobody_collects_them(
    made: TestHouse, session: Session
) -> None:
    phone = join(made, session)
    assert "has not begun yet" in phone.open(f"/boxes/{KEPT}").text
    refused = phone.send({"note": IDEA, "press": "a"})
    assert (refused.status_code, IDEA in refused.text) == (400, True)
    collect_ideas(made, session, session.day + timedelta(days=1))  # after its day: refused
    assert phone.send({"note": IDEA, "press": "b"}).status_code == 400
    collect_ideas(made, session)

    assert "Held boxes open with the session" in phone.open(f"/boxes/{HELD}").text
    assert phone.send({"note": IDEA, "press": "c"}, HELD).status_code == 400
    made.clock.pass_days((session.day - made.services.today).days + 1)
    assert phone.send({"note": IDEA, "press": "d"}).status_code == 400


def test_ideas_of_a_session_that_never_opened_are_erased(made: TestHouse, session: Session) -> None:
    with_idea(made, session)
    made.clock.pass_days((session.day - made.services.today).days + 28)
    tidy(made.services, OPERATOR)
    with made.services.db.read() as tx:
        assert len(quiet_notes.quiet_notes(tx, session.id)) == 1
    made.clock.pass_days(1)

    tidy(made.services, OPERATOR)

    with made.services.db.read() as tx:
        assert [table for table, text in all_texts(tx) if IDEA in text] == []


def test_a_hold_keeps_such_an_idea_and_lets_nobody_read_it_longer(
    made: TestHouse, session: Session
) -> None:
    phone = with_idea(made, session)
    place_hold(made)
    made.clock.pass_days((session.day - made.services.today).days + 29)

    tidy(made.services, OPERATOR)

    with made.services.db.read() as tx:
        assert [each.text for each in quiet_notes.quiet_notes(tx, session.id)] == [IDEA]
    assert IDEA not in phone.open("/notes").text
    open_without_board(made.services, made.actor("sam"), session.id)
    assert IDEA not in made.as_("sam").get(f"/s/{session.id}/by-phone").text


def test_an_idea_lives_no_longer_than_what_the_group_agreed_since(
    made: TestHouse, session: Session
) -> None:
    with_idea(made, session)
    agreed = form(OURS, "1", kept_days="30")
    at = f"/c/{made.community.id}/agreement"
    assert made.as_("sam").post(at, data=agreed).status_code == 303
    open_without_board(made.services, made.actor("sam"), session.id)

    (note,) = notes_of(made, session)

    assert note.erase_on == session.day + timedelta(days=30)
