"""Renaming, moving and calling off a session."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from connectors.miro.new_items import NewSticky
from plugin import building
from plugin.convene.changing_sessions import call_off
from plugin.convene.invitations import arrange
from plugin.convene.sessions import plan_session, session_of
from plugin.convene.template_files import read_template
from plugin.domain.invitations import Arrangements
from plugin.domain.jobs import Job
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput, NotHere
from plugin.intents import WaitPolicy
from plugin.jobs import asking
from plugin.jobs.call_off_jobs import CALL_OFF
from plugin.jobs.kinds import KINDS
from plugin.jobs.session_jobs import BUILD
from plugin.store import boards as stored_boards
from plugin.store import called_off, tables
from plugin.store import jobs as stored_jobs
from plugin.store.columns import metadata
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse, make_house

DAY = date(2026, 12, 16)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def planned(house: TestHouse, code: str | None = "T3") -> Session:
    template = read_template(code) if code else None
    return plan_session(house.services, house.actor("sam"), house.community.id, DAY, template)


def built(house: TestHouse) -> Session:
    session = planned(house)
    building.build(house.runtime, house.actor("sam"), session.id)
    return session_of(house.services, session.id)


def change(house: TestHouse, session: Session, who: str = "sam", **typed: str) -> TestResponse:
    form = {"name": session.name, "day": session.day.isoformat()} | typed
    return house.as_(who).post(f"/s/{session.id}/change", data=form, follow_redirects=True)


def off(house: TestHouse, session: Session, who: str = "sam", board: str = "keep") -> TestResponse:
    form = {"board": board}
    return house.as_(who).post(f"/s/{session.id}/call-off", data=form, follow_redirects=True)


def board_of(house: TestHouse, session: Session) -> str:
    with house.services.db.read() as tx:
        board = stored_boards.board(tx, session.id)
    assert board is not None
    return board.miro_board_id


def is_in_miro(house: TestHouse, board_id: str) -> bool:
    return any(
        each.id == board_id
        for each in house.runtime.accounts.miro(house.partnership.id).list_boards()
    )


def test_a_session_gets_another_name_and_day(house: TestHouse) -> None:
    session = planned(house)

    page = change(house, session, name="Winter stories", day="2027-01-13")

    changed = session_of(house.services, session.id)
    assert (changed.name, changed.day) == ("Winter stories", date(2027, 1, 13))
    assert changed.policy == session.policy
    assert "Winter stories" in page.text


@pytest.mark.parametrize("days", [-10, 7, 28])
def test_held_notes_go_on_the_day_that_the_board_prints_or_earlier(
    house: TestHouse, days: int
) -> None:
    session = built(house)
    day = session.day + timedelta(days=days)

    page = change(house, session, day=day.isoformat())

    changed = session_of(house.services, session.id)
    assert changed.day == day
    assert changed.held_until <= session.held_until
    assert "The board in Miro keeps its name" in page.text


def test_a_board_is_not_moved_past_the_day_that_it_prints(house: TestHouse) -> None:
    session = built(house)
    day = session.held_until + timedelta(days=1)

    answer = change(house, session, day=day.isoformat())

    assert answer.status_code == 400
    assert "The board says that held notes are deleted on" in answer.text
    assert session_of(house.services, session.id) == session


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "2026-11-01"}, "That day is over."),
        ({"day": "soon"}, "That day cannot be read."),
        ({"day": "9999-12-31"}, "A session is on a day from 2000 to 2100."),
        ({"name": "  "}, "A session needs a name."),
        ({"name": "x" * 61}, "A name may have 60 characters"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    house: TestHouse, typed: dict[str, str], sentence: str
) -> None:
    session = planned(house)

    answer = change(house, session, **typed)

    assert answer.status_code == 400
    assert sentence in answer.text
    assert session_of(house.services, session.id) == session


def test_once_notes_were_collected_the_day_stays_and_the_name_can_change(
    house: TestHouse,
) -> None:
    session = a_session(house, "T3").session

    moved = change(house, session, day="2027-01-13")
    renamed = change(house, session, name="Winter stories")

    assert "so its day stays" in moved.text
    assert renamed.status_code == 200
    kept = session_of(house.services, session.id)
    assert (kept.name, kept.day) == ("Winter stories", session.day)


def test_a_session_that_will_not_take_place_leaves_nothing(house: TestHouse) -> None:
    session = built(house)
    arrange(house.services, house.actor("sam"), session.id, Arrangements(place="Room 4"))

    page = off(house, session)

    assert "is called off." in page.text
    assert "Its board is still in Miro" in page.text
    with pytest.raises(NotHere):
        session_of(house.services, session.id)
    with house.services.db.read() as tx:
        for table in metadata.sorted_tables:
            if "session_id" in table.c:
                rows = tx.execute(sa.select(table).where(table.c.session_id == session.id)).all()
                assert rows == [], table.name


def test_its_board_is_removed_from_miro_where_somebody_says_so(house: TestHouse) -> None:
    session = built(house)
    board_id = board_of(house, session)

    page = off(house, session, board="remove")

    assert "its board is removed from Miro" in page.text
    assert not is_in_miro(house, board_id)
    with pytest.raises(NotHere):
        session_of(house.services, session.id)
    with house.services.db.read() as tx:  # of the board nothing but a hash stays
        assert all(
            board_id not in str(tx.execute(sa.select(table)).all())
            for table in metadata.sorted_tables
            if table.name != "intent"
        )


@pytest.mark.parametrize("whose", ["somebody else's", "unmarked", "written on"])
def test_a_board_that_is_not_ours_alone_is_not_removed(house: TestHouse, whose: str) -> None:
    miro = house.runtime.accounts.miro(house.partnership.id)
    named = miro.create_board("Ours since 2019", "").id if whose == "somebody else's" else None
    session = planned(house)
    building.build(house.runtime, house.actor("sam"), session.id, named)
    board_id = board_of(house, session)
    if whose == "unmarked":
        miro.update_board(board_id, description="Our board")
    if whose == "written on":
        miro.create_sticky(board_id, NewSticky(x=0, y=0, text="I wrote this"))

    page = off(house, session, board="remove")

    said = "People put one thing on this board" if whose == "written on" else "did not make this"
    assert said in page.text
    assert is_in_miro(house, board_id)
    assert session_of(house.services, session.id).id == session.id
    assert "is called off" in off(house, session).text


def test_one_that_stopped_between_goes_on_with_the_board(
    house: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = built(house)
    board_id, asked = board_of(house, session), f"/s/{session.id}/call-off"
    house.runs_at_once = False
    job_id = house.as_("sam").post(asked, data={"board": "remove"}).headers["Location"][6:]
    job = asking.view(house.runtime, house.actor("sam"), job_id).job
    run = partial(KINDS[CALL_OFF].run, house.runtime, house.actor("sam"), job, WaitPolicy())
    with monkeypatch.context() as patched:
        patched.setattr("plugin.jobs.call_off_jobs.remove_board", _killed)
        with pytest.raises(KeyboardInterrupt):
            run()
    with pytest.raises(NotHere):
        session_of(house.services, session.id)
    assert is_in_miro(house, board_id)

    run()

    assert not is_in_miro(house, board_id)


def _killed(*_given: object) -> bool:
    raise KeyboardInterrupt


def test_a_session_with_peoples_words_is_not_called_off(house: TestHouse) -> None:
    session = a_session(house, "T3").session

    answer = off(house, session)

    assert answer.status_code == 400
    assert "Close it instead." in answer.text
    assert session_of(house.services, session.id) == session


def test_every_table_of_a_session_is_prepared_or_keeps_it() -> None:
    # A new table must be decided about: what keeps a session is never deleted with it.
    named = {table.name for table in metadata.sorted_tables if "session_id" in table.c}

    assert named - called_off.PREPARED == {
        *("brake", "capture", "note", "proposal", "read_back", "source", "suspected_copy"),
        *("unread", "who_is_who", "withdrawn_words", "cluster", "quiet_note", "legal_hold"),
        *("pulse_answer", "pulse_spread", "thing_to_change", "own_sorting", "dot", "dot_count"),
        *("piece_evidence", "talk_wish", "noticed"),
    }


def test_while_a_board_is_being_built_nothing_is_changed(house: TestHouse) -> None:
    session, sam = planned(house), house.actor("sam")
    with house.services.db.begin() as tx:
        job = Job(
            id="building",
            kind=BUILD,
            subject=session.id,
            asked_by=sam.person_id,
            asked_at=house.services.now,
        )
        stored_jobs.ask(tx, job)

    assert "Hedgerow is working on this session" in off(house, session).text
    assert "Hedgerow is working on this session" in change(house, session, day="2027-01-13").text
    assert session_of(house.services, session.id) == session


def test_a_closed_session_took_place(house: TestHouse) -> None:
    session = a_session(house, "T3", SessionState.CLOSED).session

    assert "so it took place" in off(house, session).text
    assert "so its day stays" in change(house, session, day="2027-01-13").text


@pytest.mark.parametrize(("who", "status"), [("amina", 403), ("helen", 403), ("stranger", 404)])
def test_only_who_runs_the_session_changes_it(house: TestHouse, who: str, status: int) -> None:
    session = planned(house)

    assert house.as_(who).get(f"/s/{session.id}/change").status_code == status
    assert change(house, session, who, name="Mine").status_code == status
    assert off(house, session, who).status_code == status
    assert session_of(house.services, session.id) == session


def test_a_meeting_without_a_board_is_moved_and_called_off(house: TestHouse) -> None:
    session = planned(house, None)

    change(house, session, day="2027-01-13")
    assert session_of(house.services, session.id).day == date(2027, 1, 13)

    call_off(house.services, house.actor("sam"), session.id)
    with pytest.raises(NotHere):
        session_of(house.services, session.id)


@pytest.mark.parametrize("spelt", ["{id}", "{bare}", "https://miro.com/app/board/{bare}%3D/"])
def test_on_the_board_of_a_session_called_off_nobody_builds_again(
    house: TestHouse, spelt: str
) -> None:
    # Promise 4: the board says who reads its held notes, and a late joiner is not among them.
    session = built(house)
    with house.services.db.read() as tx:
        board = stored_boards.board(tx, session.id)
    assert board is not None
    board_id = board.miro_board_id
    off(house, session)
    named = spelt.format(id=board_id, bare=board_id.rstrip("="))
    another = planned(house)

    with pytest.raises(BadInput, match="A session that was called off had this board"):
        building.build(house.runtime, house.actor("sam"), another.id, named)

    with house.services.db.read() as tx:
        assert stored_boards.board(tx, another.id) is None
        assert board_id not in str(tx.execute(sa.select(tables.called_off_board)).all())
