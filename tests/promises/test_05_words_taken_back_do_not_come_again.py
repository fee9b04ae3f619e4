from datetime import timedelta
from pathlib import Path

import pytest

from plugin.capture import run
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.people import OPERATOR
from plugin.errors import NotHere
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import take_back
from plugin.store import copies
from plugin.store.database import Tx
from tests.pretend_board import Runtime, Stage, runtime, stage

WORDS = "canary: No One\nwas at home"


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


def _meeting(home: Runtime) -> Stage:
    agreed = Agreement(1, {}, Attribution.ROLE, take_back_days=20)
    return stage(home, "T3", agreed, is_first=False)


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    staged = _meeting(home)
    staged.board.add("n1", "P1", "Z3", WORDS)
    staged.board.add("n2", "P2", "Z3", "other words")
    return staged


def _take_back(meeting: Stage, note: str) -> None:
    take_back(meeting.services, OPERATOR, meeting.notes()[note].id)


def _asked(meeting: Stage) -> list[str]:
    with meeting.services.db.read() as tx:
        return [
            copy.item_hash
            for copy in copies.suspected(tx, meeting.session.id)
            if copy.is_meant is None
        ]


def _answer(meeting: Stage, *, is_meant: bool) -> None:
    for item_hash in _asked(meeting):
        run.answer_copy(
            meeting.services, OPERATOR, meeting.session.id, item_hash, is_meant=is_meant
        )


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize(
    "text",
    [WORDS, WORDS.upper(), f"  {WORDS}\u200e ", "canary: \uff2eo One was\u2060 at home"],
    ids=ascii,
)
def test_a_copied_note_is_asked_about_and_not_collected(
    meeting: Stage, text: str, is_closed: bool
) -> None:
    meeting.close() if is_closed else meeting.collect()
    _take_back(meeting, "n1")
    meeting.board.add("copy", "P3", "Z5", text)

    first, second = meeting.collect(), meeting.collect()

    assert (first.asked_about, first.new, second.asked_about) == (1, 0, 1)
    assert set(meeting.notes()) == {"n2"}
    assert len(_asked(meeting)) == 1
    assert b"canary" not in meeting.runtime.files().lower()


def test_older_words_of_a_note_that_was_taken_back_are_known_too(meeting: Stage) -> None:
    meeting.close()
    meeting.board.edit("n1", "P1", "newer words")
    meeting.collect()
    _take_back(meeting, "n1")
    meeting.board.add("copy", "P3", "Z5", WORDS)

    assert meeting.collect().asked_about == 1
    assert set(meeting.notes()) == {"n2"}


@pytest.mark.parametrize("is_closed", [False, True])
def test_words_that_come_back_by_an_edit_are_asked_about(meeting: Stage, is_closed: bool) -> None:
    meeting.close() if is_closed else meeting.collect()
    _take_back(meeting, "n1")
    meeting.board.edit("n2", "P2", WORDS)

    assert meeting.collect().asked_about == 1
    assert WORDS not in {note.text for note in meeting.notes().values()}

    _answer(meeting, is_meant=True)
    meeting.collect()

    assert meeting.notes()["n2"].text == WORDS


def test_the_words_of_a_duplicated_board_are_asked_about(home: Runtime, meeting: Stage) -> None:
    meeting.close()
    _take_back(meeting, "n1")
    other = _meeting(home)
    other.board.add("copy of n1", "P1", "Z3", WORDS)
    other.board.add("copy of n2", "P2", "Z3", "other words")

    assert other.collect().asked_about == 1
    assert set(other.notes()) == {"copy of n2"}


def test_it_is_collected_if_the_facilitator_says_that_it_is_meant(meeting: Stage) -> None:
    meeting.collect()
    _take_back(meeting, "n1")
    meeting.board.add("copy", "P3", "Z5", WORDS)
    meeting.collect()
    _answer(meeting, is_meant=True)

    meeting.collect()
    again = meeting.collect()

    assert (again.asked_about, set(meeting.notes())) == (0, {"n2", "copy"})
    assert _asked(meeting) == []


def test_a_no_is_not_asked_again_and_ends_with_the_words(meeting: Stage) -> None:
    meeting.collect()
    _take_back(meeting, "n1")
    meeting.board.add("copy", "P3", "Z5", WORDS)
    meeting.collect()
    _answer(meeting, is_meant=False)

    assert meeting.collect().asked_about == 0
    assert set(meeting.notes()) == {"n2"}

    meeting.board.edit("copy", "P3", "words of their own")
    meeting.collect()

    assert meeting.notes()["copy"].text == "words of their own"


def test_a_copy_that_goes_is_asked_about_no_longer(meeting: Stage) -> None:
    meeting.collect()
    _take_back(meeting, "n1")
    meeting.board.add("copy", "P3", "Z5", WORDS)
    meeting.collect()
    asked = _asked(meeting)
    meeting.board.delete("copy")
    meeting.collect()

    assert _asked(meeting) == []
    with pytest.raises(NotHere, match="answered already"):
        run.answer_copy(meeting.services, OPERATOR, meeting.session.id, asked[0], is_meant=True)


def test_the_same_words_that_were_collected_before_stay(meeting: Stage) -> None:
    meeting.board.add("n3", "P3", "Z5", WORDS)
    meeting.collect()
    _take_back(meeting, "n1")

    assert meeting.collect().asked_about == 0
    assert set(meeting.notes()) == {"n2", "n3"}


def test_the_hashes_go_with_the_key_and_open_questions_stay_unanswered(
    home: Runtime, meeting: Stage
) -> None:
    meeting.close()
    _take_back(meeting, "n1")
    home.now[0] += timedelta(days=10)
    other = _meeting(home)
    other.board.add("copy", "P1", "Z3", WORDS)
    other.collect()
    home.now[0] += timedelta(days=11)
    tidy(home.services, OPERATOR)

    with home.services.db.read() as tx:
        assert _hashes(tx) == 0
    assert (other.collect().asked_about, other.notes()) == (1, {})

    home.now[0] += timedelta(days=11)
    other.close()
    tidy(home.services, OPERATOR)

    assert _asked(other) == []


def _hashes(tx: Tx) -> int:
    return sum(len(hashes) for _, hashes in copies.withdrawn(tx, "c"))


def test_a_no_holds_for_a_copy_that_was_out_of_sight(meeting: Stage) -> None:
    meeting.collect()
    _take_back(meeting, "n1")
    copy = meeting.board.add("copy", "P3", "Z5", WORDS)
    meeting.collect()
    _answer(meeting, is_meant=False)
    meeting.board.hidden.add(copy)
    meeting.collect()
    meeting.board.hidden.clear()

    assert meeting.collect().asked_about == 0
    assert set(meeting.notes()) == {"n2"}
