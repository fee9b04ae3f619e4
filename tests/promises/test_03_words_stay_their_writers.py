from dataclasses import replace
from pathlib import Path

import pytest

from plugin.curate.desk import desk
from plugin.curate.pieces import make_piece, whole_piece
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import trail
from tests.pretend_board import Runtime, Stage, runtime, stage

FIRST, SECOND = "canary first words", "other words"


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    staged = stage(home, "T3", Agreement(1, {}, Attribution.ROLE, take_back_days=30))
    staged.board.add("n1", "P01", "Z5", FIRST)
    staged.board.add("n2", "P02", "Z5", "words of somebody else")
    return staged


def _on_desk(meeting: Stage) -> set[str]:
    shown = desk(meeting.services, OPERATOR, "c", lambda _code: meeting.template)
    boxes = [box for session in shown.sessions for box in session.boxes]
    return {note.id for box in boxes for note in (*box.kept, *box.held)}


def test_until_close_an_edit_forgets_the_older_words(meeting: Stage) -> None:
    meeting.collect()
    meeting.board.edit("n1", "P01", SECOND)
    meeting.close()

    assert meeting.notes()["n1"].text == SECOND
    assert trail(meeting.services, OPERATOR, meeting.notes()["n1"].id).versions == ()
    assert b"canary" not in meeting.runtime.files()


@pytest.mark.parametrize(
    "text",
    ["\u2060", "\u200e", "\u00ad", "\ufe0f", "\u3164", "\u2800", "\u115f", "&#8288;"],
    ids=ascii,
)
def test_a_note_that_shows_nothing_is_no_note(meeting: Stage, text: str) -> None:
    meeting.board.add("n3", "P03", "Z5", f"<p>{text}</p>")

    captured = meeting.collect()

    assert (captured.ignored_blank, captured.stored) == (1, 2)


@pytest.mark.parametrize("how", ["delete", "blank", "off record", "outside"])
def test_until_close_a_note_taken_away_leaves_no_trace(meeting: Stage, how: str) -> None:
    meeting.collect()
    if how == "delete":
        meeting.board.delete("n1")
    elif how == "blank":
        meeting.board.edit("n1", "P01", "\u200b ")
    else:
        meeting.board.move("n1", "P01", "ZX" if how == "off record" else None)

    captured = meeting.collect()

    assert (captured.forgotten, len(meeting.all_notes())) == (1, 1)
    assert b"canary" not in meeting.runtime.files()


def test_after_close_a_change_is_a_new_version(meeting: Stage) -> None:
    meeting.close()
    for number, text in enumerate((SECOND, "third words"), start=2):
        meeting.board.edit("n1", "P01", text)
        meeting.runtime.pass_days(1)
        assert meeting.collect().new_versions == 1
        assert meeting.notes()["n1"].version == number

    older = trail(meeting.services, OPERATOR, meeting.notes()["n1"].id).versions

    assert [version.text for version in older] == [FIRST, SECOND]


def test_after_close_a_note_that_left_is_off_the_desk_at_once(meeting: Stage) -> None:
    meeting.close()
    note = meeting.notes()["n1"]
    before = note.id in _on_desk(meeting)
    meeting.board.delete("n1")
    meeting.collect()

    assert (before, note.id in _on_desk(meeting)) == (True, False)
    assert meeting.notes()["n1"].state is NoteState.LEFT_BOARD


@pytest.mark.parametrize(("days", "is_there"), [(6, True), (7, False)])
def test_it_is_erased_after_seven_days(meeting: Stage, days: int, is_there: bool) -> None:
    meeting.close()
    meeting.board.delete("n1")
    meeting.collect()
    meeting.runtime.pass_days(days)

    tidy(meeting.services, OPERATOR)

    assert ("n1" in meeting.notes()) is is_there
    assert (b"canary" in meeting.runtime.files()) is is_there


@pytest.mark.parametrize("closed", [False, True])
def test_tidying_erases_nobodys_words_unasked(meeting: Stage, closed: bool) -> None:
    for number in range(8):
        meeting.board.add(f"more{number}", "P03", "Z6", f"words {number}")
    meeting.close() if closed else meeting.collect()
    before = meeting.notes()
    for number in range(8):
        meeting.board.delete(f"more{number}")

    captured = [meeting.collect() for _ in range(3)]
    meeting.runtime.pass_days(20)
    tidy(meeting.services, OPERATOR)

    assert all(each.brakes for each in captured)
    assert meeting.notes() == before


@pytest.mark.parametrize("with_notes", [False, True])
@pytest.mark.parametrize("closed", [False, True])
def test_a_deleted_frame_erases_nobodys_words(
    meeting: Stage, closed: bool, with_notes: bool
) -> None:
    meeting.close() if closed else meeting.collect()
    before = meeting.notes()
    meeting.board.delete_frame("Z5", with_notes=with_notes)

    captured = [meeting.collect() for _ in range(2)]

    assert all(each.brakes[0].frame_is_gone for each in captured)
    assert meeting.notes() == before


def test_a_frame_drawn_around_notes_takes_no_voice_from_a_piece(meeting: Stage) -> None:
    for each in range(3, 11):
        meeting.board.add(f"n{each}", f"P{each}", "Z5", f"words {each}")
    meeting.close()
    notes = meeting.notes()
    chosen = (notes["n3"].id, notes["n4"].id)
    piece = make_piece(
        meeting.services, OPERATOR, "c", chosen, "A doubt", "A line.", "A story."
    ).piece
    frame = meeting.board.container("frame")
    for each in range(3, 11):
        meeting.board.put_into(f"n{each}", frame)

    asked = meeting.collect().brakes
    during = whole_piece(meeting.services, piece.id).voices
    meeting.board.lie_in(frame, meeting.board.frames_by_code["Z5"])

    assert (len(asked), during) == (1, 2)
    assert meeting.collect().brakes == ()
    assert whole_piece(meeting.services, piece.id).voices == 2
    ringed = {f"n{each}" for each in range(3, 11)}
    assert meeting.notes() == {
        name: replace(note, container_id=frame) if name in ringed else note
        for name, note in notes.items()
    }
