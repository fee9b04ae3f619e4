"""A stricter agreement holds for sessions that took place: shorter lives, less of writers."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.capture.run import set_roles
from plugin.domain.agreements import Agreement, AgreementDetails, Attribution, NoteLimits
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState, NoteVersion
from plugin.domain.people import OPERATOR
from plugin.domain.pulse import ThingToChange
from plugin.domain.quiet_writing import QuietNote
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.govern.tightening import tighten_past
from plugin.store import notes as stored_notes
from plugin.store import pulse, quiet_notes
from plugin.store import sessions as stored_sessions
from plugin.store import tables as t
from tests.pretend_board import Runtime, Stage, runtime, stage

BY_ROLE = Agreement(1, {}, Attribution.ROLE)


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


def held_meeting(home: Runtime, agreement: Agreement = BY_ROLE, *, closed: bool = True) -> Stage:
    """Return a meeting of three nurses, with a kept note and a held one each."""
    staged = stage(home, "T3", agreement)
    for number in range(1, 4):
        staged.board.add(f"kept {number}", f"P0{number}", "Z5", f"kept words {number}")
        staged.board.add(f"held {number}", f"P0{number}", "Z4", f"held words {number}")
    staged.collect()
    writers = {note.author_hash for note in staged.all_notes() if note.author_hash}
    set_roles(staged.services, OPERATOR, staged.session.id, dict.fromkeys(writers, "nurse"))
    if closed:
        staged.close()
    return staged


def tighten(staged: Stage, agreement: Agreement) -> int:
    with staged.services.db.begin() as tx:
        return tighten_past(tx, staged.services, "c", agreement)


def stored(staged: Stage) -> Session:
    with staged.services.db.read() as tx:
        found = stored_sessions.session(tx, staged.session.id)
    assert found is not None
    return found


def test_a_shorter_life_holds_for_held_notes_that_are_there(home: Runtime) -> None:
    meeting = held_meeting(home)

    assert tighten(meeting, replace(BY_ROLE, held_days=10)) == 1
    home.pass_days(10)
    tidy(meeting.services, OPERATOR)

    assert {name.split()[0] for name in meeting.notes()} == {"kept"}


def test_kept_notes_go_on_their_day_and_say_why(home: Runtime) -> None:
    meeting = held_meeting(home)
    limited = AgreementDetails(limits=NoteLimits(kept_days=40))

    tighten(meeting, replace(BY_ROLE, details=limited))
    home.pass_days(39)
    tidy(meeting.services, OPERATOR)
    assert {name.split()[0] for name in meeting.notes()} == {"kept"}

    home.pass_days(1)
    tidy(meeting.services, OPERATOR)

    assert meeting.notes() == {}
    reasons = {note.gone_because for note in meeting.all_notes() if note.label is Label.M}
    assert reasons == {"The group keeps its notes until 28 December, and that day has come."}
    assert b"kept words" not in home.files()


def test_a_note_of_a_limited_life_has_its_day_from_the_beginning(home: Runtime) -> None:
    limited = AgreementDetails(limits=NoteLimits(kept_days=40))
    meeting = held_meeting(home, replace(BY_ROLE, details=limited))

    days = {(each.label, each.erase_on) for each in meeting.all_notes()}

    assert days == {
        (Label.M, stored(meeting).kept_until),
        (Label.H, stored(meeting).held_until),
    }


@pytest.mark.parametrize("way", [Attribution.NONE, Attribution.CHATHAM_HOUSE])
def test_roles_go_from_notes_that_are_there(home: Runtime, way: Attribution) -> None:
    meeting = held_meeting(home)
    assert {note.shown_author for note in meeting.all_notes()} == {"nurse"}

    tighten(meeting, replace(BY_ROLE, attribution=way))

    assert {note.shown_author for note in meeting.all_notes()} == {"a member"}
    policy = stored(meeting).policy
    assert policy is not None
    assert policy.attribution is way


def test_moments_go_too_under_chatham_house(home: Runtime) -> None:
    meeting = held_meeting(home)

    tighten(meeting, replace(BY_ROLE, attribution=Attribution.CHATHAM_HOUSE))

    notes = meeting.all_notes()
    assert {f"{note.seen_at:%H:%M}" for note in notes} == {"00:00"}
    assert {(note.colour, note.tags) for note in notes} == {("", ())}
    with meeting.services.db.read() as tx:
        capture = stored_sessions.last_capture(tx, meeting.session.id)
    assert capture is not None
    assert f"{capture[0]:%H:%M}" == "00:00"


def test_an_open_session_is_closed_by_the_stricter_way(home: Runtime) -> None:
    meeting = held_meeting(home, closed=False)

    tighten(meeting, replace(BY_ROLE, attribution=Attribution.NONE))
    meeting.close()

    assert {note.shown_author for note in meeting.all_notes()} == {"a member"}


def test_nothing_becomes_looser(home: Runtime) -> None:
    meeting = held_meeting(home, replace(BY_ROLE, held_days=7, attribution=Attribution.NONE))
    before = meeting.all_notes()

    looser = replace(BY_ROLE, held_days=90, take_back_days=300, attribution=Attribution.NAMED)

    assert tighten(meeting, looser) == 0
    assert meeting.all_notes() == before


def test_every_day_for_erasing_is_brought_forward(home: Runtime) -> None:
    limited = AgreementDetails(limits=NoteLimits(kept_days=40))
    meeting = held_meeting(home, replace(BY_ROLE, held_days=20), closed=False)
    session, moment = stored(meeting), meeting.services.now
    later = {label: session.erases_on(label) for label in (Label.M, Label.H)}
    with meeting.services.db.begin() as tx:
        for label, day in later.items():
            quiet_notes.save_quiet_note(tx, a_quiet_note(session, label, day, moment))
        note = next(each for each in meeting.all_notes() if each.label is Label.M)
        stored_notes.add_version(
            tx, NoteVersion(note.id, 0, "was held", moment, Label.H, later[Label.H])
        )
        held = next(each for each in meeting.all_notes() if each.label is Label.H)
        stored_notes.save_note(tx, replace(held, state=NoteState.LEFT_BOARD))
        things = [ThingToChange("mine", "Sit closer.", session.held_until)]
        pulse.publish(tx, session.id, [], things)

    assert tighten(meeting, replace(BY_ROLE, held_days=10, details=limited)) == 1

    now = stored(meeting)
    for table in t.metadata.tables.values():
        if "erase_on" not in table.c:
            continue
        label = table.c.label if "label" in table.c else sa.literal(Label.H.value)
        with meeting.services.db.read() as tx:
            days = {tuple(row) for row in tx.execute(sa.select(label, table.c.erase_on))}
        expected = {(Label.H.value, now.held_until)}
        if table in (t.note, t.quiet_note):
            expected.add((Label.M.value, now.kept_until))
        assert days == expected, table.name


def a_quiet_note(session: Session, label: Label, day: date | None, moment: datetime) -> QuietNote:
    return QuietNote(
        id=f"quiet-{label.value}",
        session_id=session.id,
        zone_code="Z5",
        label=label,
        kind="",
        text="An idea",
        author_hash="a",
        own_hash=f"own-{label.value}",
        erase_on=day,
        written_at=moment,
    )
