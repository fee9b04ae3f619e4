"""4: what waits for its writer goes on waiting, whatever other hands do to its sticky meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from plugin import use_cases
from plugin.convene.communities import add_person
from plugin.domain.agreements import Agreement
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import OPERATOR, Role
from plugin.domain.sessions import Session
from plugin.store import boards as stored_boards
from tests.pretend_board import Runtime, Stage, runtime, stage
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.in_miro import let_in
from tests.world.jobs import new_session
from tests.world.phones import agree, board_id, join, notes_of, place

HELD = "What struck me was how long nobody spoke."
HELD_BOX, KEPT_BOX = "Z4", "Z3"
SOMEBODY, HER_WRITER = "3074457350000000777", "3074457350000000601"


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    staged = stage(home, "T3", Agreement(1))
    staged.board.add("held", "P01", HELD_BOX, HELD)
    return staged


def deleted_and_undone(meeting: Stage, which: str) -> None:
    item = meeting.board.sticky_items.pop(meeting.board.ids[which])
    meeting.collect()
    meeting.board.sticky_items[item.id] = item
    meeting.collect()


def emptied_and_typed_again(meeting: Stage, which: str) -> None:
    meeting.board.edit(which, "P02", "")
    meeting.collect()
    meeting.board.edit(which, "P02", HELD)
    meeting.collect()


WAYS = pytest.mark.parametrize("gone_and_back", [deleted_and_undone, emptied_and_typed_again])


@WAYS
def test_a_held_note_that_another_hand_moved(meeting: Stage, gone_and_back: object) -> None:
    meeting.close()
    meeting.board.move("held", "P02", KEPT_BOX)
    meeting.collect()
    assert meeting.notes()["held"].is_waiting
    gone_and_back(meeting, "held")  # type: ignore[operator]
    assert is_held(meeting.notes()["held"])


@WAYS
def test_a_copy_of_a_held_note(meeting: Stage, gone_and_back: object) -> None:
    meeting.close()
    meeting.board.add("copy", "P02", KEPT_BOX, HELD)
    meeting.collect()
    gone_and_back(meeting, "copy")  # type: ignore[operator]
    assert is_held(meeting.notes()["copy"])


@WAYS
def test_in_an_open_session_it_is_read_by_its_writers_hand_alone(
    meeting: Stage, gone_and_back: object
) -> None:
    meeting.collect()
    meeting.board.move("held", "P02", KEPT_BOX)
    meeting.collect()
    gone_and_back(meeting, "held")  # type: ignore[operator]
    assert "held" not in meeting.notes()
    meeting.board.move("held", "P01", "Z5")
    meeting.collect()
    assert meeting.notes()["held"].text == HELD


@pytest.mark.parametrize("when", ["open", "closed"])
@pytest.mark.parametrize("kind", ["frame", "group"])
def test_a_container_that_another_hand_drags_along(meeting: Stage, kind: str, when: str) -> None:
    board = meeting.board
    inner = board.container(kind, within=board.frames_by_code[HELD_BOX])
    board.put_into("held", inner)
    (meeting.close if when == "closed" else meeting.collect)()
    board.lie_in(inner, board.frames_by_code[KEPT_BOX])
    meeting.collect()
    assert is_held(meeting.notes()["held"])


@pytest.mark.parametrize("when", ["open", "closed"])
def test_a_container_that_another_hand_drags_out_of_stays_here(meeting: Stage, when: str) -> None:
    board = meeting.board
    inner = board.container("group", within=board.frames_by_code["ZX"])
    board.add("private", "P01", "ZX", HELD)
    board.put_into("private", inner)
    (meeting.close if when == "closed" else meeting.collect)()
    board.lie_in(inner, board.frames_by_code[KEPT_BOX])
    meeting.collect()
    assert "private" not in meeting.notes()


@pytest.mark.parametrize("when", ["open", "closed"])
def test_a_held_note_that_another_hand_puts_aside_and_back(meeting: Stage, when: str) -> None:
    (meeting.close if when == "closed" else meeting.collect)()
    for box in (None, KEPT_BOX):
        meeting.board.move("held", "P02", box)
        meeting.collect()
    assert not [each for each in meeting.all_notes() if each.text]


@pytest.mark.parametrize("when", ["open", "closed"])
def test_what_its_writer_took_off_the_board_comes_back_by_their_hand_alone(
    meeting: Stage, when: str
) -> None:
    meeting.board.add("kept", "P01", KEPT_BOX, "I never said that")
    (meeting.close if when == "closed" else meeting.collect)()
    meeting.board.move("kept", "P01", None)
    meeting.collect()
    meeting.board.move("kept", "P02", KEPT_BOX)
    meeting.collect()
    assert "I never said that" not in {each.text for each in meeting.all_notes()}
    meeting.board.move("kept", "P01", "Z5")
    meeting.collect()
    assert "I never said that" in {each.text for each in meeting.all_notes()}


def test_what_somebody_else_put_aside_they_put_back(meeting: Stage) -> None:
    meeting.board.add("kept", "P01", KEPT_BOX, "It was cold")
    meeting.collect()
    for box in (None, KEPT_BOX):
        meeting.board.move("kept", "P02", box)
        meeting.collect()
    assert meeting.notes()["kept"].text == "It was cold"


def test_on_an_emptied_sticky_nobody_writes_in_its_writers_name(meeting: Stage) -> None:
    meeting.board.add("kept", "P01", KEPT_BOX, "It was cold")
    meeting.collect()
    for text in (" ", "They lie to the families"):
        meeting.board.edit("kept", "P02", text)
        meeting.collect()
    assert "kept" not in meeting.notes()


def test_what_left_a_closed_board_comes_back_by_no_other_hand(meeting: Stage) -> None:
    meeting.board.add("kept", "P01", KEPT_BOX, "It was cold")
    meeting.close()
    for text in (" ", "It was cold"):
        meeting.board.edit("kept", "P02", text)
        meeting.collect()
    assert not meeting.notes()["kept"].is_on_desk


def is_held(note: Note) -> bool:
    return note.label is Label.H and note.is_waiting and note.erase_on is not None


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


def box(house: TestHouse, session: Session, code: str) -> str:
    with house.services.db.read() as tx:
        frames = stored_boards.frame_zones(tx, session.id)
    return next(item for item, zone in frames.items() if zone == code)


def on_board(house: TestHouse, session: Session, item: str, **done: object) -> None:
    """Let somebody else do something to a sticky."""
    let_in(house, SOMEBODY)
    at = f"/_sandbox/miro/boards/{board_id(house, session)}/notes/{item}"
    told = house.sandbox.test_client().patch(at, json={"person": SOMEBODY, **done})
    assert told.status_code == 200


def test_a_note_by_phone_that_was_moved_held_back_and_shown_again(
    house: TestHouse, session: Session
) -> None:
    join(house, session).write(HELD, HELD_BOX)
    place(house, session)
    (note,) = notes_of(house, session)
    on_board(house, session, note.miro_item_id or "", frame=box(house, session, KEPT_BOX))
    sam = house.as_("sam")
    sam.post(f"/s/{session.id}/collect")
    for done in ("hold", "show"):
        moderated = sam.post(f"/s/{session.id}/by-phone/{note.id}", data={"do": done})
        assert moderated.status_code == 303
        place(house, session)
    sam.post(f"/s/{session.id}/collect")
    (note,) = notes_of(house, session)
    assert (note.zone_code, is_held(note)) == (KEPT_BOX, True)


def test_who_joins_later_reads_none_that_left_and_came_back(
    house: TestHouse, session: Session
) -> None:
    let_in(house, HER_WRITER)
    made = house.sandbox.test_client().post(
        f"/_sandbox/miro/boards/{board_id(house, session)}/notes",
        json={"person": HER_WRITER, "text": HELD, "frame": box(house, session, HELD_BOX)},
    )
    house.as_("sam").post(f"/s/{session.id}/collect")
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    house.people["lena"] = add_person(
        house.services,
        OPERATOR,
        house.partnership.id,
        house.community.id,
        "Lena Late",
        "lena@x.example",
        Role.FACILITATOR,
    )
    lena, item = house.as_("lena"), (made.json or {})["id"]
    for done in ({"frame": box(house, session, KEPT_BOX)}, {"text": " "}, {"text": HELD}):
        on_board(house, session, item, **done)
        lena.post(f"/s/{session.id}/collect")
    (note,) = notes_of(house, session)
    assert is_held(note)
    assert HELD not in lena.get(f"/s/{session.id}").text + lena.get(f"/notes/{note.id}").text
