from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from connectors.http import HTTP
from connectors.sandbox.in_process import session_over
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin import intents
from plugin.accounts import Accounts
from plugin.config import Settings
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.polling import OPEN, QUIET
from plugin.domain.sessions import SessionState
from plugin.errors import Interrupted
from plugin.jobs.looks import Rounds
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store import tables as t
from plugin.use_cases import Runtime
from tests.unit.plugin.sync.bench import BASE_URL, Bench, make_bench
from tests.unit.plugin.web.mounted import SANDBOX_URL


@dataclass
class Watched:
    """A bench, the rounds that look after it, and a clock of the machine moved by hand."""

    bench: Bench
    runtime: Runtime
    now: float = 1000.0
    rounds: Rounds = field(init=False)

    def __post_init__(self) -> None:
        self.rounds = Rounds(self.runtime, lambda: self.now)

    def turn(self) -> list[str]:
        """Let time pass to the next turn; return the calls that it made."""
        calls = self.bench.sandbox.extensions["hedgerow_sandbox"].calls
        calls.clear()
        self.rest_s = self.rounds.turn()
        return [f"{each.method} {each.route}" for each in calls.since()]

    def look(self) -> list[str]:
        """Take turns until somebody is looked after."""
        for _ in range(500):
            if made := self.turn():
                return made
            self.pass_s(max(self.rest_s, 1.0))
        return []

    def wait_for_look(self) -> float:
        """Return how long after a look the next one comes."""
        began = self.now
        self.look()
        return self.now - began

    def pass_s(self, seconds: float) -> None:
        self.now += seconds
        self.bench.place.clock.pass_days(seconds / 86_400)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    bench = make_bench(tmp_path)
    settings = Settings(
        data_folder=tmp_path,
        database_url="",
        base_url=BASE_URL,
        secret="s",
        notion_parent=FIRST_PAGE_ID,
        sandbox_url=SANDBOX_URL,
        sandbox_haste=1,
    )
    unhurried = replace(settings, sandbox_haste=100_000)
    http = HTTP(session=lambda: session_over(bench.line), sleep=lambda _seconds: None)
    accounts = Accounts(unhurried, http, bench.place.services)
    yield Watched(bench, Runtime(settings, bench.place.services, accounts))
    bench.place.services.db.close()


def pieces_of(watched: Watched) -> list[PieceWhole]:
    place = watched.bench.place
    with place.services.db.read() as tx:
        return list(stored_pieces.pieces(tx, place.partnership.id))


@pytest.fixture
def carried(watched: Watched) -> Watched:
    """A partnership whose memory a person has carried to Notion, and whose rounds are quiet."""
    watched.bench.released()
    watched.bench.sync()
    for _ in range(4):
        watched.look()
        watched.pass_s(120)
    return watched


def test_nothing_is_asked_before_a_persons_first_sync(watched: Watched) -> None:
    watched.bench.released()

    assert watched.look() == []


def test_a_quiet_look_is_one_query_a_table_and_writes_nothing(carried: Watched) -> None:
    calls = carried.look()

    assert [call.partition(" ")[0] for call in calls] == ["POST"] * 3
    assert all(call.endswith("/query") for call in calls)


def test_an_edit_in_notion_comes_back_by_itself(carried: Watched) -> None:
    (piece,) = pieces_of(carried)
    carried.bench.edit(piece, "Name", "By phone, at ten")

    carried.look()

    assert carried.bench.whole(piece).newest.title == "By phone, at ten"


def test_a_released_piece_goes_to_notion_by_itself(carried: Watched) -> None:
    carried.bench.released("The ward rings")
    carried.pass_s(3600)

    carried.look()

    assert len(carried.bench.rows()) == 2


def test_a_piece_that_may_go_only_later_goes_when_its_pause_is_over(carried: Watched) -> None:
    piece = carried.bench.draft("The ward rings")
    carried.bench.check(piece)
    release = carried.bench.to_rung
    before = carried.bench.place.clock.now
    release(piece, Rung.PARTNERSHIP)
    carried.bench.place.clock.now = before

    for _ in range(3):
        carried.pass_s(3600)
        carried.look()
    early = len(carried.bench.rows())
    carried.pass_s(3 * 86_400)
    carried.look()

    assert (early, len(carried.bench.rows())) == (1, 2)


def test_quiet_makes_looks_rarer_and_news_brings_them_back(carried: Watched) -> None:
    waits = [carried.wait_for_look() for _ in range(8)]
    (piece,) = pieces_of(carried)
    carried.bench.edit(piece, "Name", "By phone, at ten")
    carried.look()

    after_news = carried.wait_for_look()

    assert waits == sorted(waits)
    assert waits[-1] == pytest.approx(QUIET.longest_s, abs=2)
    assert after_news == pytest.approx(QUIET.shortest_s, abs=2)


def test_looks_take_a_tenth_of_any_window_at_most(carried: Watched) -> None:
    moments: list[float] = []
    for _ in range(150):
        make_due(carried)
        moments += [carried.now] * len(carried.turn())
        carried.pass_s(1)

    most = max(sum(begin <= each < begin + 60 for each in moments) for begin in moments)
    assert most == 18


def test_an_open_meeting_is_looked_after_more_often(carried: Watched) -> None:
    services, session = carried.bench.place.services, carried.bench.session
    with services.db.begin() as tx:
        held = replace(session, state=SessionState.OPEN, day=services.today, closed_at=None)
        stored_sessions.save_session(tx, held)
    carried.look()

    assert carried.wait_for_look() <= OPEN.longest_s + 1


def test_a_person_who_syncs_is_not_disturbed(carried: Watched) -> None:
    carried.bench.released("The ward rings")
    place = carried.bench.place.partnership.id

    with intents.alone_with(carried.runtime.services, f"sync:{place}"):
        carried.look()
        meanwhile = len(carried.bench.rows())
    carried.pass_s(QUIET.longest_s)
    carried.look()

    assert (meanwhile, len(carried.bench.rows())) == (1, 2)


def test_without_an_account_nothing_is_asked(
    carried: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried.runtime.accounts, "credential", lambda *_given: None)

    assert carried.look() == []


def test_a_defect_ends_no_rounds_and_prints_nobodys_words(
    carried: Watched, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise OverflowError("somebody's words")

    with monkeypatch.context() as patched:
        patched.setattr("plugin.jobs.looks.look", fail)
        carried.pass_s(QUIET.longest_s)
        carried.turn()
    carried.pass_s(QUIET.longest_s)

    assert "a defect (OverflowError)" in caplog.text
    assert "somebody's words" not in caplog.text
    assert carried.look() != []


def test_another_process_goes_on_with_what_looks_know(carried: Watched) -> None:
    carried.look()
    waits_s = carried.wait_for_look()
    carried.rounds = Rounds(carried.runtime, lambda: carried.now)

    assert carried.wait_for_look() >= waits_s
    assert [call.endswith("/query") for call in carried.look()] == [True] * 3


def test_a_clock_that_was_set_back_ends_no_looks(carried: Watched) -> None:
    carried.look()
    carried.now -= 30 * 86_400

    assert carried.turn() != []


def test_a_process_that_ends_midway_ends_the_look_at_once(
    carried: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_given: object) -> None:
        raise Interrupted("The server is stopped.")

    monkeypatch.setattr("plugin.jobs.looks.look", stopped)
    make_due(carried)
    carried.pass_s(QUIET.longest_s)

    with pytest.raises(Interrupted):
        carried.turn()


def make_due(watched: Watched) -> None:
    with watched.runtime.services.db.begin() as tx:
        tx.execute(t.watch.update().values(due_at_s=0.0))
