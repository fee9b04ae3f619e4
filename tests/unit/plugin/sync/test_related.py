from dataclasses import replace

import pytest

from connectors.sandbox.notion.models import Page as StoredPage
from plugin.demo.editing_in_notion import least_calls
from plugin.domain.pieces import PieceWhole, Rung, pair
from plugin.store import pieces as stored_pieces
from plugin.sync.pieces.related import Cell, Related, relate
from plugin.sync.pieces.sides import OurPiece
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.values import a_piece

A, B = "a", "b"
BOTH = (Cell("b", "b"), Cell("a", "a"))
NEITHER = (Cell("", ""), Cell("", ""))


def piece_of(our_id: str, *others: str) -> OurPiece:
    piece = a_piece()
    whole = replace(
        piece.whole, piece=replace(piece.whole.piece, id=our_id), belongs_with=tuple(others)
    )
    return OurPiece(whole, piece.facts, piece.url)


@pytest.mark.parametrize(
    ("is_ours", "cells", "made", "undone", "says"),
    [
        (True, BOTH, False, False, {}),
        (False, NEITHER, False, False, {}),
        (True, NEITHER, False, False, {A: B, B: A}),
        (False, BOTH, False, False, {A: "", B: ""}),
        (False, (Cell("", "b"), Cell("", "")), True, False, {B: A}),
        (False, (Cell("", "b"), Cell("", "a")), True, False, {}),
        (True, (Cell("b", ""), Cell("a", "a")), False, True, {B: ""}),
        (True, (Cell("b", ""), Cell("a", "")), False, True, {}),
        (True, (Cell("b", ""), Cell("", "a")), False, False, {A: B}),
        (False, (Cell("b", ""), Cell("a", "a")), False, False, {B: ""}),
        (True, (Cell("", "b"), Cell("", "")), False, False, {B: A}),
    ],
)
def test_a_pair_is_decided_by_both_its_places(
    *, is_ours: bool, cells: tuple[Cell, Cell], made: bool, undone: bool, says: dict[str, str]
) -> None:
    pieces = [piece_of(A, *([B] if is_ours else [])), piece_of(B, *([A] if is_ours else []))]

    found = relate(pieces, dict(zip((A, B), cells, strict=True)), ())

    assert found.said == says
    assert (found.made, found.undone) == (
        frozenset({(A, B)}) if made else frozenset(),
        frozenset({(A, B)}) if undone else frozenset(),
    )


def test_rows_of_others_stay_and_what_is_hidden_is_not_taken_for_undone() -> None:
    pieces = [piece_of(A, B, "hidden"), piece_of(B, A), piece_of("hidden", A)]
    cells = {A: Cell("hidden", "page:x\nhidden"), B: Cell("", "")}

    assert relate(pieces, cells, ()) == Related(said={A: "b\npage:x", B: "a"})


def test_a_row_to_be_made_names_those_before_it_and_is_named_by_them_later() -> None:
    pieces = [piece_of(A, B, "old"), piece_of(B, A), piece_of("old", A)]

    found = relate(pieces, {"old": Cell("", "")}, (A, B))

    assert found.said == {A: "old", B: "a"}
    assert found.later == {A: "b\nold", "old": "a"}


def join(bench: Bench, one: PieceWhole, other: PieceWhole) -> None:
    with bench.place.services.db.begin() as tx:
        stored_pieces.join(tx, one.piece.id, other.piece.id)


def row_of(bench: Bench, piece: PieceWhole) -> StoredPage:
    row = bench.state.things[bench.link(piece).notion_page_id]
    assert isinstance(row, StoredPage)
    return row


def named(bench: Bench, piece: PieceWhole) -> set[str]:
    return set(bench.page(piece).properties["Belongs with"].relation)


def name_in_notion(bench: Bench, piece: PieceWhole, *page_ids: str) -> None:
    """Choose what a row belongs with, as a person does."""
    column = bench.page(piece).properties["Belongs with"].id
    row = row_of(bench, piece)
    row.values[column] = list(page_ids)
    bench.state.touch(row, bench.state.person_of("Ruth"))


def assert_quiet(bench: Bench) -> None:
    assert bench.plan() == ()
    assert bench.writes_of(bench.sync) == 0


def test_a_first_push_of_pairs_takes_the_fewest_calls(bench: Bench) -> None:
    one, two, three = (bench.released(name) for name in ("One", "Two", "Three"))
    join(bench, one, two)
    join(bench, three, two)

    done = bench.sync()

    assert done.named_later == 2
    assert len(bench.calls()) == least_calls(done.rows, (), done.named_later)
    pages = [row_of(bench, each).id for each in (one, two, three)]
    assert named(bench, two) == {pages[0], pages[2]}
    assert named(bench, one) == named(bench, three) == {pages[1]}
    assert_quiet(bench)


def test_a_pair_made_in_notion_comes_here_and_to_the_other_row(bench: Bench) -> None:
    one, two = bench.released("One"), bench.released("Two")
    bench.sync()
    name_in_notion(bench, one, row_of(bench, two).id)

    done = bench.sync()

    assert (done.edits, done.conflicts) == (1, 0)
    assert bench.whole(one).belongs_with == (two.piece.id,)
    assert bench.whole(two).belongs_with == (one.piece.id,)
    assert named(bench, two) == {row_of(bench, one).id}
    assert_quiet(bench)


def test_a_pair_undone_in_notion_is_undone_here(bench: Bench) -> None:
    one, two = bench.released("One"), bench.released("Two")
    join(bench, one, two)
    bench.sync()
    name_in_notion(bench, two)

    bench.sync()

    assert bench.whole(one).belongs_with == ()
    assert named(bench, one) == set()
    assert_quiet(bench)


def test_rows_that_people_made_stay_in_the_column(bench: Bench) -> None:
    one, two = bench.released("One"), bench.released("Two")
    bench.sync()
    copy = bench.copy_row(two)
    row = bench.state.things[copy]
    assert isinstance(row, StoredPage)
    row.values = {"title": row.values["title"]}
    name_in_notion(bench, one, copy)
    bench.sync()
    join(bench, one, two)

    bench.sync()

    assert named(bench, one) == {copy, row_of(bench, two).id}
    assert_quiet(bench)


def test_a_piece_below_our_partners_is_named_by_no_row_and_comes_back(bench: Bench) -> None:
    one, two = bench.released("One"), bench.released("Two")
    join(bench, one, two)
    bench.sync()
    bench.to_rung(two, Rung.US)
    bench.sync()
    assert named(bench, one) == set()
    assert bench.whole(one).belongs_with == (two.piece.id,)

    bench.to_rung(two, Rung.PARTNERSHIP)
    bench.sync()

    assert named(bench, one) == {row_of(bench, two).id}
    assert_quiet(bench)


def test_more_pairs_than_a_page_shows_are_read_in_full(bench: Bench) -> None:
    one = bench.released("One")
    others = [bench.released(f"Other {number}") for number in range(27)]
    for other in others:
        join(bench, one, other)
    bench.sync()
    assert_quiet(bench)
    kept = [row_of(bench, each).id for each in others[1:]]
    name_in_notion(bench, one, *kept)

    bench.sync()

    assert set(bench.whole(one).belongs_with) == {each.piece.id for each in others[1:]}
    assert bench.whole(others[0]).belongs_with == ()
    assert named(bench, others[0]) == set()


def test_a_pair_has_no_order(bench: Bench) -> None:
    one, two = bench.draft("One", "a"), bench.draft("Two", "b")
    join(bench, two, one)
    join(bench, one, two)

    assert bench.whole(one).belongs_with == (two.piece.id,)
    assert pair("b", "a") == pair("a", "b") == ("a", "b")
