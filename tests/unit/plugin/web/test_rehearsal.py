"""A rehearsal: pretend notes come to the board, are collected, and nothing of them is kept."""

import pytest
import sqlalchemy as sa

from plugin import use_cases
from plugin.convene.agreements import record_read_back
from plugin.convene.sessions import session_of
from plugin.domain.agreements import RULE, Outcome, Setting
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import live_steps as stored_live_steps
from plugin.store import notes as stored_notes
from plugin.store.columns import metadata
from tests.unit.plugin.web.everything import ask, everything, requests
from tests.unit.plugin.web.house import TestHouse
from tests.world.jobs import new_session
from tests.world.phones import join
from tests.world.phones import make_code as made_code

OWN_PAGES = ("/boxes", "/boxes/Z2", "/notes", "/pulse")
SHOWN_THERE = {
    *("session.show", "live.show", "close_session.show", "session_roles.roles", "moderate.show"),
    *("bring_notes.show", "change_session.show", "invitation.prepare", "invitation.show"),
    *("paper.sheet", "read_back.show", "community.show", "homes.show"),
}


@pytest.fixture
def session(made: TestHouse) -> Session:
    planned, _ = new_session(
        made.runtime, made.actor("sam"), made.community.id, "T3", made.services.today
    )
    return planned


def notes(made: TestHouse, session: Session) -> list[Note]:
    with made.services.db.read() as tx:
        return list(stored_notes.notes(tx, session.id))


def on_board(made: TestHouse, session: Session) -> list[str]:
    with made.services.db.read() as tx:
        board = stored_boards.board(tx, session.id)
    assert board is not None
    miro = made.runtime.accounts.miro(made.partnership.id)
    return [each.content or "" for each in miro.stickies(board.miro_board_id)]


def press(made: TestHouse, session: Session, what: str, who: str = "sam") -> str:
    return made.as_(who).post(f"/s/{session.id}/{what}", follow_redirects=True).text


def test_pretend_notes_come_once_are_marked_and_collected(
    made: TestHouse, session: Session
) -> None:
    press(made, session, "rehearsal")
    page = press(made, session, "rehearsal")

    assert len(on_board(made, session)) == 20
    assert all("Pretend:" in words for words in on_board(made, session))
    assert "Rehearse with pretend notes" not in page
    press(made, session, "collect")
    assert len(notes(made, session)) == 20


def test_every_page_on_which_they_may_be_seen_is_marked(made: TestHouse, session: Session) -> None:
    whole = everything(made)
    whole.ids["session_id"] = session.id
    press(made, session, "rehearsal")
    phone = join(made, session)
    group, sam = f"/c/{made.community.id}", made.as_("sam")

    pages = {
        endpoint: answer
        for endpoint, method, path in (*requests(whole), ("homes.show", "GET", "/"))
        if method == "GET" and (path.startswith((f"/s/{session.id}", group)) or path == "/")
        if (answer := ask(sam, method, path)).mimetype == "text/html"
        and (answer.status_code, len(answer.history)) == (200, 0)
    }
    by_phone = (f"/j/{made_code(made, session)}", *(f"{phone.mine}{at}" for at in OWN_PAGES))
    pages |= {at: phone.client.get(at) for at in by_phone}

    assert [at for at, page in pages.items() if "This is a rehearsal." not in page.text] == []
    assert pages.keys() >= SHOWN_THERE
    for who in ("amina", "grace", "stranger"):  # nobody is told of it who reads nothing there
        seen = made.as_(who).get(f"{group}/").status_code == 200
        said = made.as_(who).get(f"/s/{session.id}/live")
        assert ("This is a rehearsal." in made.as_(who).get(f"{group}/").text) is seen
        assert (said.status_code == 200, "This is a rehearsal." in said.text) == (False, False)
    assert "Clear pretend notes" not in made.as_("amina").get(f"/s/{session.id}").text
    press(made, session, "rehearsal/end")
    assert "This is a rehearsal." not in sam.get("/").text + phone.open("/boxes").text


def test_nothing_of_them_is_kept(made: TestHouse, session: Session) -> None:
    press(made, session, "rehearsal")
    press(made, session, "collect")

    press(made, session, "rehearsal/end")

    assert on_board(made, session) == []
    assert notes(made, session) == []
    with made.services.db.read() as tx:
        found = [
            table.name
            for table in metadata.sorted_tables
            if "Pretend" in str(tx.execute(sa.select(table)).all())
        ]
    assert found == []
    assert "This is a rehearsal." not in made.as_("sam").get(f"/s/{session.id}").text


def test_closing_clears_what_nobody_cleared(made: TestHouse, session: Session) -> None:
    press(made, session, "rehearsal")

    press(made, session, "close")

    assert session_of(made.services, session.id).state is SessionState.CLOSED
    assert notes(made, session) == []
    press(made, session, "collect")
    assert on_board(made, session) == []
    assert notes(made, session) == []


def test_none_begins_where_somebody_wrote(made: TestHouse, session: Session) -> None:
    form = {"way": "entered_for", "step": "add", "press": "p", "box": "Z3", "words": "It rang."}
    made.as_("sam").post(f"/s/{session.id}/notes/new", data=form)

    said = press(made, session, "rehearsal")

    assert "People have written in this session already." in said
    assert on_board(made, session) == []


@pytest.mark.parametrize("who", ["amina", "helen", "grace"])
def test_only_who_runs_the_session_rehearses(made: TestHouse, session: Session, who: str) -> None:
    press(made, session, "rehearsal", who)

    assert notes(made, session) == []


@pytest.mark.parametrize("do", ["hold", "return"])
@pytest.mark.parametrize("is_cleared", [True, False])
def test_nothing_is_kept_of_one_that_was_held_back_or_returned(
    made: TestHouse, session: Session, do: str, is_cleared: bool
) -> None:
    press(made, session, "rehearsal")
    note = notes(made, session)[0]
    sam = made.as_("sam")
    sent = sam.post(f"/s/{session.id}/by-phone/{note.id}", data={"do": do, "words": "Shorter?"})
    assert sent.status_code == 303

    if is_cleared:
        press(made, session, "rehearsal/end")
        assert (note.text or "") not in sam.get(f"/s/{session.id}/by-phone").text
    use_cases.close_session(made.runtime, made.actor("sam"), session.id)

    assert [each.text for each in notes(made, session)] == []


def test_nothing_that_is_pretended_is_agreed(made: TestHouse) -> None:
    day = made.services.today
    session, _ = new_session(made.runtime, made.actor("sam"), made.community.id, "T2", day)
    press(made, session, "rehearsal")
    press(made, session, "collect")
    note = next(each for each in notes(made, session) if each.label is Label.S)

    with pytest.raises(BadInput, match="pretend note"):
        record_read_back(
            made.services,
            made.actor("sam"),
            session.id,
            note.id,
            note.text or "",
            Setting(other=(RULE, "pretended")),
            Outcome.AGREED,
        )

    with made.services.db.read() as tx:
        assert stored_communities.agreement(tx, made.community.id) is None


@pytest.mark.parametrize("is_written", [False, True])
def test_a_session_that_was_rehearsed_is_not_started(
    made: TestHouse, session: Session, is_written: bool
) -> None:
    press(made, session, "rehearsal")
    made.as_("sam").post(f"/s/{session.id}/live/step", data={"to": "1", "shown": ""})
    if is_written:
        join(made, session).write("Somebody has really written this one")

    press(made, session, "rehearsal/end")

    with made.services.db.read() as tx:
        assert bool(stored_live_steps.live_steps(tx, session.id)) is is_written
