"""Promise 3: what another hand writes on a sticky is nobody's known voice."""

from pathlib import Path

import pytest

from plugin.capture import run
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.labels import Label
from plugin.domain.notes import A_MEMBER, ANOTHER_HAND, Note, NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.piece_whole import count_voices
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import trail
from tests.pretend_board import Runtime, Stage, runtime, stage

OWN, FORGED = "The ward was kind to us.", "The ward lied to my face that night."
ROLE = "Amina the nurse"


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    staged = stage(home, "T3", Agreement(1, {}, Attribution.NAMED, take_back_days=30))
    staged.board.add("n1", "P01", "Z3", OWN)
    staged.board.add("n2", "P02", "Z3", "Words of somebody else.")
    staged.collect()
    author = staged.notes()["n1"].author_hash
    assert author is not None
    run.set_roles(staged.services, OPERATOR, staged.session.id, {author: ROLE})
    return staged


def note(meeting: Stage) -> Note:
    return meeting.notes()["n1"]


def test_a_writers_own_edit_stays_theirs(meeting: Stage) -> None:
    meeting.board.edit("n1", "P01", "The ward was very kind to us.")
    meeting.collect()
    meeting.close()

    assert note(meeting).shown_author == ROLE
    assert note(meeting).strand_id is not None


@pytest.mark.parametrize("then", ["nothing", "its writer moves it", "its writer colours it"])
def test_until_close_an_edit_by_another_hand_is_nobodys(meeting: Stage, then: str) -> None:
    meeting.board.edit("n1", "P02", FORGED)
    meeting.collect()
    if then == "its writer moves it":
        meeting.board.move("n1", "P01", "Z5")
    elif then == "its writer colours it":
        meeting.board.recolour("n1", "P01", "violet")
    meeting.collect()
    meeting.close()

    assert (note(meeting).text, note(meeting).shown_author) == (FORGED, A_MEMBER)
    assert (note(meeting).strand_id, note(meeting).voice_id) == (None, None)
    assert (
        count_voices(each.voice_marks for each in meeting.notes().values()) == 1
    )  # that of n2: nobody is no voice


def test_what_its_writer_writes_anew_is_theirs_again(meeting: Stage) -> None:
    meeting.board.edit("n1", "P02", FORGED)
    meeting.collect()
    meeting.board.edit("n1", "P01", OWN)
    meeting.close()

    assert (note(meeting).text, note(meeting).shown_author) == (OWN, ROLE)


def test_a_move_by_another_hand_changes_no_writer(meeting: Stage) -> None:
    meeting.board.move("n1", "P02", "Z5")
    meeting.close()

    assert note(meeting).shown_author == ROLE


def test_after_close_the_new_version_is_shown_as_changed_by_another_hand(meeting: Stage) -> None:
    meeting.close()
    assert note(meeting).shown_author == ROLE
    meeting.board.edit("n1", "P02", FORGED)
    meeting.collect()

    assert (note(meeting).text, note(meeting).shown_author) == (FORGED, ANOTHER_HAND)
    assert (note(meeting).strand_id, note(meeting).voice_id) == (None, None)
    versions = trail(meeting.services, OPERATOR, note(meeting).id).versions
    assert [each.text for each in versions] == [OWN]


def test_after_close_a_writers_own_version_stays_theirs(meeting: Stage) -> None:
    meeting.close()
    meeting.board.edit("n1", "P01", "The ward was very kind to us.")
    meeting.collect()

    assert note(meeting).shown_author == ROLE
    assert note(meeting).version == 2


@pytest.mark.parametrize("how", ["emptied", "emptied by another hand", "deleted"])
@pytest.mark.parametrize("words", [OWN, FORGED])
def test_after_close_nobody_else_brings_back_what_left_the_board(
    meeting: Stage, words: str, how: str
) -> None:
    meeting.close()
    off = _take_off(meeting, how)
    meeting.board.edit("n1", "P02", words)

    meeting.collect()

    assert (off.state, note(meeting)) == (NoteState.LEFT_BOARD, off)  # erased on its day
    meeting.runtime.pass_days(7)
    tidy(meeting.services, OPERATOR)
    assert "n1" not in meeting.notes()


def _take_off(meeting: Stage, how: str) -> Note:
    """Let a note leave the board, and its sticky lie there again; return the note."""
    item = meeting.board.sticky_items[meeting.board.ids["n1"]]
    if how == "deleted":
        del meeting.board.sticky_items[item.id]
    else:
        meeting.board.edit("n1", "P01" if how == "emptied" else "P02", " ")
    meeting.collect()
    meeting.board.sticky_items[item.id] = item
    return note(meeting)


@pytest.mark.parametrize("code", ["Z3", "Z4", "Z5", ""])
def test_after_close_no_other_hand_on_it_brings_it_back(meeting: Stage, code: str) -> None:
    meeting.close()
    off = _take_off(meeting, "deleted")
    if code:
        meeting.board.move("n1", "P02", code)
    else:
        meeting.board.recolour("n1", "P02", "violet")

    meeting.collect()

    assert (note(meeting).state, note(meeting).erase_on) == (off.state, off.erase_on)
    assert (note(meeting).label is Label.H) is (code == "Z4")  # stricter, whoever moved it


def test_after_close_another_hand_moves_no_note_that_left_into_a_looser_box(
    meeting: Stage,
) -> None:
    meeting.board.move("n1", "P01", "Z4")
    meeting.close()
    _take_off(meeting, "deleted")
    meeting.board.move("n1", "P02", "Z3")
    meeting.collect()
    meeting.board.recolour("n1", "P01", "violet")

    meeting.collect()

    assert (note(meeting).label, note(meeting).is_waiting) == (Label.H, True)
    assert note(meeting).state is NoteState.HERE


def test_after_close_its_writer_brings_back_what_was_deleted(meeting: Stage) -> None:
    meeting.close()
    _take_off(meeting, "deleted")
    meeting.board.edit("n1", "P02", FORGED)
    meeting.collect()
    meeting.board.edit("n1", "P01", OWN)

    meeting.collect()

    assert (note(meeting).state, note(meeting).text) == (NoteState.HERE, OWN)
    assert (note(meeting).is_waiting, note(meeting).erase_on) == (False, None)


@pytest.mark.parametrize("who", ["P01", "P02"])
def test_after_close_its_writer_brings_it_back_whoever_emptied_it(meeting: Stage, who: str) -> None:
    meeting.close()
    meeting.board.edit("n1", who, " ")
    meeting.collect()
    meeting.board.edit("n1", "P01", OWN)

    meeting.collect()

    assert (note(meeting).state, note(meeting).text) == (NoteState.HERE, OWN)
    assert not note(meeting).is_waiting


def test_what_its_writer_brought_back_is_theirs_to_bring_back_again(meeting: Stage) -> None:
    meeting.close()
    for who, words in (("P01", " "), ("P01", OWN), ("P02", " "), ("P02", OWN)):
        meeting.board.edit("n1", who, words)
        meeting.collect()
    assert note(meeting).state is NoteState.LEFT_BOARD
    meeting.board.edit("n1", "P01", OWN)

    meeting.collect()

    assert (note(meeting).state, note(meeting).is_waiting) == (NoteState.HERE, False)
