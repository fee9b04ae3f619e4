import pytest

from connectors.notion.new_blocks import Bullet, Paragraph
from connectors.notion.parents import InDataSource, InPage
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin import sync
from plugin.domain.links import Absence
from plugin.domain.pieces import Rung
from plugin.errors import StoppedForSafety
from tests.unit.plugin.sync.bench import Bench


def test_what_hedgerow_keeps_is_put_back(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "Rests on", "Many notes")

    done = bench.sync()

    assert bench.shows(piece)["Rests on"] == "A few notes"
    assert any("was put back" in each for each in done.messages)


def test_blocks_that_people_add_are_theirs(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    first = bench.body(piece)[1].id
    page_id = bench.link(piece).notion_page_id
    bench.notion.append(page_id, [Bullet("A thought of mine.")], after=first)
    bench.notion.append(first, [Paragraph("Nested.")])
    bench.rewrite(piece, narrative="Only this.")
    bench.check(piece)

    bench.sync()

    texts = [each.text for each in bench.body(piece)]
    assert texts[1:3] == ["Only this.", "A thought of mine."]
    assert [each.text for each in bench.notion.children(first)] == ["Nested."]
    assert bench.whole(piece).newest.narrative == "Only this."


def test_columns_may_be_renamed_and_removed(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    place = sync.view(
        bench.place.services, bench.place.actor("sam"), bench.place.partnership.id
    ).place
    assert place is not None
    assert place.memory is not None
    source = bench.state.things[place.memory.data_source_id]
    columns = {each.name: each for each in source.schema.values()}  # type: ignore[attr-defined]
    columns["In one line"].name = "Kurz gesagt"
    source.schema.pop(columns["Rests on"].id)  # type: ignore[attr-defined]
    bench.edit(piece, "Kurz gesagt", "Said in Notion.")

    done = bench.sync()

    assert (done.edits, bench.whole(piece).newest.line) == (1, "Said in Notion.")
    assert any("“Rests on” of Memory is missing" in each for each in done.messages)


def test_a_piece_taken_down_leaves_no_words(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    page_id = bench.link(piece).notion_page_id
    bench.to_rung(piece, Rung.US)

    done = bench.sync()

    page = bench.notion.page(page_id)
    assert (done.trashed, page.in_trash, page.title) == (1, True, "Taken down")
    assert not any("ring" in each.text for each in bench.notion.children(page_id))
    assert page.properties["In one line"].text == ""
    assert bench.writes_of(bench.sync) == 0


def test_a_piece_released_again_gets_a_new_row(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.to_rung(piece, Rung.US)
    bench.sync()
    bench.to_rung(piece, Rung.PARTNERSHIP)

    done = bench.sync()

    assert (done.pushed, len(bench.rows())) == (1, 1)
    assert bench.shows(piece)["Name"] == "By phone"


def test_a_row_in_the_trash_is_asked_about(bench: Bench) -> None:
    piece, other = bench.released("By phone"), bench.released("Another")
    bench.sync()
    bench.notion.trash_page(bench.link(piece).notion_page_id)

    done = bench.sync()

    assert any("put into the trash in Notion" in each for each in done.messages)
    assert bench.writes_of(bench.sync) == 0
    assert len(bench.rows()) == 1
    assert bench.whole(other).newest.number == bench.whole(piece).newest.number == 1


def test_an_archived_row_is_still_there(bench: Bench) -> None:
    piece = bench.released()
    bench.released("Another")
    bench.sync()
    page = bench.state.things[bench.link(piece).notion_page_id]
    bench.edit(piece, "Name", "By telephone")
    page.is_archived = True  # type: ignore[attr-defined]

    done = bench.sync()

    assert (done.edits, done.messages) == (1, ())


def test_a_source_whose_rows_are_all_archived_is_not_empty(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "Name", "By telephone")
    page = bench.state.things[bench.link(piece).notion_page_id]
    page.is_archived = True  # type: ignore[attr-defined]

    done = bench.sync()

    assert (done.edits, done.messages) == (1, ())


def lose_every_row(bench: Bench) -> None:
    for row in bench.rows():
        del bench.state.things[row.id]


def test_an_empty_source_may_be_meant_to_be(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    lose_every_row(bench)

    done = bench.sync(options=sync.SyncOptions(although_gone=True))

    assert (done.rows, bench.link(piece).state.where) == (0, Absence.HIDDEN)
    assert any("no longer shows us the row" in each for each in done.messages)


def test_a_suddenly_empty_source_stops_the_run(bench: Bench) -> None:
    bench.released("By phone")
    bench.released("Another")
    bench.sync()
    lose_every_row(bench)
    bench.place.clock.pass_days(1)

    with pytest.raises(StoppedForSafety, match="suddenly empty"):
        bench.sync()

    seen = sync.view(bench.place.services, bench.place.actor("sam"), bench.place.partnership.id)
    assert seen.last_outcome is not None
    assert "suddenly empty" in seen.last_outcome["messages"][-1]


def test_a_copy_of_a_row_is_left_alone(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    key = bench.shows(piece)["Hedgerow key"]
    copy = bench.copy_row(piece)

    done = bench.sync()

    assert any("is a copy" in each for each in done.messages)
    assert bench.link(piece).notion_page_id != copy
    assert bench.link(piece).key == key
    assert len(bench.rows()) == 2


def test_a_lost_memory_of_links_doubles_nothing(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.forget_links()

    done = bench.sync()

    assert (done.rows, done.conflicts, len(bench.rows())) == (0, 0, 1)
    assert bench.shows(piece)["Name"] == "By phone"
    assert bench.writes_of(bench.sync) == 0


def test_a_column_that_is_new_to_hedgerow_is_added(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.forget_column("Rests on", "rests_on")

    bench.sync()

    assert bench.shows(piece)["Rests on"] == "A few notes"
    assert bench.writes_of(bench.sync) == 0


def test_many_rows_gone_at_once_stop_the_run_until_somebody_says_so(bench: Bench) -> None:
    pieces = [bench.released(f"Piece {number}") for number in range(5)]
    bench.sync()
    for piece in pieces[:3]:
        bench.notion.trash_page(bench.link(piece).notion_page_id)
    bench.edit(pieces[4], "Name", "Edited meanwhile")

    with pytest.raises(StoppedForSafety, match="3 of 7 rows"):
        bench.sync()
    untouched = bench.whole(pieces[4]).newest.title
    done = bench.sync(options=sync.SyncOptions(although_gone=True))
    again = bench.sync()

    assert untouched == "Piece 4"
    assert (done.edits, again.edits, again.writes) == (1, 0, 0)
    assert bench.link(pieces[0]).state.where is Absence.TRASHED


def test_a_trashed_row_can_be_put_back_from_here(bench: Bench) -> None:
    piece, _ = bench.released("By phone"), bench.released("Another")
    bench.sync()
    bench.notion.trash_page(bench.link(piece).notion_page_id)
    bench.sync()
    where = bench.link(piece).state.where

    said = sync.put_back(
        bench.place.services, bench.place.actor("helen"), bench.notion, piece.piece.id
    )

    assert (where, bench.link(piece).state.where) == (Absence.TRASHED, None)
    assert "back in Notion" in said
    assert bench.sync().messages == ()


def test_a_row_that_was_moved_is_followed_and_comes_back_whole(bench: Bench) -> None:
    piece, _ = bench.released("By phone"), bench.released("Another")
    bench.sync()
    bench.sync()
    page_id = bench.link(piece).notion_page_id
    home = bench.page(piece).parent_id
    bench.notion.move_page(page_id, InPage(FIRST_PAGE_ID))
    bench.edit_block(bench.link(piece).blocks[0], "They phone each other.")

    away = bench.sync()
    quiet = bench.sync()
    bench.notion.move_page(page_id, InDataSource(str(home)))
    bench.lose_values(piece)
    back = bench.sync()

    assert (away.edits, quiet.writes) == (1, 0)
    assert any("moved out of the memory" in each for each in away.messages)
    assert "They phone each other." in bench.whole(piece).newest.narrative
    assert (back.edits, back.conflicts) == (0, 0)
    assert bench.shows(piece)["In one line"] == "One line of By phone."
    assert bench.shows(piece)["Hedgerow key"] == bench.link(piece).key
    bench.sync()
    assert bench.link(piece).state.where is None
    assert bench.writes_of(bench.sync) == 0


def test_only_the_pieces_that_were_named_are_carried(bench: Bench) -> None:
    one, other = bench.released("By phone"), bench.released("Another")

    done = bench.sync(options=sync.SyncOptions(frozenset({other.piece.id})))

    assert (done.pushed, len(bench.rows())) == (1, 1)
    assert bench.shows(other)["Name"] == "Another"
    assert bench.sync().pushed == 1
    assert bench.shows(one)["Name"] == "By phone"


def test_relations_are_read_beyond_what_a_page_shows(bench: Bench) -> None:
    piece = bench.released("By phone")
    bench.rest_on_meetings(piece, 30)

    bench.sync()

    shown = bench.page(piece).properties["Session"]
    assert (len(shown.relation), shown.has_more) == (25, True)
    assert len(bench.notion.value(bench.link(piece).notion_page_id, shown.id).relation) == 31
    assert bench.writes_of(bench.sync) == 0
    bench.drop_a_relation(piece, "Session")
    assert bench.writes_of(bench.sync) == 1
    assert len(bench.notion.value(bench.link(piece).notion_page_id, shown.id).relation) == 31


@pytest.mark.parametrize("ours", [None, "Ours."])
def test_words_of_people_are_kept_when_a_row_is_taken_down(bench: Bench, ours: str | None) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    bench.edit_block(bench.link(piece).blocks[0], "Said by Ruth.")
    if ours:
        bench.rewrite(piece, narrative=ours)
    bench.to_rung(piece, Rung.US)

    done = bench.sync()

    told = [each.narrative for each in bench.whole(piece).wordings]
    assert done.trashed == 1
    assert any("Said by Ruth." in each for each in told)
    assert told[-1].startswith(ours or "Said by Ruth.")
    assert bench.writes_of(bench.sync) == 0


def test_another_community_takes_its_row_along(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    page_id = bench.link(piece).notion_page_id
    other = bench.another_community("Coming home")
    bench.move_to_community(piece, other)

    bench.sync()

    (community,) = bench.page(piece).properties["Community"].relation
    assert bench.notion.page(community).title == "Coming home"
    assert (bench.link(piece).notion_page_id, len(bench.rows())) == (page_id, 1)
    assert bench.writes_of(bench.sync) == 0


def test_a_row_that_no_link_knows_is_taken_down_too(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.forget_links()
    bench.to_rung(piece, Rung.US)

    done = bench.sync()

    assert (done.trashed, bench.rows()) == (1, [])
    assert bench.writes_of(bench.sync) == 0
