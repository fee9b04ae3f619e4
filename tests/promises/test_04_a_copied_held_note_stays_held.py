"""Promise 4: a held sticky that another hand copies into a looser box is held there too."""

from pathlib import Path

import pytest

from plugin.domain.agreements import Agreement
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from tests.pretend_board import Runtime, Stage, runtime, stage

HELD = "What struck me was how long nobody spoke."


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    staged = stage(home, "T3", Agreement(1))
    staged.board.add("held", "P01", "Z4", HELD)
    return staged


def copy(meeting: Stage) -> Note:
    return meeting.notes()["copy"]


@pytest.mark.parametrize("when", ["at once", "later", "after close"])
@pytest.mark.parametrize("text", [HELD, f"She said: {HELD.upper()} …"])
def test_a_copy_by_another_hand_is_held(meeting: Stage, when: str, text: str) -> None:
    if when == "later":
        meeting.collect()
    if when == "after close":
        meeting.close()
    meeting.board.add("copy", "P02", "Z3", text)
    for _ in range(2):
        meeting.collect()

        assert (copy(meeting).label, copy(meeting).is_waiting) == (Label.H, True)
        assert copy(meeting).erase_on == meeting.notes()["held"].erase_on
        assert copy(meeting).author_hash is None


def test_it_stays_held_once_its_original_is_deleted(meeting: Stage) -> None:
    meeting.collect()
    meeting.board.delete("held")
    meeting.board.add("copy", "P02", "Z3", HELD)
    meeting.collect()
    meeting.collect()
    assert "held" not in meeting.notes()
    meeting.board.move("copy", "P02", "Z5")
    meeting.collect()
    meeting.board.edit("copy", "P02", f"{HELD} So he said.")
    meeting.collect()
    meeting.board.move("copy", "P02", "Z3")
    meeting.close()

    assert copy(meeting).label is Label.H


def test_words_typed_over_a_kept_note_are_held(meeting: Stage) -> None:
    meeting.board.add("copy", "P02", "Z3", "My own story.")
    meeting.collect()
    assert copy(meeting).label is Label.M
    meeting.board.edit("copy", "P02", HELD)
    meeting.collect()

    assert copy(meeting).label is Label.H


def test_a_writer_may_say_their_own_words_again(meeting: Stage) -> None:
    meeting.collect()
    meeting.board.add("copy", "P01", "Z3", HELD)
    meeting.close()

    assert copy(meeting).label is Label.M


def test_a_note_that_was_there_first_is_no_copy(meeting: Stage) -> None:
    meeting.board.add("copy", "P02", "Z3", "I might be wrong about the portal, they said.")
    meeting.collect()
    meeting.board.add("late", "P03", "Z4", "I might be wrong about the portal, they said.")
    meeting.close()

    assert copy(meeting).label is Label.M


def test_a_few_words_that_others_say_too_are_no_copy(meeting: Stage) -> None:
    meeting.board.add("short", "P01", "Z4", "So it is.")
    meeting.board.add("copy", "P02", "Z3", "So it is.")
    meeting.close()

    assert copy(meeting).label is Label.M
