"""What the sync page tells of a run: every step, and what came of it."""

from datetime import timedelta

import pytest

from plugin import sync
from plugin.domain.sync_runs import StepOutcome
from plugin.errors import ConnectionBroken
from plugin.store import sync_runs
from plugin.sync.memory.views import VIEWS
from tests.unit.plugin.sync.bench import Bench


def seen(bench: Bench) -> sync.SyncView:
    return sync.view(bench.place.services, bench.place.actor("sam"), bench.place.partnership.id)


def test_every_step_of_a_run_is_told(bench: Bench) -> None:
    piece = bench.released("By phone")
    bench.sync()
    first = seen(bench)
    bench.edit(piece, "Name", "By telephone")

    bench.sync()

    assert [each.line for each in first.steps] == [
        "Make the page “Partnership memory”",
        "Make the table “Communities”",
        "Make the table “Sessions”",
        "Make the table “Memory”",
        "Add columns to the table “Memory” (Belongs with)",
        "Name what leads back from the table “Communities” (Sessions, Pieces)",
        "Name what leads back from the table “Sessions” (Pieces)",
        "Make a row in Notion for the community “Going home”",
        "Make a row in Notion for the session “Going home, 18 November 2026”",
        "Make a row in Notion for the piece “By phone”",
        f"Make views of the table “Memory” ({', '.join(view.name for view in VIEWS)})",
    ]
    assert seen(bench).steps[0].line == (
        "Take what was changed in Notion in the piece “By phone” (Name)"
    )
    assert all(each.is_done for each in (*first.steps, *seen(bench).steps))


def test_a_step_that_was_left_says_why(bench: Bench) -> None:
    bench.released("By phone")
    bench.sync()
    bench.released("By post")
    bench.line.refused.add(bench.line.writes + 1)

    bench.sync()

    (step,) = [each for each in seen(bench).steps if not each.is_done]
    assert step.line == "Make a row in Notion for the piece “By post”"
    assert "Notion says: validation_error" in step.why


def test_a_run_that_broke_off_is_told_as_such(bench: Bench) -> None:
    partnership_id = bench.place.partnership.id
    with bench.place.services.db.begin() as tx:
        sync_runs.start_run(tx, "dead", partnership_id, bench.place.services.now)

    assert seen(bench).last_outcome == {}
    bench.place.clock.pass_days(1)
    bench.sync()
    assert seen(bench).last_outcome != {}


def test_steps_of_old_runs_are_forgotten(bench: Bench) -> None:
    bench.released("By phone")
    bench.sync()
    bench.place.clock.pass_days(sync_runs.KEPT_FOR / timedelta(days=1) + 1)

    bench.sync()

    with bench.place.services.db.read() as tx:
        left = tx.exec_driver_sql("SELECT * FROM sync_step WHERE action = 'CreateRow'").all()
    assert left == []


def test_no_words_of_a_piece_are_in_the_record(bench: Bench) -> None:
    bench.released("By phone", "People ring each other.")
    bench.sync()

    with bench.place.services.db.read() as tx:
        rows = tx.exec_driver_sql("SELECT * FROM sync_step").all()
    assert rows
    assert not any("phone" in str(row) or "ring" in str(row) for row in rows)


def test_steps_behind_a_failed_one_of_the_same_row_are_told(bench: Bench) -> None:
    piece = bench.released("By phone")
    bench.sync()
    bench.sync()
    bench.rewrite(piece, title="By post", narrative="All is new.\n\nEven this.")
    bench.check(piece)
    bench.line.refused.add(bench.line.writes + 1)

    done = bench.sync()

    (failed,) = seen(bench).of(StepOutcome.FAILED)
    left = seen(bench).of(StepOutcome.LEFT)
    assert failed.line == "Change a paragraph in Notion of the piece “By post”"
    assert failed.path == f"/pieces/{piece.piece.id}"
    assert [each.line for each in left] == [
        "Change a paragraph in Notion of the piece “By post”",
        "Change properties in Notion of the piece “By post” (Name, Released, Hedgerow revision)",
        "Change a paragraph in Notion of the piece “By post” (how it was checked)",
    ]
    assert all(not each.why for each in left)
    assert len(done.failures) == 1


def test_the_step_at_which_a_run_stopped_is_told(bench: Bench) -> None:
    bench.released("First")
    bench.sync()
    bench.released("Second")
    faults = bench.sandbox.extensions["hedgerow_sandbox"].faults
    faults.set({"vendor": "notion", "method": "POST", "route": "/v1/pages", "kind": "revoked"})

    with pytest.raises(ConnectionBroken):
        bench.sync()
    faults.clear()

    (stopped,) = seen(bench).of(StepOutcome.STOPPED)
    assert stopped.line == "Make a row in Notion for the piece “Second”"
    assert "does not accept Hedgerow's token" in stopped.why
    assert (seen(bench).last_outcome or {})["is_stopped"] is True


def test_what_was_compared_again_in_the_same_run_is_no_failure(bench: Bench) -> None:
    bench.released("First")
    bench.sync()
    bench.released("Second")
    bench.line.lost.add(bench.line.writes + 1)

    done = bench.sync()

    (again,) = seen(bench).of(StepOutcome.AGAIN)
    assert again.line == "Make a row in Notion for the piece “Second”"
    assert (done.failures, done.messages, done.pushed) == ((), (), 1)
    assert "Find the row in Notion again for the piece “Second”" in [x.line for x in done.steps]


def test_the_record_of_a_failure_holds_no_title(bench: Bench) -> None:
    bench.released("By phone")
    bench.sync()
    bench.released("By post")
    bench.line.refused.add(bench.line.writes + 1)

    done = bench.sync()

    with bench.place.services.db.read() as tx:
        rows = [
            *tx.exec_driver_sql("SELECT * FROM sync_run"),
            *tx.exec_driver_sql("SELECT * FROM sync_step"),
        ]
    assert "By post" in str(done.failures)
    assert "By p" not in str(rows)
