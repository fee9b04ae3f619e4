"""Rows in memories that communities once had to themselves."""

import pytest

from connectors.sandbox.notion.models import Page as StoredPage
from connectors.sandbox.notion.rich_text import from_plain
from connectors.sandbox.people.notion_edits import find_page
from plugin import sync
from plugin.domain.links import Link, Phase, RowState
from plugin.domain.pieces import PieceWhole, Rung
from plugin.errors import HedgerowError
from plugin.store import former_tables
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store import tables as t
from plugin.sync import messages
from plugin.sync.memory.former_rows import former_rows_messages, let_go
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.rows_by_people import minutes_later, pieces, row_of_ruth
from tests.unit.plugin.sync.test_interrupted_runs import until_quiet
from tests.unit.plugin.sync.values import a_link, a_piece

ALL = ("communities", "sessions", "memory")


def make_former(bench: Bench) -> tuple[str, ...]:
    """Let the memory be one that a community had to itself, as an upgrade remembers it."""
    place, partnership_id = bench.the_place(), bench.place.partnership.id
    ids = tuple(bench.source_id(name) for name in ALL)
    find_page(bench.state, place.memory_page_id).values["title"] = from_plain("Memory of Home")
    remember(bench, ids)
    with bench.place.services.db.begin() as tx:
        tx.execute(t.notion_place.delete().where(t.notion_place.c.partnership_id == partnership_id))
    return ids


def remember(bench: Bench, ids: tuple[str, ...]) -> None:
    with bench.place.services.db.begin() as tx:
        for each in ids:
            tx.execute(
                t.former_table.insert().values(
                    data_source_id=each, partnership_id=bench.place.partnership.id
                )
            )


def remembered(bench: Bench) -> tuple[str, ...]:
    with bench.place.services.db.read() as tx:
        return former_tables.former_tables(tx, bench.place.partnership.id)


def links_of(bench: Bench, piece: PieceWhole) -> tuple[Link, ...]:
    with bench.place.services.db.read() as tx:
        return stored_links.every_link_of(tx, piece.piece.id)


def rows_in(bench: Bench, source_ids: tuple[str, ...]) -> list[StoredPage]:
    return [
        thing
        for thing in bench.state.things.values()
        if isinstance(thing, StoredPage) and thing.parent_id in source_ids
    ]


def as_it_is(bench: Bench, rows: list[StoredPage]) -> list[object]:
    """Return rows and bodies, with who edited them when."""
    return [(bench.notion.page(row.id), bench.notion.children(row.id)) for row in rows]


def named(said: tuple[str, ...]) -> set[str]:
    """Return the ids of the rows of which it is said that they are no longer followed."""
    before, after = messages.FORMER_ROW.split("{address}")
    found = [each.removeprefix(before).removesuffix(after) for each in said if before in each]
    return {each.rpartition("/")[2] for each in found}


def bare(rows: list[StoredPage]) -> set[str]:
    return {row.id.replace("-", "") for row in rows}


def drag(bench: Bench, page_id: str, source_id: str) -> None:
    """Drag a row into another table, as people do; its values stay behind."""
    row = find_page(bench.state, page_id)
    bench.state.things[str(row.parent_id)].children.remove(row.id)
    row.parent_id, row.values = source_id, {"title": row.values["title"]}
    bench.state.things[source_id].children.append(row.id)
    bench.state.touch(row, bench.state.person_of("Ruth"))
    minutes_later(bench)


def test_rows_are_made_anew_and_the_old_ones_are_named_once_and_left_alone(bench: Bench) -> None:
    one, other = bench.released("By phone"), bench.released("Another")
    with bench.place.services.db.begin() as tx:
        stored_pieces.join(tx, one.piece.id, other.piece.id)
    bench.sync()
    shown = [(bench.shows(each), bench.story(each)) for each in (one, other)]
    former = make_former(bench)
    old = rows_in(bench, former)
    before = as_it_is(bench, old)

    done = bench.sync()
    again = bench.sync()

    assert (done.rows, done.edits, done.trashed, done.conflicts) == (4, 0, 0, 0)
    assert named(done.messages) == bare(old)
    assert len(done.messages) == len(old) == 4
    assert as_it_is(bench, old) == before
    assert len(rows_in(bench, tuple(bench.source_id(name) for name in ALL))) == 4
    key = {"Hedgerow key": f"{one.piece.id}-2"}, {"Hedgerow key": f"{other.piece.id}-2"}
    wanted = [({**values, **key[n]}, story) for n, (values, story) in enumerate(shown)]
    assert [(bench.shows(each), bench.story(each)) for each in (one, other)] == wanted
    assert bench.whole(one).belongs_with == (other.piece.id,)
    assert len(bench.page(one).properties["Belongs with"].relation) == 1
    assert (again.messages, again.writes, bench.plan(), remembered(bench)) == ((), 0, (), ())


def test_rows_that_stand_in_the_partnerships_memory_are_followed_as_before(bench: Bench) -> None:
    goes, stays = bench.released("Goes"), bench.released("Stays")
    bench.sync()
    former = make_former(bench)
    bench.sync()
    old = {each.id for each in rows_in(bench, former)}
    pages = bench.link(goes).notion_page_id, bench.link(stays).notion_page_id
    drag(bench, pages[0], former[2])
    remember(bench, former)
    bench.edit(stays, "In one line", "Ruth's line.")

    done = bench.sync()

    again = {each.replace("-", "") for each in old}
    assert named(done.messages) - again == {pages[0].replace("-", "")}
    assert bench.link(stays).notion_page_id == pages[1]
    assert bench.whole(stays).newest.line == "Ruth's line."
    assert bench.link(goes).notion_page_id not in {*old, *pages}
    assert bench.page(goes).parent_id == bench.source_id()
    assert bench.plan() == ()


def test_a_piece_that_may_not_be_there_any_more_gets_no_row_and_its_old_one_is_named(
    bench: Bench,
) -> None:
    piece = bench.released()
    bench.sync()
    former = make_former(bench)
    bench.to_rung(piece, Rung.US)
    (row,) = rows_in(bench, former[2:])
    before = as_it_is(bench, [row])

    done = bench.sync()

    assert done.trashed == 0
    assert bare([row]) <= named(done.messages)
    assert as_it_is(bench, [row]) == before
    assert rows_in(bench, (bench.source_id(),)) == []
    assert [(link.kind, link.is_former, link.agreed) for link in links_of(bench, piece)] == [
        ("piece", True, {})
    ]


def test_what_both_sides_changed_asks_no_more_and_stays_on_both(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "In one line", "Theirs.")
    bench.rewrite(piece, line="Ours.")
    bench.sync()
    former = make_former(bench)

    done = bench.sync()

    (row,) = rows_in(bench, former[2:])
    with bench.place.services.db.read() as tx:
        assert stored_links.open_conflicts(tx, bench.place.partnership.id) == ()
    assert (done.conflicts, bench.plan()) == (0, ())
    assert "Theirs." in str(row.values)
    assert bench.whole(piece).newest.line == "Ours."


@pytest.mark.parametrize("is_made_there", [False, True])
def test_an_old_row_that_people_drag_into_the_memory_is_not_taken(
    bench: Bench, *, is_made_there: bool
) -> None:
    if is_made_there:
        bench.sync()
        row_of_ruth(bench)
    piece = bench.released()
    bench.sync()
    former = make_former(bench)
    bench.sync()
    row = next(
        each
        for each in rows_in(bench, former[2:])
        if (each.created_by == bench.state.person_of("Ruth")) is is_made_there
    )
    drag(bench, row.id, bench.source_id())
    count = len(pieces(bench))

    done = bench.sync()

    assert len(pieces(bench)) == count
    assert (done.writes, done.messages) == (0, ())
    assert bench.page(piece).id != row.id


@pytest.mark.parametrize("loss", ["lost", "cut_before"])
@pytest.mark.parametrize("number", range(1, 14))
def test_a_run_that_broke_off_ends_the_same(bench: Bench, number: int, loss: str) -> None:
    piece = bench.released()
    bench.sync()
    former = make_former(bench)
    old = rows_in(bench, former)
    before = as_it_is(bench, old)
    getattr(bench.line, loss).add(bench.line.writes + number)

    until_quiet(bench)

    assert [len(rows_in(bench, (bench.source_id(name),))) for name in ALL] == [1, 1, 1]
    assert bench.shows(piece)["In one line"] == piece.newest.line
    assert as_it_is(bench, old) == before
    assert remembered(bench) == ()


def test_a_run_that_stopped_names_the_old_rows_again(bench: Bench) -> None:
    bench.released()
    bench.sync()
    old = rows_in(bench, make_former(bench))
    bench.line.refused.add(bench.line.writes + 1)
    with pytest.raises(HedgerowError):
        bench.sync()
    bench.line.mend()

    done = bench.sync()

    assert named(done.messages) == bare(old)


def test_a_table_that_notion_does_not_show_is_looked_for_again(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    memory_page_id = bench.the_place().memory_page_id
    former = make_former(bench)
    page_id = bench.link(piece).notion_page_id
    above = find_page(bench.state, memory_page_id)
    above.parent_id, parent_id = None, above.parent_id
    hidden = bench.sync(options=sync.SyncOptions(although_gone=True))
    above.parent_id = parent_id

    done = bench.sync()

    assert named(hidden.messages) == set()
    assert page_id.replace("-", "") in named(done.messages)
    assert len(named(done.messages)) == len(former) == 3
    assert bench.page(piece).parent_id == bench.source_id()
    assert remembered(bench) == ()


def test_a_plan_says_what_the_run_does_and_changes_nothing(bench: Bench) -> None:
    bench.released()
    bench.sync()
    former = make_former(bench)

    said = bench.preview()
    done = bench.sync()

    assert "Make a row in Notion for the piece “By phone”" in said.steps
    assert said.messages == done.messages
    assert len(named(said.messages)) == len(rows_in(bench, former)) == 3


@pytest.mark.parametrize(
    ("link", "key", "boxed"),
    [
        (a_link(a_piece()), "p", ()),
        (a_link(a_piece(), state=RowState(boxed=("Mine.",))), "p", ("Mine.",)),
        (
            Link(
                id="s",
                partnership_id="partnership",
                kind="session",
                our_id="s",
                key="s",
                notion_page_id="page",
            ),
            "page",
            (),
        ),
    ],
)
def test_a_link_that_is_let_go_keeps_no_words_but_those_of_our_box(
    link: Link, key: str, boxed: tuple[str, ...]
) -> None:
    (left,) = let_go((link,), {"page"})

    assert (left.kind, left.key, left.agreed, left.blocks) == (link.kind, key, {}, ())
    assert left.state == RowState(phase=Phase.FORMER, boxed=boxed)
    assert let_go((link,), {"page"}, {link.our_id})[0].state.boxed == ()
    assert (let_go((link,), {"another"}), former_rows_messages((link,), {"page"})) == ((link,), ())
    assert let_go((left,), {"page"}) == (left,)
    assert former_rows_messages((left,), {"page"}) == (
        messages.FORMER_ROW.format(address="https://www.notion.so/page"),
    )
