import pytest

from plugin.capture import run
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.people import OPERATOR, Actor, Membership, Role
from plugin.errors import BadInput, NotHere, Refused
from plugin.store import sessions
from tests.pretend_board import Runtime, Stage, runtime, stage

BY_ROLE = Agreement(1, {}, Attribution.ROLE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    return runtime(tmp_path_factory.mktemp("house"))


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    staged = stage(home, "T3", BY_ROLE)
    for number, person in enumerate(("P01", "P02", "P03", "P01")):
        staged.board.add(f"n{number}", person, "Z5", f"words {number}")
    staged.board.add("off", "P09", "ZX", "off the record")
    staged.collect()
    return staged


def _writers(meeting: Stage) -> tuple[run.Writer, ...]:
    return run.writers(meeting.services, OPERATOR, meeting.miro, meeting.session.id)


def test_writers_are_named_once_and_only_for_what_is_collected(meeting: Stage) -> None:
    assert [writer.name for writer in _writers(meeting)] == [
        f"Name of user-{person}" for person in ("P01", "P02", "P03")
    ]


def test_names_are_never_stored_or_printed(meeting: Stage) -> None:
    found = _writers(meeting)

    assert b"Name of" not in meeting.runtime.files()
    assert "Name of" not in repr(found)


def test_a_shared_role_shows_after_close(meeting: Stage) -> None:
    roles = {writer.author_hash: "nurse" for writer in _writers(meeting)}
    run.set_roles(meeting.services, OPERATOR, meeting.session.id, roles)
    kept = [writer.role for writer in _writers(meeting)]

    meeting.close()

    assert kept == ["nurse"] * 3
    assert {note.shown_author for note in meeting.notes().values()} == {"nurse"}


def test_the_table_is_gone_after_close(meeting: Stage) -> None:
    roles = {writer.author_hash: "nurse" for writer in _writers(meeting)}
    run.set_roles(meeting.services, OPERATOR, meeting.session.id, roles)
    meeting.close()

    with meeting.services.db.read() as tx:
        assert sessions.who_is_who(tx, meeting.session.id) == {}
    with pytest.raises(BadInput, match="closed"):
        _writers(meeting)
    with pytest.raises(BadInput, match="closed"):
        run.set_roles(meeting.services, OPERATOR, meeting.session.id, roles)


def test_an_empty_role_takes_a_row_out(meeting: Stage) -> None:
    first = _writers(meeting)[0].author_hash
    run.set_roles(meeting.services, OPERATOR, meeting.session.id, {first: "nurse"})

    run.set_roles(meeting.services, OPERATOR, meeting.session.id, {first: "  "})

    assert {writer.role for writer in _writers(meeting)} == {""}


@pytest.mark.parametrize("roles", [{"0" * 64: "nurse"}, {"first": "n" * 121}])
def test_a_bad_table_is_refused_whole(meeting: Stage, roles: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="Nothing was stored"):
        run.set_roles(meeting.services, OPERATOR, meeting.session.id, roles)


def test_without_attribution_by_role_nobody_is_listed(home: Runtime) -> None:
    staged = stage(home, "T3", Agreement(1, {}, Attribution.CHATHAM_HOUSE))
    staged.board.add("n1", "P01", "Z5", "words")
    staged.collect()

    assert _writers(staged) == ()
    assert "list_members" not in staged.board.calls


@pytest.mark.parametrize(
    ("member", "error"),
    [
        (Membership("p", "c", Role.LEARNING_PARTNER), Refused),
        (Membership("p", "c", Role.PARTICIPANT), Refused),
        (Membership("other", "c", Role.FACILITATOR), NotHere),
    ],
)
def test_only_the_facilitator_sees_who_wrote(
    meeting: Stage, member: Membership, error: type[Exception]
) -> None:
    actor = Actor("x", "X", (member,))

    with pytest.raises(error):
        run.writers(meeting.services, actor, meeting.miro, meeting.session.id)
    with pytest.raises(error):
        run.set_roles(meeting.services, actor, meeting.session.id, {})
