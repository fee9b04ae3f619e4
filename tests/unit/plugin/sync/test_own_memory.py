import pytest

from connectors.sandbox.notion.nouns import Page as StoredPage
from connectors.sandbox.notion.rich_text import plain
from plugin.domain.links import NotionPlace, Take
from plugin.domain.pieces import PieceWhole, Rung
from plugin.store import own_places
from plugin.store import pieces as stored_pieces
from plugin.sync import run
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.test_broken_off import until_quiet

ALL = ("Communities", "Sessions", "Memory")


def give_own_memory(bench: Bench, page_id: str = "", *, community_id: str = "") -> None:
    with bench.place.ground.db.begin() as tx:
        own_places.save_parent(
            tx, community_id or bench.place.community.id, page_id or bench.parent
        )


def take_own_memory(bench: Bench, community_id: str = "") -> None:
    with bench.place.ground.db.begin() as tx:
        own_places.save_parent(tx, community_id or bench.place.community.id, "")


def own_place(bench: Bench) -> NotionPlace:
    with bench.place.ground.db.read() as tx:
        (place,) = own_places.places(tx, bench.place.partnership.id).values()
    return place


def sources_of(place: NotionPlace) -> set[str]:
    return {
        source.data_source_id
        for name in ("communities", "sessions", "memory")
        if (source := place.source(name)) is not None
    }


def stands_in(bench: Bench, place: NotionPlace) -> set[str]:
    """Return the tables of our rows, none of them beyond those of `place`."""
    rows = [row for title in ALL for row in bench.rows(title)]
    assert {row.parent_id for row in rows} <= sources_of(place)
    return {plain(source.title) for row in rows if (source := bench.state.source_of(row))}


def assert_quiet(bench: Bench) -> None:
    assert bench.plan() == ()
    assert bench.writes_of(bench.sync) == 0


def shown(bench: Bench, piece: PieceWhole) -> dict[str, object]:
    values = bench.page(piece).properties
    return {
        name: (value.text, value.select, value.options, value.start, len(value.relation))
        for name, value in values.items()
    }


def test_a_community_with_a_memory_of_its_own_has_its_rows_there(bench: Bench) -> None:
    give_own_memory(bench)
    piece = bench.released()

    done = bench.sync()

    assert (done.pushed, done.rows, done.messages) == (1, 3, ())
    assert stands_in(bench, own_place(bench)) == set(ALL)
    values = bench.page(piece).properties
    assert len(values["Session"].relation) == len(values["Community"].relation) == 1
    page = bench.notion.page(own_place(bench).memory_page_id)
    assert page.title == f"Memory of {bench.place.community.name}"
    assert_quiet(bench)


@pytest.mark.parametrize("is_given", [True, False])
def test_pages_are_moved_and_not_doubled_when_a_community_gets_or_loses_it(
    bench: Bench, *, is_given: bool
) -> None:
    if not is_given:
        give_own_memory(bench)
    piece, other = bench.released("By phone"), bench.released("Another")
    with bench.place.ground.db.begin() as tx:
        stored_pieces.join(tx, piece.piece.id, other.piece.id)
    bench.sync()
    before, page_id = shown(bench, piece), bench.link(piece).notion_page_id
    body = bench.body(piece)
    (give_own_memory if is_given else take_own_memory)(bench)

    done = bench.sync()

    assert (done.rows, done.trashed, done.edits, done.messages) == (0, 0, 0, ())
    assert stands_in(bench, own_place(bench) if is_given else bench.the_place()) == set(ALL)
    assert bench.link(piece).notion_page_id == page_id
    assert [len(bench.rows(title)) for title in ALL] == [1, 1, 2]
    assert (shown(bench, piece), bench.body(piece)) == (before, body)
    assert bench.whole(piece).belongs_with == (other.piece.id,)
    assert bench.whole(piece).newest.number == 1
    assert_quiet(bench)


def test_what_people_changed_comes_along_with_the_page(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "In one line", "Ruth's line.")
    bench.edit(piece, "Study tags", "family: representation, learning: us, loop: second")
    give_own_memory(bench)

    bench.sync()

    assert bench.whole(piece).newest.line == "Ruth's line."
    assert bench.shows(piece)["In one line"] == "Ruth's line."
    assert bench.shows(piece)["Checked"] == "Changed since it was checked"
    assert "loop: second" in bench.page(piece).properties["Study tags"].options
    assert_quiet(bench)


def test_a_page_with_an_open_conflict_is_moved_once_it_is_settled(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "In one line", "Theirs.")
    bench.rewrite(piece, line="Ours.")
    give_own_memory(bench)
    waits = bench.sync()
    assert bench.page(piece).parent_id in sources_of(bench.the_place())
    assert "belongs into another memory" in waits.messages[0]
    ground, helen = bench.place.ground, bench.place.actor("helen")
    (conflict,) = run.view(ground, helen, bench.place.partnership.id).conflicts

    bench.settle(conflict, Take.THEIRS)
    bench.sync()

    assert bench.page(piece).parent_id in sources_of(own_place(bench))
    assert bench.shows(piece)["In one line"] == "Theirs."
    assert_quiet(bench)


def test_a_piece_that_goes_to_another_community_takes_its_page_along(bench: Bench) -> None:
    community_id = bench.another_community("Coming home")
    give_own_memory(bench, community_id=community_id)
    piece, stays = bench.released("Goes"), bench.released("Stays")
    bench.sync()
    page_id = bench.link(piece).notion_page_id

    bench.move_to_community(piece, community_id)
    bench.sync()

    assert bench.link(piece).notion_page_id == page_id
    assert bench.page(piece).parent_id in sources_of(own_place(bench))
    assert bench.page(stays).parent_id in sources_of(bench.the_place())
    values = bench.page(piece).properties
    assert (len(values["Community"].relation), len(values["Session"].relation)) == (1, 0)
    assert_quiet(bench)


def test_a_piece_below_our_partners_is_trashed_where_it_is_with_a_reason(bench: Bench) -> None:
    give_own_memory(bench)
    piece = bench.released()
    bench.sync()
    page_id = bench.link(piece).notion_page_id
    bench.to_rung(piece, Rung.US)

    done = bench.sync()

    assert done.trashed == 1
    page = bench.notion.page(page_id)
    assert (page.in_trash, page.title) == (True, "Taken down")
    assert "read in its own group only" in bench.notion.children(page_id)[0].text


@pytest.mark.parametrize("loss", ["lost", "cut_before"])
@pytest.mark.parametrize("number", range(1, 14))
def test_a_move_that_broke_off_ends_the_same(bench: Bench, number: int, loss: str) -> None:
    piece = bench.released()
    bench.sync()
    page_id = bench.link(piece).notion_page_id
    before = shown(bench, piece)
    give_own_memory(bench)
    getattr(bench.line, loss).add(bench.line.writes + number)

    until_quiet(bench)

    assert bench.link(piece).notion_page_id == page_id
    assert stands_in(bench, own_place(bench)) == set(ALL)
    assert [len(bench.rows(title)) for title in ALL] == [1, 1, 1]
    assert shown(bench, piece) == before
    assert bench.whole(piece).newest.number == 1


def test_a_memory_that_was_left_is_read_no_more_and_used_again(bench: Bench) -> None:
    give_own_memory(bench)
    bench.released()
    bench.sync()
    place = own_place(bench)
    take_own_memory(bench)
    bench.sync()
    assert own_place(bench).is_left
    calls = len(bench.calls())
    bench.sync()
    queries = [each for each in bench.calls()[calls:] if each.endswith("/query")]
    assert len(queries) == 3
    assert own_place(bench).is_left

    give_own_memory(bench)
    bench.sync()

    assert stands_in(bench, place) == set(ALL)
    assert not own_place(bench).is_left
    pages = [each for each in bench.state.things.values() if isinstance(each, StoredPage)]
    titles = [plain(each.values.get("title", [])) for each in pages]
    assert titles.count(f"Memory of {bench.place.community.name}") == 1
