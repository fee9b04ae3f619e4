"""What is said beforehand is what is done: the lines of a plan, and the steps of the run."""

from collections.abc import Callable

import pytest

from connectors.sandbox.notion.models import DataSource
from plugin import sync
from plugin.domain.pieces import Rung
from plugin.domain.sync_runs import StepOutcome
from plugin.errors import HedgerowError
from plugin.store import pieces as stored_pieces
from plugin.sync import SyncOptions
from plugin.sync.report.steps import counted
from tests import databases
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.sync.test_former_rows import make_former

MENDING = SyncOptions(mend_columns=True)
STORY = "One goes first.\n\nTwo comes later.\n\nThree is last."


def steps_of_last_run(bench: Bench) -> tuple[str, ...]:
    place = bench.place
    seen = sync.view(place.services, place.actor("sam"), place.partnership.id)
    return counted(each.line for each in seen.steps if not each.is_quiet)


def remove(bench: Bench, name: str, table: str = "memory") -> None:
    source = bench.state.things[bench.source_id(table)]
    assert isinstance(source, DataSource)
    (column,) = [each.id for each in source.schema.values() if each.name == name]
    source.schema.pop(column)


def nothing_is_there(bench: Bench) -> None:
    first, second = bench.released("By phone", STORY), bench.released("By post")
    with bench.place.services.db.begin() as tx:
        stored_pieces.join(tx, first.piece.id, second.piece.id)


def half_is_made(bench: Bench) -> None:
    bench.released("By phone", STORY)
    bench.line.refused.add(4)
    with pytest.raises(HedgerowError):
        bench.sync()
    bench.line.mend()


def rows_stand_in_a_former_memory(bench: Bench) -> None:
    other = bench.another_community("Coming home")
    bench.released("By phone")
    bench.sync()
    make_former(bench)
    bench.move_to_community(bench.released("By post"), other)


def a_column_and_an_option_are_new(bench: Bench) -> None:
    bench.released("By phone")
    bench.sync()
    bench.sync()
    bench.forget_column("Rests on", "rests_on")
    bench.forget_option("kind", "Shared word")


def pieces_are_changed(bench: Bench) -> None:
    ours, theirs = bench.released("By phone", STORY), bench.released("By post", STORY)
    both, down = bench.released("Both"), bench.released("Down")
    bench.sync()
    bench.sync()
    bench.rewrite(ours, title="By telephone", narrative=STORY.replace("e", "a"))
    bench.check(ours)
    Ruth(bench.state).write(bench.link(theirs).blocks[1], "Two comes at once.")
    bench.edit(both, "In one line", "Theirs.")
    bench.rewrite(both, line="Ours.")
    bench.to_rung(down, Rung.US)
    bench.released("New")


def columns_are_gone(bench: Bench) -> None:
    bench.released("By phone")
    bench.sync()
    bench.sync()
    for name in ("In one line", "What it is", "Rests on", "Session", "Hedgerow key"):
        remove(bench, name)
    remove(bench, "Day", "sessions")


@pytest.mark.parametrize(
    ("situation", "options", "part"),
    [
        (nothing_is_there, sync.NO_OPTIONS, "Make the page “Partnership memory”"),
        (half_is_made, sync.NO_OPTIONS, "Make the table “Memory”"),
        (
            rows_stand_in_a_former_memory,
            sync.NO_OPTIONS,
            "Make a row in Notion for the piece “By phone”",
        ),
        (
            a_column_and_an_option_are_new,
            sync.NO_OPTIONS,
            "Offer more options in the table “Memory” (What it is: Shared word)",
        ),
        (
            pieces_are_changed,
            sync.NO_OPTIONS,
            "Change a paragraph in Notion of the piece “By telephone”, 3 times",
        ),
        (columns_are_gone, MENDING, "Add columns to the table “Sessions” (Day)"),
    ],
)
def test_a_plan_lists_the_steps_of_the_run(
    bench: Bench, situation: Callable[[Bench], None], options: SyncOptions, part: str
) -> None:
    situation(bench)

    said = bench.preview(options=options).steps
    done = bench.sync(options=options)

    assert part in said
    assert steps_of_last_run(bench) == said
    assert counted(each.line for each in done.steps if not each.is_quiet) == said
    assert done.count(StepOutcome.DONE) == len(done.steps)


def test_columns_that_are_gone_are_said_and_not_made_without_being_asked(bench: Bench) -> None:
    columns_are_gone(bench)

    said = bench.preview()

    assert said.steps == ()
    assert sum("--mend-columns" in each for each in said.messages) == 6


@pytest.mark.parametrize(
    "situation",
    [
        nothing_is_there,
        half_is_made,
        rows_stand_in_a_former_memory,
        pieces_are_changed,
        columns_are_gone,
    ],
)
def test_a_plan_writes_nothing(bench: Bench, situation: Callable[[Bench], None]) -> None:
    situation(bench)
    bench.place.services.db.confirm_erased()
    before = databases.held(bench.place.services.db)

    written = bench.writes_of(lambda: bench.preview(options=MENDING))

    assert written == 0
    assert databases.held(bench.place.services.db) == before
