import pytest

from plugin.capture import run
from plugin.capture.closing import close_overdue
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.people import OPERATOR, Actor
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput, Refused
from plugin.govern.retention import tidy
from plugin.store import sessions
from plugin.store.services import Services
from tests.pretend_board import Runtime, Stage, stage


def _meeting(home: Runtime, attribution: Attribution = Attribution.ROLE) -> Stage:
    staged = stage(home, "T3", Agreement(1, {}, attribution, take_back_days=14))
    for number, writer in enumerate(("P01", "P01", "P02", "P03")):
        staged.board.add(f"n{number}", writer, "Z3", f"words {number}", "violet")
    staged.collect()
    return staged


def _state(staged: Stage) -> SessionState:
    with staged.services.db.read() as tx:
        session = sessions.session(tx, staged.session.id)
    assert session is not None
    return session.state


@pytest.mark.parametrize(("days", "closed"), [(14, 0), (15, 1), (400, 1)])
def test_what_nobody_closed_is_closed_when_the_window_ends(
    home: Runtime, days: int, closed: int
) -> None:
    staged = _meeting(home)
    home.pass_days(days)

    assert close_overdue(home.services, OPERATOR) == closed
    assert _state(staged) is (SessionState.CLOSED if closed else SessionState.OPEN)
    assert close_overdue(home.services, OPERATOR) == 0


def test_its_notes_stand_as_last_collected_and_fold_as_at_close(home: Runtime) -> None:
    staged = _meeting(home)
    found = run.writers(home.services, OPERATOR, staged.miro, staged.session.id)
    roles = {writer.author_hash: "nurse" for writer in found}
    run.set_roles(home.services, OPERATOR, staged.session.id, roles)
    staged.board.edit("n0", "P01", "words of much later")
    staged.board.vanished = True
    home.pass_days(15)

    close_overdue(home.services, OPERATOR)

    notes = staged.notes()
    assert {note.text for note in notes.values()} == {f"words {number}" for number in range(4)}
    assert {note.shown_author for note in notes.values()} == {"nurse"}
    assert {note.author_hash for note in notes.values()} == {None}
    assert notes["n0"].strand_id == notes["n1"].strand_id is not None


def test_chatham_house_forgets_colours_and_moments_all_the_same(home: Runtime) -> None:
    staged = _meeting(home, Attribution.CHATHAM_HOUSE)
    home.pass_days(15)

    close_overdue(home.services, OPERATOR)

    kept = {(note.colour, note.seen_at.hour) for note in staged.notes().values()}
    assert kept == {("", 0)}


def test_a_closing_that_dies_is_done_by_the_next_tidy(home: Runtime) -> None:
    first, second = _meeting(home), _meeting(home)
    home.pass_days(15)
    ids = [f"a strand or voice of one session {n}, and none for the other" for n in range(6)]
    dying = Services(home.services.db, home.services.clock, ids.pop)

    with pytest.raises(IndexError):
        close_overdue(dying, OPERATOR)
    tidy(home.services, OPERATOR)
    left = [staged for staged in (first, second) if _state(staged) is SessionState.OPEN]
    hashes = {note.author_hash for staged in left for note in staged.notes().values()}

    assert (len(left), len(hashes)) == (1, 3)
    assert close_overdue(home.services, OPERATOR) == 1
    assert tidy(home.services, OPERATOR).keys_forgotten == 1


@pytest.mark.parametrize("press", [Stage.collect, Stage.close])
def test_pressing_afterwards_says_what_holds(home: Runtime, press: object) -> None:
    staged = _meeting(home)
    home.pass_days(15)
    close_overdue(home.services, OPERATOR)
    tidy(home.services, OPERATOR)

    with pytest.raises(BadInput, match=r"2 December, .* The session is closed; its notes are safe"):
        press(staged)  # type: ignore[operator]

    assert len(staged.notes()) == 4


def test_a_key_that_is_gone_before_the_closing_stops_it_not(home: Runtime) -> None:
    staged = _meeting(home)
    with home.services.db.begin() as tx:
        sessions.forget_session_secret(tx, staged.session.id)
    home.pass_days(15)

    assert close_overdue(home.services, OPERATOR) == 1
    assert {note.shown_author for note in staged.notes().values()} == {"a member"}


def test_only_whoever_runs_the_server_closes_what_nobody_closed(home: Runtime) -> None:
    with pytest.raises(Refused):
        close_overdue(home.services, Actor("x", "X"))
