"""What people do with the columns of a table, and what becomes of them."""

from typing import Any

import pytest

from connectors.sandbox.notion.rich_text import from_plain
from plugin.domain.pieces import PieceWhole
from plugin.sync import SyncOptions
from tests.unit.plugin.sync.bench import Bench, Kept, make_bench

MENDING = SyncOptions(mend_columns=True)


@pytest.fixture(scope="module")
def _carried(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, PieceWhole, Kept]:
    bench = make_bench(tmp_path_factory.mktemp("carried"))
    piece = bench.released("By phone")
    bench.sync()
    bench.sync()
    return bench, piece, bench.keep()


@pytest.fixture
def bench(_carried: tuple[Bench, PieceWhole, Kept]) -> Bench:
    bench, _, kept = _carried
    bench.go_back(kept)
    return bench


@pytest.fixture
def piece(_carried: tuple[Bench, PieceWhole, Kept]) -> PieceWhole:
    return _carried[1]


def schema(bench: Bench, table: str = "memory") -> dict[str, Any]:
    """Return the stored columns of a table by name; what is done to them, people did."""
    source = bench.state.things[bench.source_id(table)]
    return {each.name: each for each in source.schema.values()}  # type: ignore[attr-defined]


def remove(bench: Bench, name: str, table: str = "memory") -> None:
    source = bench.state.things[bench.source_id(table)]
    source.schema.pop(schema(bench, table)[name].id)  # type: ignore[attr-defined]


def retype(bench: Bench, piece: PieceWhole, name: str) -> None:
    """Turn a column into one of numbers: what stood there is gone."""
    column = schema(bench)[name]
    column.type, column.config = "number", {"format": "number"}
    row = bench.state.things[bench.link(piece).notion_page_id]
    row.values.pop(column.id, None)  # type: ignore[attr-defined]


def test_a_column_that_is_gone_is_said_and_made_again_by_one_command(
    bench: Bench, piece: PieceWhole
) -> None:
    for name in ("In one line", "What it is", "Rests on", "Session", "Hedgerow key"):
        remove(bench, name)

    told = bench.sync()
    shown = bench.shows(piece)
    mended = bench.sync(options=MENDING)
    again = bench.sync()

    assert sum("--mend-columns" in each for each in told.messages) == 5
    assert "In one line" not in shown
    after = bench.shows(piece)
    assert after["In one line"] == "One line of By phone."
    assert (after["What it is"], after["Rests on"]) == ("Pattern", "A few notes")
    assert after["Hedgerow key"] == bench.link(piece).key
    assert len(bench.page(piece).properties["Session"].relation) == 1
    assert "Pieces" in schema(bench, "sessions")
    assert (mended.messages, mended.edits, mended.conflicts) == ((), 0, 0)
    assert (again.messages, again.writes) == ((), 0)


def test_another_type_is_said_with_both_ways_out(bench: Bench, piece: PieceWhole) -> None:
    retype(bench, piece, "In one line")

    told = bench.sync()

    (said,) = told.messages
    assert (
        "“In one line” of Memory has another type in Notion now (number, it was rich_text)" in said
    )
    assert "change its type back there" in said
    assert "--mend-columns" in said
    assert (told.edits, bench.whole(piece).newest.number) == (0, 1)


def test_a_column_beside_another_type_leaves_that_one(bench: Bench, piece: PieceWhole) -> None:
    retype(bench, piece, "In one line")
    bench.edit(piece, "In one line", "7")

    mended = bench.sync(options=MENDING)
    again = bench.sync(options=MENDING)

    values = bench.page(piece).properties
    assert values["In one line (Hedgerow)"].text == "One line of By phone."
    assert values["In one line"].number == 7
    assert (mended.messages, again.messages, again.writes) == ((), (), 0)


def test_an_edit_in_a_column_made_again_comes_back(bench: Bench, piece: PieceWhole) -> None:
    remove(bench, "In one line")
    bench.sync(options=MENDING)
    bench.edit(piece, "In one line", "Said in Notion.")

    done = bench.sync()

    assert (done.edits, bench.whole(piece).newest.line) == (1, "Said in Notion.")


def test_new_options_of_ours_lose_none_of_theirs(bench: Bench, piece: PieceWhole) -> None:
    bench.edit(piece, "What it is", "A kind of their own")
    bench.sync()
    bench.forget_option("kind", "Shared word")
    bench.forget_option("kind", "Picture", in_notion_only=True)

    done = bench.sync()
    again = bench.sync()

    options = [each.name for each in bench.schema().properties["What it is"].options]
    assert "A kind of their own" in options
    assert "Shared word" in options
    assert "Picture" not in options  # somebody removed it there: it stays removed
    assert (done.writes, again.writes) == (1, 0)
    assert bench.shows(piece)["What it is"] == "A kind of their own"


def test_columns_and_options_of_people_are_left_alone(bench: Bench, piece: PieceWhole) -> None:
    bench.add_column("Read in the team", "rich_text")
    bench.edit(piece, "Read in the team", "Yes, in May")
    bench.rewrite(piece, title="By post")
    bench.check(piece)

    done = bench.sync()

    assert bench.shows(piece)["Read in the team"] == "Yes, in May"
    assert done.messages == ()


def test_a_key_that_somebody_changed_is_put_back(bench: Bench, piece: PieceWhole) -> None:
    bench.edit(piece, "Hedgerow key", "mine")

    bench.sync()

    assert bench.shows(piece)["Hedgerow key"] == bench.link(piece).key


def test_a_select_that_was_given_another_type_is_left_alone_by_new_options(
    bench: Bench, piece: PieceWhole
) -> None:
    bench.forget_option("kind", "Shared word")
    column = schema(bench)["What it is"]
    column.type, column.config = "rich_text", {}
    row = bench.state.things[bench.link(piece).notion_page_id]
    row.values[column.id] = from_plain("Words of theirs.")  # type: ignore[attr-defined]

    done = bench.sync()

    assert done.writes == 0
    assert (column.type, bench.shows(piece)["What it is"]) == ("rich_text", "Words of theirs.")
    source = bench.the_place().memory
    assert source is not None
    assert "Shared word" not in source.options["kind"]


def test_columns_that_notion_refuses_hold_up_no_piece(bench: Bench, piece: PieceWhole) -> None:
    bench.forget_column("Rests on", "rests_on")
    bench.rewrite(piece, title="By post")
    bench.check(piece)
    bench.line.refused.add(bench.line.writes + 1)

    done = bench.sync()
    again = bench.sync()

    (said,) = done.failures
    assert said.startswith("Add columns to the table “Memory” (Rests on): ")
    assert bench.shows(piece)["Name"] == "By post"
    assert (again.failures, bench.shows(piece)["Rests on"]) == ((), "A few notes")
