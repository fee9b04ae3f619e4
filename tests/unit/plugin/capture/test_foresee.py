import pytest

from plugin.capture import run
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.people import OPERATOR, Actor
from plugin.errors import NotHere
from plugin.store import notes as stored_notes
from tests.pretend_board import Runtime, Stage, runtime, stage


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    return runtime(tmp_path_factory.mktemp("house"))


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    return stage(home, "T3", Agreement(1, {}, Attribution.ROLE))


def _foreseen(meeting: Stage, actor: Actor | None = None) -> run.Captured:
    return run.foresee(
        meeting.services, actor or OPERATOR, meeting.miro, meeting.session.id, meeting.template
    )


def test_what_collecting_would_do_is_said_and_not_stored(meeting: Stage) -> None:
    meeting.board.add("one", "P01", "Z3", "words of one")
    meeting.board.add("off", "P02", "ZX", "words off the record")

    foreseen = _foreseen(meeting)

    assert meeting.all_notes() == ()
    assert foreseen == meeting.collect()
    assert (foreseen.stored, foreseen.new, foreseen.dropped_off_record) == (1, 1, 1)


def test_a_question_is_foreseen_and_not_asked(meeting: Stage) -> None:
    for number in range(6):
        meeting.board.add(f"n{number}", "P01", "Z3", f"words {number}")
    meeting.collect()
    for number in range(6):
        meeting.board.delete(f"n{number}")

    assert len(_foreseen(meeting).brakes) == 1
    with meeting.services.db.read() as tx:
        assert stored_notes.open_brakes(tx, meeting.session.id) == ()


def test_a_stranger_foresees_nothing(meeting: Stage) -> None:
    with pytest.raises(NotHere):
        _foreseen(meeting, Actor("p9", "Otto Lang"))
