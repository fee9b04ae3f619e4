"""Promise 4: words that were only ever held stay held, though their note is kept by now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from connectors.sandbox_people import Person, SandboxPeople
from plugin import use_cases
from plugin.convene import communities
from plugin.curate.pieces import make_piece
from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteVersion
from plugin.domain.people import OPERATOR, Role
from plugin.govern.retention import tidy
from plugin.memory.export import export_to_file
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from tests import databases
from tests.unit.plugin.curate.meeting import meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import new_session
from tests.world.phones import agree, board_id, notes_of
from tests.world.vendors import SANDBOX_URL

BOB = "3074457350000000777"
CANARY, KEPT = "Canary: nobody decides on a Friday after four o clock", "Something that may be kept"
NEEDLE = "nobody decides"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    agree(made)
    yield made
    made.services.db.close()


def test_capture_keeps_the_label_under_which_words_stood(house: TestHouse) -> None:
    sam, runtime = house.actor("sam"), house.runtime
    session = new_session(runtime, sam, house.community.id, "T3", date(2026, 11, 18))[0]
    hand, board = SandboxPeople(house.vendors.http(), SANDBOX_URL), board_id(house, session)
    hand.seed([Person(BOB, "Bob")])
    with house.services.db.read() as tx:
        frames = {z: f for f, z in stored_boards.frame_zones(tx, session.id).items()}
    item = hand.add_note(board, BOB, CANARY, "yellow", frames["Z4"], 300, 300)
    use_cases.collect(runtime, sam, session.id)
    use_cases.close_session(runtime, sam, session.id)

    hand.edit_note(board, BOB, item, KEPT)
    use_cases.collect(runtime, sam, session.id)
    hand.move_note(board, BOB, item, frames["Z3"], 300, 300)
    use_cases.collect(runtime, sam, session.id)

    note = notes_of(house, session)[0]
    with house.services.db.read() as tx:
        (older,) = stored_notes.versions(tx, note.id)
    assert (note.label, note.text) == (Label.M, KEPT)
    assert (older.label, older.text, older.erase_on) == (Label.H, CANARY, session.held_until)


@pytest.fixture
def kept(house: TestHouse) -> Note:
    """Return a note that is kept by now, with older words that were only ever held."""
    met = meet(house.services, house.community.id)
    with house.services.db.begin() as tx:
        note = stored_notes.note(tx, f"portal-{met.id}")
        assert note is not None
        older = NoteVersion(note.id, 1, CANARY, note.seen_at, Label.H, met.held_until)
        stored_notes.add_version(tx, older)
        stored_notes.save_note(tx, replace(note, text=KEPT, version=2))
    house.people["fred"] = communities.add_person(
        house.services,
        OPERATOR,
        house.partnership.id,
        house.community.id,
        "Fred Late",
        "fred@north.example",
        Role.FACILITATOR,
    )
    return note


def test_they_are_read_by_those_named_on_the_board_alone(house: TestHouse, kept: Note) -> None:
    late, named = (house.as_(who).get(f"/notes/{kept.id}").text for who in ("fred", "helen"))

    assert NEEDLE in named
    assert KEPT in late
    assert NEEDLE not in late


def test_they_leave_in_no_export(house: TestHouse, kept: Note, tmp_path: Path) -> None:
    export_to_file(house.services, OPERATOR, house.partnership.id, tmp_path / "all.zip")

    with ZipFile(tmp_path / "all.zip") as file:
        texts = [file.read(each).decode("utf-8", "ignore") for each in file.namelist()]
    assert any(json.dumps(KEPT) in each for each in texts)
    assert not any(NEEDLE in each for each in texts)


def test_no_piece_quotes_them(house: TestHouse, kept: Note) -> None:
    helen, here = house.actor("helen"), house.community.id

    made = make_piece(house.services, helen, here, [kept.id], "Fridays", CANARY, "A story.")

    assert made.repeats_held == {made.newest.id}


def test_they_are_erased_on_their_day_and_the_note_stays(house: TestHouse, kept: Note) -> None:
    house.clock.pass_days(200)
    tidy(house.services, OPERATOR)

    with house.services.db.read() as tx:
        note = stored_notes.note(tx, kept.id)
    assert note is not None
    assert note.text == KEPT
    assert b"nobody decides" not in databases.everything(house.services.db)
