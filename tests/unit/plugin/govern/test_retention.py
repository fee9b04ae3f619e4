from pathlib import Path

import pytest

from plugin.capture.closing import close_overdue
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.people import OPERATOR, Actor
from plugin.errors import BadInput, Refused
from plugin.govern import retention
from plugin.govern.retention import Tidied, tidy
from plugin.store import sessions, unread_items
from tests.bench.transactions import transactions
from tests.pretend_board import Runtime, Stage, runtime, stage

AGREED = Agreement(1, {}, Attribution.ROLE, take_back_days=14, held_days=28)


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    return met(home)


def met(home: Runtime) -> Stage:
    staged = stage(home, "T3", AGREED)
    staged.board.add("kept", "P01", "Z5", "kept words")
    staged.board.add("held", "P02", "Z4", "held words")
    staged.board.add("left", "P03", "Z3", "words that leave")
    staged.close()
    staged.board.delete("left")
    staged.collect()
    return staged


@pytest.mark.parametrize(
    ("days", "tidied", "kept"),
    [
        (6, Tidied(0, 0, 0), {"kept", "held", "left"}),
        (7, Tidied(1, 0, 0), {"kept", "held"}),
        (14, Tidied(1, 0, 0), {"kept", "held"}),
        (15, Tidied(1, 0, 1), {"kept", "held"}),
        (27, Tidied(1, 0, 1), {"kept", "held"}),
        (28, Tidied(1, 1, 1), {"kept"}),
    ],
)
def test_what_is_due_is_erased_on_its_day(
    meeting: Stage, days: int, tidied: Tidied, kept: set[str]
) -> None:
    meeting.runtime.pass_days(days)

    assert tidy(meeting.services, OPERATOR) == tidied
    assert meeting.notes().keys() == kept


def test_tidying_twice_does_nothing_the_second_time(meeting: Stage) -> None:
    meeting.runtime.pass_days(40)
    tidy(meeting.services, OPERATOR)

    assert tidy(meeting.services, OPERATOR) == Tidied(0, 0, 0)


def test_others_may_write_between_two_notes_that_take_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for lasts_s in (60.0, 0.0):
        monkeypatch.setattr(retention, "_A_SLICE_LASTS_S", lasts_s)
        folder = tmp_path / str(lasts_s)
        folder.mkdir()
        meeting = met(runtime(folder))
        meeting.runtime.pass_days(28)
        with transactions() as spent:
            assert tidy(meeting.services, OPERATOR) == Tidied(1, 1, 1)
        written.append(len(spent))

    assert written[1] == written[0] + 1


def test_stubs_say_why_and_hold_no_words(meeting: Stage) -> None:
    meeting.runtime.pass_days(28)
    tidy(meeting.services, OPERATOR)

    reasons = {note.gone_because for note in meeting.all_notes() if note.text is None}

    assert reasons == {
        "It left the board after the session, and seven days have passed.",
        "It was held until 16 December, and that day has come.",
    }
    assert b"held words" not in meeting.runtime.files()
    assert b"words that leave" not in meeting.runtime.files()


def test_a_held_note_is_not_collected_again_after_its_date(meeting: Stage, home: Runtime) -> None:
    other = stage(home, "T3", Agreement(1, {}, Attribution.ROLE, take_back_days=60, held_days=2))
    other.board.add("held", "P02", "Z4", "held words")
    other.close()
    home.pass_days(3)
    tidy(home.services, OPERATOR)

    assert other.collect().stored == 0


def test_held_notes_of_a_session_nobody_closed_are_erased_too(home: Runtime) -> None:
    staged = stage(home, "T3", AGREED)
    staged.board.add("held", "P02", "Z4", "held words")
    staged.collect()
    home.pass_days(28)

    assert tidy(home.services, OPERATOR).erased_held == 1


def test_the_key_takes_every_hash_with_it(home: Runtime) -> None:
    staged = stage(home, "T3", AGREED)
    staged.board.add("off", "P01", "ZX", "off the record")
    staged.board.add("kept", "P02", "Z5", "kept words")
    staged.collect()
    home.pass_days(15)
    tidy(home.services, OPERATOR)
    with home.services.db.read() as tx:
        while_open = sessions.session_secret(tx, staged.session.id)
    close_overdue(home.services, OPERATOR)

    tidy(home.services, OPERATOR)

    assert while_open is not None
    with home.services.db.read() as tx:
        assert sessions.session_secret(tx, staged.session.id) is None
        assert unread_items.unread(tx, staged.session.id) == {}
    assert staged.notes()["kept"].author_hash is None
    with pytest.raises(BadInput, match="reads it no more"):
        staged.collect()


def test_only_whoever_runs_the_server_tidies(home: Runtime) -> None:
    with pytest.raises(Refused):
        tidy(home.services, Actor("x", "X"))
