"""What Hedgerow itself gets wrong about one piece, and what becomes of the others."""

import logging

import pytest

from plugin import intents, sync
from plugin.domain.pieces import PieceWhole
from plugin.domain.sync_runs import StepOutcome
from plugin.store import sync_runs
from plugin.sync import messages
from tests import databases
from tests.unit.plugin.sync.bench import BASE_URL, Bench

TOO_LONG = "By phone. " * 40_000  # more than Notion takes in one column


def three_of_which_one_is_wrong(bench: Bench) -> tuple[PieceWhole, PieceWhole, PieceWhole]:
    first, wrong, last = (bench.released(title) for title in ("First", "Second", "Third"))
    with bench.place.services.db.begin() as tx:
        values = (TOO_LONG, wrong.piece.id)
        databases.run(tx, "UPDATE wording SET line = ? WHERE piece_id = ?", values)
    return first, wrong, last


def stored_outcome(bench: Bench) -> dict[str, object]:
    with bench.place.services.db.read() as tx:
        last = sync_runs.last_run(tx, bench.place.partnership.id)
    assert last is not None
    return dict(last.outcome)


def test_a_defect_about_one_piece_holds_up_no_other(bench: Bench) -> None:
    _, wrong, _ = three_of_which_one_is_wrong(bench)

    done = bench.sync()

    assert (done.pushed, len(bench.rows())) == (2, 2)
    (said,) = done.failures
    where = f"{BASE_URL}/pieces/{wrong.piece.id}"
    assert said == f"Make a row in Notion for the piece “Second” ({where}): {messages.DEFECT}"
    assert said in done.messages


def test_a_defect_leaves_nothing_unfinished(bench: Bench) -> None:
    three_of_which_one_is_wrong(bench)

    bench.sync()
    again = bench.sync()

    assert intents.unfinished(bench.place.services, bench.place.partnership.id) == ()
    assert (again.writes, again.count(StepOutcome.FAILED)) == (0, 1)
    assert stored_outcome(bench)["is_stopped"] is False


def test_a_defect_is_logged_by_its_kind_only(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    three_of_which_one_is_wrong(bench)
    caplog.set_level(logging.DEBUG)

    bench.sync()

    (record,) = [each for each in caplog.records if each.name == "hedgerow.sync"]
    assert record.getMessage() == "CreateRow: a defect (ValueError)."
    assert record.exc_info is None


def test_what_a_defect_left_in_doubt_is_looked_for_in_the_same_run(bench: Bench) -> None:
    bench.released("First")
    bench.sync()
    bench.released("Second")

    def break_once(_number: int) -> None:
        bench.line.on_write = lambda _number: None
        raise RuntimeError("not foreseen")

    bench.line.on_write = break_once

    done = bench.sync()

    assert (done.pushed, done.failures) == (1, ())
    assert intents.unfinished(bench.place.services, bench.place.partnership.id) == ()


def test_a_run_that_nobody_foresaw_is_told_as_stopped(bench: Bench) -> None:
    def break_it(_number: int) -> None:
        raise RuntimeError("not foreseen")

    bench.released("First")
    bench.line.on_write = break_it  # the page itself cannot be made

    with pytest.raises(RuntimeError):
        bench.sync()

    assert stored_outcome(bench)["is_stopped"] is True
    assert messages.RUN_BROKE_OFF in str(stored_outcome(bench)["messages"])
    assert sync.view(
        bench.place.services, bench.place.actor("sam"), bench.place.partnership.id
    ).last_outcome
