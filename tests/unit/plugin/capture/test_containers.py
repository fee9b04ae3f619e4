import pytest

from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from tests.pretend_board import Runtime, Stage, stage


def _put(meeting: Stage, many: int, container_id: str) -> None:
    for each in range(many):
        meeting.board.put_into(f"n{each}", container_id)


@pytest.mark.parametrize("kind", ["frame", "group", "data_table_format"])
@pytest.mark.parametrize("is_closed", [False, True])
def test_a_container_inside_a_box_belongs_to_it(meeting: Stage, kind: str, is_closed: bool) -> None:
    meeting.close() if is_closed else meeting.collect()
    box = meeting.board.frames_by_code["Z3"]
    _put(meeting, 8, meeting.board.container(kind, within=meeting.board.container(kind, box)))

    captured = meeting.collect()

    assert (captured.stored, captured.forgotten, captured.brakes) == (11, 0, ())
    assert {note.zone_code for note in meeting.notes().values()} == {"Z3", "Z5"}


def test_a_container_that_no_list_names_is_asked_for_once(meeting: Stage) -> None:
    box = meeting.board.frames_by_code["Z3"]
    _put(meeting, 8, meeting.board.container("group", box, is_listed=False))

    captured = meeting.collect()

    assert (captured.stored, captured.cost.looked_up) == (11, 1)
    assert meeting.board.calls.count("item") == 1


def test_a_box_that_the_list_forgets_is_still_a_box(meeting: Stage) -> None:
    meeting.collect()
    meeting.board.hidden.add(meeting.board.frames_by_code["Z3"])

    captured = meeting.collect()

    assert (captured.stored, captured.brakes, captured.cost.looked_up) == (11, (), 1)


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize(("many", "asks"), [(1, False), (2, False), (3, True), (8, True)])
def test_a_container_outside_every_box_asks_before_many_notes_are_lost(
    meeting: Stage, many: int, asks: bool, is_closed: bool
) -> None:
    meeting.close() if is_closed else meeting.collect()
    _put(meeting, many, meeting.board.container("frame"))

    captured = meeting.collect()

    assert bool(captured.brakes) is asks
    assert captured.stored == (11 if asks else 11 - many)
    assert captured.dropped_outside == (0 if asks else many)


@pytest.mark.parametrize("notes_in_box", [25, 30])
def test_five_notes_ask_however_large_the_box_is(home: Runtime, notes_in_box: int) -> None:
    meeting = stage(home, "T3", Agreement(1, {}, Attribution.ROLE))
    for each in range(notes_in_box):
        meeting.board.add(f"n{each}", "P1", "Z3", f"words {each}")
    meeting.collect()
    _put(meeting, 5, meeting.board.container("frame"))

    assert [len(brake.note_ids) for brake in meeting.collect().brakes] == [5]


def test_a_container_that_miro_does_not_show_asks_for_one_note(meeting: Stage) -> None:
    meeting.collect()
    meeting.board.put_into("n1", "3458764500000999999")

    captured = meeting.collect()

    assert ([len(brake.note_ids) for brake in captured.brakes], captured.stored) == ([1], 11)


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("answer", [None, "tidied"])
def test_putting_the_notes_back_heals_everything(
    meeting: Stage, answer: str | None, is_closed: bool
) -> None:
    meeting.close() if is_closed else meeting.collect()
    before = meeting.notes()
    _put(meeting, 8, meeting.board.container("frame"))
    meeting.collect()
    if answer == "tidied":
        meeting.answer("tidied")
        assert meeting.collect().brakes == ()
        assert meeting.notes()["n1"].state is NoteState.TIDIED
    _put(meeting, 8, meeting.board.frames_by_code["Z3"])

    captured = meeting.collect()

    assert (captured.brakes, captured.stored) == ((), 11)
    assert meeting.notes() == before


def test_taken_back_after_close_can_still_be_put_back_in_time(meeting: Stage) -> None:
    meeting.close()
    before = meeting.notes()
    _put(meeting, 8, meeting.board.container("frame"))
    meeting.collect()
    meeting.answer("taken back")
    assert meeting.collect().brakes == ()
    assert meeting.notes()["n1"].state is NoteState.LEFT_BOARD
    _put(meeting, 8, meeting.board.frames_by_code["Z3"])
    meeting.collect()

    assert meeting.notes() == before


def test_a_box_that_is_moved_into_a_stricter_one_takes_its_label(meeting: Stage) -> None:
    meeting.collect()
    meeting.board.put_frame_into("Z3", meeting.board.frames_by_code["Z4"])

    captured = meeting.collect()

    assert {note.label for note in meeting.notes().values() if note.zone_code == "Z3"} == {Label.H}
    assert any("lies in another box" in said for said in captured.messages)


def test_a_box_that_is_moved_into_stays_here_keeps_nothing(meeting: Stage) -> None:
    meeting.collect()
    meeting.board.put_frame_into("Z3", meeting.board.frames_by_code["ZX"])

    captured = meeting.collect()

    assert (captured.stored, captured.dropped_off_record) == (1, 10)
    assert b"canary" not in meeting.runtime.files()


def test_parents_in_a_circle_are_outside(meeting: Stage) -> None:
    meeting.collect()
    one = meeting.board.container("frame")
    other = meeting.board.container("frame", one)
    meeting.board.lie_in(one, other)
    _put(meeting, 8, other)

    assert len(meeting.collect().brakes) == 1
