import pytest

from plugin.domain.links import Phase
from plugin.domain.pieces import PieceWhole, Rung
from plugin.sync import SyncOptions, messages
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth

TITLE, LINE, STORY = "By phone", "One line of By phone.", "People ring each other."


def half_taken_down(bench: Bench) -> PieceWhole:
    """Return a piece whose row lost its title and its line, and nothing else yet."""
    piece = bench.released()
    bench.sync()
    bench.sync()
    bench.to_rung(piece, Rung.US)
    bench.line.refused.add(bench.line.writes + 2)
    bench.sync()
    assert (bench.shows(piece)["Name"], bench.story(piece)[0]) == ("Taken down", STORY)
    return piece


def edit(bench: Bench, piece: PieceWhole, field: str) -> None:
    if field == "narrative":
        bench.edit_block(bench.link(piece).blocks[0], "Said by Ruth.")
    else:
        bench.edit(piece, {"title": "Name", "line": "In one line"}[field], "Said by Ruth.")


@pytest.mark.parametrize("field", ["title", "line", "narrative"])
def test_words_written_into_a_row_half_taken_down_are_kept(bench: Bench, field: str) -> None:
    piece = half_taken_down(bench)
    edit(bench, piece, field)

    done = bench.sync()

    kept, newest = bench.whole(piece).wordings[-2:]
    assert done.trashed == 1
    assert "Said by Ruth." in getattr(kept, field)
    assert (newest.title, newest.line, STORY in newest.narrative) == (TITLE, LINE, True)
    assert bench.writes_of(bench.sync) == 0


def test_a_row_half_taken_down_that_nobody_edited_makes_no_wording(bench: Bench) -> None:
    piece = half_taken_down(bench)

    done = bench.sync()

    assert (done.trashed, bench.whole(piece).newest.number) == (1, 1)


def test_words_written_into_half_a_body_are_kept_when_it_is_taken_down(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    bench.rewrite(piece, narrative="One.\n\nTwo.\n\nThree.")
    bench.check(piece)
    bench.line.refused.add(bench.line.writes + 2)
    bench.sync()
    assert bench.link(piece).state.phase is Phase.WRITING
    bench.edit_block(bench.link(piece).blocks[0], "Said by Ruth.")
    bench.to_rung(piece, Rung.US)

    bench.sync()

    told = [each.narrative for each in bench.whole(piece).wordings]
    assert "Said by Ruth." in told[-2]
    assert told[-1] == "One.\n\nTwo.\n\nThree."


def test_words_in_a_block_of_ours_that_is_no_part_of_the_story_are_kept(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    grey = bench.body(piece)[-1].id
    bench.edit_block(grey, "Said by Ruth.")
    bench.to_rung(piece, Rung.US)

    bench.sync()

    kept, newest = bench.whole(piece).wordings[-2:]
    assert kept.narrative.endswith("Said by Ruth.")
    assert newest.narrative == bench.whole(piece).wordings[0].narrative


def test_an_emptied_row_that_somebody_restored_stays_empty_beside_the_new_one(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    emptied = bench.link(piece).notion_page_id
    bench.to_rung(piece, Rung.US)
    bench.sync()
    bench.to_rung(piece, Rung.PARTNERSHIP)
    bench.notion.restore_page(emptied)

    done = bench.sync()
    again = bench.writes_of(bench.sync)

    assert (done.rows, again, len(bench.rows())) == (1, 0, 2)
    assert (bench.link(piece).notion_page_id != emptied, bench.shows(piece)["Name"]) == (
        True,
        TITLE,
    )
    assert bench.notion.page(emptied).title == "Taken down"
    assert STORY not in [each.text for each in bench.notion.children(emptied)]


@pytest.mark.parametrize("turn", ["code", "page"])
def test_what_a_paragraph_was_turned_into_is_emptied_or_goes(bench: Bench, turn: str) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    ruth, turned = Ruth(bench.state), bench.link(piece).blocks[0]
    _ = ruth.make_page(turned) if turn == "page" else ruth.turn_into(turned, turn)
    bench.sync()
    bench.to_rung(piece, Rung.US)

    done = bench.sync()

    block = ruth.block(turned)
    assert done.trashed == 1
    assert block.in_trash if turn == "page" else STORY not in str(block.content)
    assert (messages.DOWN_TURNED.split(" (")[0] in str(done.messages)) is (turn == "page")


def test_a_paragraph_that_was_dragged_to_another_page_goes_too(bench: Bench) -> None:
    piece, other = bench.released(), bench.released("Another")
    bench.sync()
    bench.sync()
    ruth, dragged = Ruth(bench.state), bench.link(piece).blocks[0]
    ruth.nest(dragged, bench.link(other).notion_page_id)
    bench.sync()
    bench.to_rung(piece, Rung.US)

    done = bench.sync()

    assert ruth.block(dragged).in_trash
    assert done.trashed == 1
    assert bench.sync().writes == 0


def test_a_paragraph_that_was_deleted_before_holds_nothing_up(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    Ruth(bench.state).delete(bench.link(piece).blocks[0])
    bench.sync(options=SyncOptions(full=True))
    bench.to_rung(piece, Rung.US)

    done = bench.sync()

    assert (done.trashed, done.messages) == (1, ())


def test_what_people_wrote_where_a_paragraph_was_deleted_is_not_emptied(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    ruth, ours = Ruth(bench.state), bench.link(piece).blocks[0]
    remark = ruth.cut_and_paste(ours, ours, "Something else, of mine.")
    bench.to_rung(piece, Rung.US)

    done = bench.sync(options=SyncOptions(full=True))

    assert "Something else, of mine." in str(ruth.block(remark).content)
    assert done.trashed == 1
