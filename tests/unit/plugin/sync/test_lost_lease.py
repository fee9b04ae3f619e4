"""A run that lost its lease does nothing more: not there, not here, not in its own record."""

from time import time

import pytest

from plugin import sync
from plugin.domain.pieces import PieceWhole, Rung
from plugin.errors import NotNow, TakenOver
from plugin.intents.leases import LASTS_S
from plugin.store import leases
from plugin.sync.target import lease_of
from tests import databases
from tests.shared import REPOSITORY
from tests.unit.plugin.sync.bench import Bench, Kept, make_bench
from tests.unit.plugin.sync.test_interrupted_runs import picture, until_quiet

ANOTHER = "another-machine/boot/space/17/4711 run"
ACTING = REPOSITORY / "plugin" / "sync" / "acting"


def take_over(bench: Bench) -> None:
    with bench.place.services.db.begin() as tx:
        leases.set_lease(tx, lease_of(bench.place.partnership.id), ANOTHER, time() + LASTS_S)


def end_lease(bench: Bench) -> None:
    with bench.place.services.db.begin() as tx:
        tx.exec_driver_sql("DELETE FROM lease")


def tables(bench: Bench) -> list[str]:
    return list(map(str, databases.rows(bench.place.services.db, without=("lease",))))


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, Kept, list[PieceWhole]]:
    """Two sides with something of everything to do."""
    bench = make_bench(tmp_path_factory.mktemp("busy"))
    told = "One.\n\nTwo.\n\nThree."
    pieces = [bench.released(title, told) for title in ("By phone", "By post", "In person")]
    bench.sync()
    bench.place.clock.pass_days(1)
    bench.sync()
    bench.rewrite(pieces[0], title="By wire", narrative="Zero.\n\nOne.\n\nTwo!\n\nThree.")
    bench.check(pieces[0])
    bench.edit(pieces[1], "In one line", "Theirs.")
    bench.rewrite(pieces[1], title="By letter")
    bench.to_rung(pieces[2], Rung.US)
    bench.released("Another")
    return bench, bench.keep(), pieces


def end_at(bench: Bench, number: int) -> list[str]:
    """Take the lease away at a call, and return what was here then."""
    began, seen = bench.line.calls, []

    def lose(call: int) -> None:
        if call == began + number:
            take_over(bench)
            seen.extend(tables(bench))

    bench.line.on_call = lose
    with pytest.raises(TakenOver, match="another run took it over"):
        bench.sync()
    bench.line.mend()
    end_lease(bench)
    return seen


def edit_and_end(bench: Bench, pieces: list[PieceWhole]) -> None:
    """Let people edit what the other run left, check what came of it, and sync until it rests."""
    bench.place.clock.pass_days(1)
    third = next(each for each in bench.body(pieces[0]) if each.text.startswith("Three"))
    bench.edit_block(third.id, "Three, she says.")
    bench.edit(pieces[1], "Name", "By pigeon")
    until_quiet(bench)
    bench.check(pieces[0])
    until_quiet(bench)


def words(bench: Bench, pieces: list[PieceWhole]) -> list[object]:
    here = [bench.whole(each).newest.words for each in pieces]
    return [here, len(bench.rows()), [bench.story(each) for each in pieces[:2]]]


def whole_calls(bench: Bench) -> int:
    before = bench.line.calls
    bench.sync()
    return bench.line.calls - before


def test_whoever_lost_the_lease_does_nothing_more(
    busy: tuple[Bench, Kept, list[PieceWhole]],
) -> None:
    bench, kept, _ = busy
    bench.go_back(kept)
    calls = whole_calls(bench)
    wrong = []
    for number in range(1, calls + 1):
        bench.go_back(kept)
        before = end_at(bench, number)
        if tables(bench) != before:
            wrong.append(number)

    assert calls > 20
    assert wrong == []


def test_another_run_and_edits_meanwhile_come_to_the_same(
    busy: tuple[Bench, Kept, list[PieceWhole]],
) -> None:
    bench, kept, pieces = busy
    bench.go_back(kept)
    calls = whole_calls(bench)
    edit_and_end(bench, pieces)
    wanted, wrong = words(bench, pieces), []
    for number in range(1, calls + 1):
        bench.go_back(kept)
        end_at(bench, number)
        edit_and_end(bench, pieces)
        if words(bench, pieces) != wanted:
            wrong.append((number, words(bench, pieces)))

    assert wrong == []


def test_a_first_sync_that_lost_its_lease_ends_the_same(bench: Bench) -> None:
    bench.released("By phone")
    kept = bench.keep()
    calls = whole_calls(bench)
    wanted = picture(bench)
    for number in range(1, calls + 1):
        bench.go_back(kept)
        end_at(bench, number)
        until_quiet(bench)
        assert picture(bench) == wanted, number
        assert len(bench.notion.children(bench.parent)) == 1, number


def test_only_what_was_sent_is_counted(bench: Bench) -> None:
    bench.released("By phone")
    before = bench.line.writes

    done = bench.sync()

    assert done.writes == bench.line.writes - before


def test_putting_back_waits_for_a_run(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    take_over(bench)

    with pytest.raises(NotNow, match="still running"):
        sync.put_back(
            bench.place.services, bench.place.actor("helen"), bench.notion, piece.piece.id
        )


def test_every_transaction_of_a_run_asks_for_its_lease() -> None:
    files = [path for path in ACTING.glob("*.py") if ".db.begin" in path.read_text("utf-8")]

    assert files == []
