from collections.abc import Callable

import pytest

from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR, Actor, Membership, Role
from plugin.domain.pieces import Piece, Wording
from plugin.domain.withdrawals import TakenBackBy
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern.withdrawal import take_back, trail
from plugin.store import notes as stored_notes
from plugin.store import pieces
from plugin.store.services import Services
from tests.pretend_board import Runtime, Stage, runtime, stage
from tests.unit.plugin.curate.meeting import a_source

REASON = TakenBackBy.OPERATOR.reason
WORDS = "I would have been tempted to find a reason."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    return runtime(tmp_path_factory.mktemp("house"))


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    staged = stage(home, "T3", Agreement(1, {}, Attribution.ROLE))
    staged.board.add("n1", "P01", "Z5", WORDS, "violet")
    staged.board.tag("n1", "phone call")
    staged.board.add("n2", "P02", "Z5", "another")
    staged.close()
    return staged


def _piece_on(meeting: Stage, note_id: str, narrative: str) -> str:
    services, session = meeting.services, meeting.session
    piece = Piece(services.new_id(), "p", "c", services.now)
    wording = Wording(
        id=services.new_id(),
        piece_id=piece.id,
        number=1,
        title="A doubt",
        line="",
        narrative=narrative,
        kind="doubt",
        family="representation",
        person=2,
        made_at=services.now,
        made_in="here",
    )
    with services.db.begin() as tx:
        source = a_source(piece.id, note_id, session)
        pieces.add_piece(tx, piece, wording, [source])
    return piece.id


def _id(meeting: Stage, name: str = "n1") -> str:
    return meeting.notes()[name].id


def test_taking_back_leaves_a_tombstone_without_content(meeting: Stage) -> None:
    note_id = _id(meeting)
    meeting.board.edit("n1", "P01", "a second version")
    meeting.collect()

    done = take_back(meeting.services, OPERATOR, note_id)

    found = trail(meeting.services, OPERATOR, note_id)
    stone = found.note
    assert done.is_confirmed
    assert (stone.text, stone.colour, stone.tags, stone.x, stone.y) == (None, "", (), 0.0, 0.0)
    assert (stone.state, stone.gone_because, found.versions) == (NoteState.TAKEN_BACK, REASON, ())
    assert (stone.zone_code, stone.session_id) == ("Z5", meeting.session.id)


def test_a_note_taken_back_is_never_collected_again(meeting: Stage) -> None:
    take_back(meeting.services, OPERATOR, _id(meeting))
    meeting.board.edit("n1", "P01", "a second try")

    captured = meeting.collect()

    assert (captured.stored, captured.new, captured.forgotten) == (1, 0, 1)
    assert [note.text for note in meeting.all_notes() if note.text] == ["another"]
    assert b"a second try" not in meeting.runtime.files()


def test_a_note_of_an_open_session_can_be_taken_back(home: Runtime) -> None:
    staged = stage(home)
    staged.board.add("n1", "P01", "Z5", WORDS)
    staged.collect()

    take_back(staged.services, OPERATOR, _id(staged))
    staged.board.edit("n1", "P01", "a second try")
    staged.collect()

    assert staged.close().stored == 0
    assert [note.state for note in staged.all_notes()] == [NoteState.TAKEN_BACK]
    assert b"a second try" not in staged.runtime.files()


@pytest.mark.parametrize(("narrative", "is_quoted"), [("Its own words.", False), (WORDS, True)])
def test_a_source_becomes_a_stub_and_quoted_words_are_told(
    meeting: Stage, narrative: str, is_quoted: bool
) -> None:
    note_id = _id(meeting)
    piece_id = _piece_on(meeting, note_id, f"Somebody said: {narrative.upper()}")

    done = take_back(meeting.services, OPERATOR, note_id)

    with meeting.services.db.read() as tx:
        whole = pieces.piece(tx, piece_id)
    assert whole is not None
    (stub,) = whole.sources
    assert (stub.gone_because, stub.zone_code, stub.day) == (REASON, "Z5", meeting.session.day)
    assert whole.voices == 0
    assert ("Not reached: its words stand" in done.reached["Pieces"]) is is_quoted


def test_where_it_could_not_reach_is_said_and_stored(meeting: Stage) -> None:
    note_id = _id(meeting)

    done = take_back(meeting.services, OPERATOR, note_id)

    assert done.reached["Miro"].startswith("Not reached")
    assert done.reached["Copies made before"].startswith("Not reached")
    assert "delete it there too" in done.sentence
    assert WORDS not in str(done)
    taken_back = trail(meeting.services, OPERATOR, note_id).taken_back
    assert taken_back is not None
    assert taken_back[1] == done.reached


def test_taking_back_twice_changes_nothing(meeting: Stage) -> None:
    note_id = _id(meeting)
    first = take_back(meeting.services, OPERATOR, note_id)
    meeting.runtime.pass_days(1)

    assert take_back(meeting.services, OPERATOR, note_id) == first


def test_erasing_waits_for_a_reader_and_is_confirmed_later(meeting: Stage) -> None:
    note_id = _id(meeting)
    with meeting.services.db.read() as reader:
        stored_notes.notes(reader, meeting.session.id)
        first = take_back(meeting.services, OPERATOR, note_id)

    again = take_back(meeting.services, OPERATOR, note_id)

    assert (first.is_confirmed, again.is_confirmed) == (False, True)
    assert "erased by itself" in first.sentence
    with meeting.services.db.read() as tx:
        assert stored_notes.unconfirmed_withdrawals(tx) == ()


def test_words_erased_before_cannot_be_taken_back(meeting: Stage) -> None:
    note_id = _id(meeting)
    meeting.board.move("n1", "P01", None)
    meeting.collect()

    with pytest.raises(BadInput, match="erased before"):
        take_back(meeting.services, OPERATOR, note_id)


@pytest.mark.parametrize(
    ("member", "error"),
    [
        (Membership("p", "c", Role.PARTICIPANT), Refused),
        (Membership("p", "c", Role.LEARNING_PARTNER), Refused),
        (Membership("p", None, Role.SPONSOR), Refused),
        (Membership("p", "elsewhere", Role.FACILITATOR), Refused),
        (Membership("other", "c", Role.FACILITATOR), NotHere),
    ],
)
def test_only_a_host_takes_back(meeting: Stage, member: Membership, error: type[Exception]) -> None:
    note_id = _id(meeting)

    with pytest.raises(error):
        take_back(meeting.services, Actor("x", "X", (member,)), note_id)

    assert meeting.notes()["n1"].text == WORDS


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.FACILITATOR, True),
        (Role.LEARNING_PARTNER, True),
        (Role.PARTICIPANT, False),
        (Role.SPONSOR, False),
    ],
)
def test_the_trail_is_for_those_who_read_notes(meeting: Stage, role: Role, may: bool) -> None:
    actor = Actor("x", "X", (Membership("p", "c", role),))
    note_id = _id(meeting)

    if may:
        assert trail(meeting.services, actor, note_id).note.text == WORDS
    else:
        with pytest.raises(Refused):
            trail(meeting.services, actor, note_id)


@pytest.mark.parametrize("ask", [trail, take_back])
def test_strangers_cannot_tell_a_note_from_none(
    meeting: Stage, ask: Callable[[Services, Actor, str], object]
) -> None:
    stranger = Actor("x", "X", (Membership("other", "c", Role.FACILITATOR),))
    heard = set()

    for note_id in (_id(meeting), "unknown"):
        with pytest.raises(NotHere) as told:
            ask(meeting.services, stranger, note_id)
        heard.add(str(told.value))

    assert len(heard) == 1
