"""A container inside a box is deleted: Miro leaves what lay in it on the bare board."""

from dataclasses import replace

import pytest

from plugin.domain.notes import NoteState
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.web.session import ASKED
from tests.pretend_board import Stage


def ring(meeting: Stage, many: int, kind: str = "frame", *, is_closed: bool = False) -> str:
    """Draw a container round notes in their box, and collect; return its id."""
    meeting.close() if is_closed else meeting.collect()
    container_id = meeting.board.container(kind, meeting.board.frames_by_code["Z3"])
    for each in range(many):
        meeting.board.put_into(f"n{each}", container_id)
    meeting.collect()
    return container_id


@pytest.mark.parametrize("kind", ["frame", "group", "data_table_format"])
@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("many", [1, 8])
def test_a_person_is_asked_about_notes_whose_container_is_gone(
    meeting: Stage, kind: str, many: int, is_closed: bool
) -> None:
    meeting.board.delete_container(ring(meeting, many, kind, is_closed=is_closed))

    captured = meeting.collect()

    assert [len(brake.note_ids) for brake in captured.brakes] == [many]
    assert (captured.stored, captured.forgotten, captured.dropped_outside) == (11, 0, 0)
    assert any(ASKED in said for said in captured.messages)


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("answer", [None, "tidied"])
def test_back_in_their_box_they_are_as_they_were(
    meeting: Stage, answer: str | None, is_closed: bool
) -> None:
    container_id = ring(meeting, 8, is_closed=is_closed)
    before = {name: replace(note, container_id=None) for name, note in meeting.notes().items()}
    meeting.board.delete_container(container_id)
    meeting.collect()
    if answer is not None:
        meeting.answer("tidied")
        captured = meeting.collect()
        assert (captured.brakes, captured.stored) == ((), 11)
        assert meeting.notes()["n1"].state is NoteState.TIDIED
    for each in range(8):
        meeting.board.put_into(f"n{each}", meeting.board.frames_by_code["Z3"])

    captured = meeting.collect()

    now = {name: replace(note, container_id=None) for name, note in meeting.notes().items()}
    assert (captured.brakes, captured.stored, now) == ((), 11, before)


def test_taken_back_they_are_forgotten(meeting: Stage) -> None:
    meeting.board.delete_container(ring(meeting, 8))
    meeting.collect()

    meeting.answer("taken back")

    assert (meeting.collect().brakes, len(meeting.notes())) == ((), 3)
    assert b"canary words 1" not in meeting.runtime.files()


def test_one_of_two_boxes_of_a_code_is_deleted(meeting: Stage) -> None:
    second = meeting.board.frame("Z3", "3 · The story")
    for each in range(2):
        meeting.board.put_into(f"n{each}", second)
    meeting.collect()
    meeting.board.delete_container(second)

    assert [len(brake.note_ids) for brake in meeting.collect().brakes] == [2]


@pytest.mark.parametrize("is_listed", [True, False])
def test_who_drags_notes_out_of_a_container_that_stands_takes_them_out(
    meeting: Stage, is_listed: bool
) -> None:
    container_id = ring(meeting, 8)
    for each in range(8):
        meeting.board.move(f"n{each}", "P1", None)
    if not is_listed:
        meeting.board.hidden.add(container_id)

    captured = meeting.collect()

    assert (captured.brakes, captured.stored, captured.dropped_outside) == ((), 3, 8)


def test_a_container_is_asked_for_once_and_counted(meeting: Stage) -> None:
    meeting.board.delete_container(ring(meeting, 8))
    before = meeting.board.calls.count("item")

    captured = meeting.collect()

    assert meeting.board.calls.count("item") - before == captured.cost.looked_up == 1


def test_a_move_into_another_container_is_remembered(meeting: Stage) -> None:
    first = ring(meeting, 3)
    second = meeting.board.container("group", meeting.board.frames_by_code["Z3"])
    for each in range(3):
        meeting.board.put_into(f"n{each}", second)
    meeting.collect()
    meeting.board.delete_container(first)

    assert meeting.collect().brakes == ()

    meeting.board.delete_container(second)
    assert [len(brake.note_ids) for brake in meeting.collect().brakes] == [3]


def test_what_a_note_lay_in_goes_with_its_words_and_with_the_key(meeting: Stage) -> None:
    container_id = ring(meeting, 8, is_closed=True)
    note = meeting.notes()["n1"]
    assert note.container_id == container_id
    with meeting.services.db.begin() as tx:
        stored_notes.erase_note(tx, note, NoteState.ERASED, "its day came", meeting.services.now)

    kept = [each for each in meeting.all_notes() if each.text is None]
    assert [each.container_id for each in kept] == [None]

    with meeting.services.db.begin() as tx:
        stored_sessions.forget_session_secret(tx, meeting.session.id)
    assert {each.container_id for each in meeting.all_notes()} == {None}
