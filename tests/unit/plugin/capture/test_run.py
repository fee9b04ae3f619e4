from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.errors import Reconnect, Where
from plugin.capture import run
from plugin.capture.actions import ChangeNote, lose
from plugin.capture.plan import MOVED_OFF_RECORD
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR, Actor, Membership, Role
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput, NotHere, NotNow, Refused
from plugin.govern.withdrawal import take_back
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store import sessions, unread_items
from plugin.store.services import Services
from tests.pretend_board import Runtime, Stage, runtime, stage

KEPT = Agreement(1, {}, Attribution.ROLE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    return runtime(tmp_path_factory.mktemp("house"))


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    return stage(home, "T3", KEPT)


def _crowd(meeting: Stage, number: int, zone: str = "Z3") -> None:
    for each in range(1, number + 1):
        meeting.board.add(f"n{each}", "P01", zone, f"words {each} of {meeting.session.id}")


@pytest.mark.parametrize(
    ("in_box", "leave", "asks"), [(24, 5, True), (25, 5, False), (5, 5, True), (9, 4, False)]
)
def test_the_brake_asks_from_five_and_a_fifth(
    meeting: Stage, in_box: int, leave: int, asks: bool
) -> None:
    _crowd(meeting, in_box)
    meeting.board.add("elsewhere", "P02", "Z5", "still here")
    meeting.collect()
    for each in range(1, leave + 1):
        meeting.board.delete(f"n{each}")

    captured = meeting.collect()

    assert bool(captured.brakes) is asks
    assert captured.stored == in_box + 1 - (0 if asks else leave)
    assert captured.cost.looked_up == (0 if asks else leave)


@pytest.mark.parametrize("with_notes", [True, False])
def test_a_deleted_frame_asks_and_erases_nothing(meeting: Stage, with_notes: bool) -> None:
    _crowd(meeting, 2)
    meeting.collect()
    meeting.board.delete_frame("Z3", with_notes=with_notes)

    captured = meeting.collect()

    assert (captured.stored, captured.forgotten) == (2, 0)
    assert [(len(b.note_ids), b.frame_is_gone) for b in captured.brakes] == [(2, True)]
    assert "is gone from the board, with 2 notes. Tidying, or taken back?" in captured.messages[0]


def test_a_board_that_is_suddenly_empty_asks_about_every_box(meeting: Stage) -> None:
    for number, zone in enumerate(("Z1", "Z3", "Z5", "Z6", "Z7")):
        meeting.board.add(f"n{number}", "P01", zone, "words")
    meeting.collect()
    meeting.board.sticky_items.clear()

    captured = meeting.collect()

    assert (captured.stored, len(captured.brakes)) == (5, 5)


def test_while_it_asks_nothing_is_collected_but_moves_off_record_erase(meeting: Stage) -> None:
    _crowd(meeting, 7)
    meeting.collect()
    for each in range(1, 6):
        meeting.board.delete(f"n{each}")
    meeting.board.move("n6", "P02", "ZX")
    meeting.board.move("n7", "P02", "Z4")
    meeting.board.edit("n7", "P02", "other words")
    meeting.board.add("late", "P03", "Z5", "a late one")

    captured = meeting.collect()

    notes = meeting.notes()
    assert (captured.new, captured.replaced, captured.moved, captured.forgotten) == (0, 0, 1, 1)
    assert "n6" not in notes
    assert (notes["n7"].label, notes["n7"].text) == (Label.H, f"words 7 of {meeting.session.id}")


def test_tidied_notes_stay_and_collecting_goes_on(meeting: Stage) -> None:
    _crowd(meeting, 6)
    meeting.collect()
    meeting.board.delete_frame("Z3")
    meeting.collect()

    meeting.answer("tidied")
    captured = meeting.collect()

    assert (captured.stored, captured.brakes) == (6, ())
    assert {note.state for note in meeting.notes().values()} == {NoteState.TIDIED}


@pytest.mark.parametrize(("closed", "states"), [(False, set()), (True, {NoteState.LEFT_BOARD})])
def test_taken_back_erases_or_leaves_the_desk(
    meeting: Stage, closed: bool, states: set[NoteState]
) -> None:
    _crowd(meeting, 6)
    meeting.close() if closed else meeting.collect()
    for each in range(1, 7):
        meeting.board.delete(f"n{each}")
    meeting.collect()

    meeting.answer("taken back")

    assert {note.state for note in meeting.notes().values()} == states
    assert meeting.collect().brakes == ()


def test_a_question_goes_away_when_the_notes_are_back(meeting: Stage) -> None:
    _crowd(meeting, 6)
    meeting.collect()
    kept = dict(meeting.board.sticky_items)
    meeting.board.sticky_items.clear()
    asked = meeting.collect().brakes[0].id
    meeting.board.sticky_items.update(kept)

    assert meeting.collect().brakes == ()
    with pytest.raises(NotHere, match="answered already, or its notes are back"):
        run.answer_brake(meeting.services, OPERATOR, asked, "tidied")


def test_a_question_stays_until_all_of_its_notes_are_back(meeting: Stage) -> None:
    _crowd(meeting, 6)
    meeting.collect()
    kept = dict(meeting.board.sticky_items)
    meeting.board.sticky_items.clear()
    first = meeting.collect().brakes[0]
    meeting.board.sticky_items.update(list(kept.items())[:4])

    again = meeting.collect().brakes[0]

    assert (again.id, len(again.note_ids), len(meeting.notes())) == (first.id, 2, 6)


def test_closing_waits_for_the_answer(meeting: Stage) -> None:
    _crowd(meeting, 6)
    meeting.collect()
    meeting.board.delete_frame("Z3")

    asked = meeting.close()
    meeting.answer("tidied")
    closed = meeting.close()

    assert (asked.is_closed, closed.is_closed) == (False, True)
    assert "not closed yet" in asked.messages[0]


def test_a_missing_note_is_asked_for_by_id(meeting: Stage) -> None:
    item_id = meeting.board.add("n1", "P01", "Z3", "words")
    meeting.collect()
    meeting.board.hidden.add(item_id)

    captured = meeting.collect()

    assert (captured.stored, captured.cost.looked_up) == (1, 1)


def test_after_close_a_note_that_left_comes_back(meeting: Stage) -> None:
    meeting.board.add("n1", "P01", "Z4", "words")
    meeting.close()
    item = meeting.board.sticky_items.pop(meeting.board.ids["n1"])
    left = (meeting.collect().removed_from_board, meeting.notes()["n1"].is_on_desk)
    meeting.board.sticky_items[item.id] = item

    meeting.collect()

    assert left == (1, False)
    note = meeting.notes()["n1"]
    assert (note.is_on_desk, note.erase_on) == (True, meeting.session.held_until)


@pytest.mark.parametrize(("box", "is_held"), [("Z4", True), ("Z3", False)])
def test_after_close_an_older_text_goes_on_the_day_of_its_box(
    meeting: Stage, box: str, *, is_held: bool
) -> None:
    meeting.board.add("n1", "P01", box, "words")
    meeting.close()
    meeting.board.edit("n1", "P01", "other words")
    meeting.collect()

    with meeting.services.db.read() as tx:
        (older,) = stored_notes.versions(tx, meeting.notes()["n1"].id)
    assert older.text == "words"
    assert older.erase_on == (meeting.session.held_until if is_held else None)


def test_after_close_a_move_off_record_erases_with_a_stub(meeting: Stage) -> None:
    meeting.board.add("n1", "P01", "Z3", "words")
    meeting.close()
    meeting.board.move("n1", "P02", "ZX")

    meeting.collect()
    stub = meeting.all_notes()[0]
    meeting.board.move("n1", "P01", "Z5")
    again = meeting.collect()

    assert (stub.text, stub.gone_because) == (
        None,
        MOVED_OFF_RECORD,
    )
    assert (again.new, meeting.notes()["n1"].zone_code) == (1, "Z5")


def test_an_emptied_note_leaves_the_desk_after_close(meeting: Stage) -> None:
    meeting.board.add("n1", "P01", "Z3", "words")
    meeting.close()
    meeting.board.edit("n1", "P01", "  ")

    first, second = meeting.collect(), meeting.collect()

    assert (first.removed_from_board, second.removed_from_board) == (1, 0)
    assert meeting.notes()["n1"].state is NoteState.LEFT_BOARD


def test_what_a_legal_hold_keeps_past_its_day_comes_to_no_desk_again(meeting: Stage) -> None:
    meeting.board.add("n1", "P01", "Z3", "words")
    meeting.close()
    with meeting.services.db.begin() as tx:
        stored_notes.save_note(tx, meeting.notes()["n1"].past_its_day())
    meeting.board.edit("n1", "P01", "other words")

    meeting.collect()

    note = meeting.notes()["n1"]
    assert (note.state, note.text) == (NoteState.DAY_PASSED, "words")


def test_what_we_placed_ourselves_is_never_collected(meeting: Stage) -> None:
    item_id = meeting.board.add("mirrored", "hedgerow", "Z3", "from the phone")
    with meeting.services.db.begin() as tx:
        stored_boards.link_items(tx, meeting.session.id, {"note/1": (item_id, "sticky_note", "Z3")})

    assert meeting.collect().stored == 0


def test_a_renamed_frame_found_by_title_cannot_loosen_its_notes(meeting: Stage) -> None:
    meeting.board.delete_frame("Z4")
    meeting.board.frame("Z4", "4 · Listening notes")
    meeting.board.add("n1", "P01", "Z4", "words")
    meeting.collect()
    meeting.board.retitle("Z4", "3 · The story")

    meeting.collect()

    assert meeting.notes()["n1"].label is Label.H


def test_a_title_put_right_gives_the_agreed_label_back(meeting: Stage) -> None:
    meeting.board.add("n1", "P01", "Z3", "words")
    meeting.board.retitle("Z3", "4 · Listening notes")
    meeting.collect()
    tightened = meeting.notes()["n1"].label
    meeting.board.retitle("Z3", "3 · The story")

    meeting.collect()

    assert (tightened, meeting.notes()["n1"].label) == (Label.H, Label.M)


def test_a_board_that_vanished_changes_nothing(meeting: Stage) -> None:
    _crowd(meeting, 3)
    meeting.collect()
    meeting.board.vanished = True

    with pytest.raises(NotHere, match="nothing that is stored was erased"):
        meeting.collect()

    assert len(meeting.notes()) == 3


def test_a_revoked_token_changes_nothing(meeting: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(board_id: str) -> None:
        raise Reconnect(Where("miro", "GET", "/v2/boards/{board_id}/items"))

    _crowd(meeting, 3)
    meeting.collect()
    monkeypatch.setattr(meeting.board, "items", refuse)

    with pytest.raises(Reconnect):
        meeting.close()

    assert len(meeting.notes()) == 3


def test_a_note_taken_back_while_the_board_is_read_stays_away(meeting: Stage) -> None:
    _crowd(meeting, 1)
    meeting.collect()
    meeting.board.edit("n1", "P01", "other words")
    read_tags = meeting.board.tags

    def taken_back_meanwhile(board_id: str) -> object:
        if meeting.notes():
            take_back(meeting.services, OPERATOR, meeting.notes()["n1"].id)
        return read_tags(board_id)

    meeting.board.tags = taken_back_meanwhile  # type: ignore[assignment, method-assign]

    assert (meeting.collect().stored, meeting.notes()) == (0, {})


def test_notes_that_change_all_the_time_stop_the_collecting(meeting: Stage) -> None:
    read_tags = meeting.board.tags

    def changed_meanwhile(board_id: str) -> object:
        with meeting.services.db.begin() as tx:
            unread_items.set_unread(tx, meeting.session.id, meeting.services.new_id(), None)
        return read_tags(board_id)

    meeting.board.tags = changed_meanwhile  # type: ignore[assignment, method-assign]

    with pytest.raises(NotNow, match="Collect again"):
        meeting.collect()


def test_two_collectings_at_one_moment_are_told_apart(meeting: Stage) -> None:
    _crowd(meeting, 2)
    meeting.collect()
    meeting.board.delete("n1")

    assert meeting.collect().forgotten == 1
    assert meeting.collect().forgotten == 0


def test_closing_again_collects_and_stays_closed(meeting: Stage) -> None:
    _crowd(meeting, 2)
    meeting.close()
    meeting.board.add("late", "P02", "Z3", "after it closed")

    again = meeting.close()

    assert (again.is_closed, again.new) == (True, 1)
    assert meeting.notes()["late"].author_hash is None


def test_a_closing_that_dies_leaves_an_open_session(meeting: Stage) -> None:
    _crowd(meeting, 2)
    ids = iter(["note-1", "note-2", "strand", "voice"])  # and none for the counts, the last
    dying = Services(meeting.services.db, meeting.services.clock, lambda: next(ids))

    with pytest.raises(StopIteration):
        run.close_session(dying, OPERATOR, meeting.miro, meeting.session.id, meeting.template)
    left = meeting.all_notes()
    closed = meeting.close()

    assert (list(ids), left) == ([], ())
    assert (closed.is_closed, closed.stored) == (True, 2)


def test_a_session_without_a_board_says_so(meeting: Stage) -> None:
    planned = replace(meeting.session, id="planned", state=SessionState.PLANNED)
    with meeting.services.db.begin() as tx:
        sessions.save_session(tx, planned)

    with pytest.raises(BadInput, match="no board yet"):
        run.collect(meeting.services, OPERATOR, meeting.miro, planned.id, meeting.template)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.SPONSOR, Role.LEARNING_PARTNER])
def test_only_hosts_collect_and_close(meeting: Stage, role: Role) -> None:
    actor = Actor("x", "X", (Membership("p", "c", role),))

    with pytest.raises(Refused):
        run.collect(meeting.services, actor, meeting.miro, meeting.session.id, meeting.template)


def test_people_of_another_partnership_find_nothing(meeting: Stage) -> None:
    stranger = Actor("x", "X", (Membership("other", None, Role.FACILITATOR),))

    with pytest.raises(NotHere):
        run.close_session(
            meeting.services, stranger, meeting.miro, meeting.session.id, meeting.template
        )


def test_after_the_take_back_window_nothing_is_collected(meeting: Stage) -> None:
    with meeting.services.db.begin() as tx:
        sessions.forget_session_secret(tx, meeting.session.id)

    with pytest.raises(BadInput, match="reads it no more"):
        meeting.collect()


@pytest.mark.parametrize(("own_day", "wanted"), [(None, 7), (3, 3), (20, 7)])
def test_a_note_that_left_is_erased_after_seven_days_or_sooner_on_its_own_day(
    meeting: Stage, own_day: int | None, wanted: int
) -> None:
    meeting.board.add("n1", "P01", "Z4", "words")
    meeting.close()
    now = meeting.services.now
    due = None if own_day is None else now.date() + timedelta(days=own_day)
    note = replace(meeting.notes()["n1"], erase_on=due)

    found = lose(note, replace(meeting.session, state=SessionState.CLOSED), now)

    assert isinstance(found, ChangeNote)
    assert found.note.erase_on == now.date() + timedelta(days=wanted)
