"""A page comes back out of Notion's trash only if its words may be read there now."""

from collections.abc import Callable

import pytest

from plugin import sync
from plugin.curate.reviews import confirm_it_stands
from plugin.domain.links import Absence
from plugin.domain.overlap import phrases_of
from plugin.domain.pieces import PieceWhole, Rung
from plugin.errors import BadInput
from plugin.govern.withdrawal import take_back
from plugin.sync.pieces.release_guard import NOTES_TAKEN_BACK, why_not_restored
from tests.unit.plugin.curate.meeting import HELD
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.rows_by_people import LINE, pieces, rest_on_notes, row_of_ruth
from tests.unit.plugin.sync.values import NOW, a_link, a_piece

Change = Callable[[Bench, PieceWhole], None]


def trashed(bench: Bench, change: Change | None = None) -> PieceWhole:
    """Return a piece that was trashed in Notion, changed here afterwards."""
    piece, _ = bench.released("By phone"), bench.released("Another")
    bench.sync()
    bench.sync()
    bench.notion.trash_page(bench.link(piece).notion_page_id)
    bench.sync()
    assert bench.link(piece).state.where is Absence.TRASHED
    if change is not None:
        change(bench, piece)
    return piece


def put_back(bench: Bench, piece: PieceWhole) -> str:
    place = bench.place
    return sync.put_back(place.services, place.actor("helen"), bench.notion, piece.piece.id)


def take_a_note_back(bench: Bench, piece: PieceWhole) -> None:
    take_back(bench.place.services, bench.place.actor("sam"), piece.sources[0].note_id)


def take_it_down(bench: Bench, piece: PieceWhole) -> None:
    bench.to_rung(piece, Rung.US)


def write_and_check_other_words(bench: Bench, piece: PieceWhole) -> None:
    bench.rest_on_meetings(piece, 1)  # so that two voices are left
    take_a_note_back(bench, piece)
    words = {"title": "Other words", "line": "Another line.", "narrative": "Another story."}
    bench.rewrite(piece, **words)
    bench.check(piece)


def confirm(bench: Bench, piece: PieceWhole) -> None:
    bench.rest_on_meetings(piece, 1)
    take_a_note_back(bench, piece)
    (review,) = bench.whole(piece).reviews
    helen, gone = bench.place.actor("helen"), [review.note_id]
    confirm_it_stands(bench.place.services, helen, piece.piece.id, gone)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (take_a_note_back, NOTES_TAKEN_BACK),
        (take_it_down, "not released to your partners"),
        # The piece may be in Notion again, and its page in the trash has the words of before.
        (write_and_check_other_words, "still shows words that its group looks at again"),
    ],
)
def test_page_stays_in_the_trash(bench: Bench, change: Change, why: str) -> None:
    piece = trashed(bench, change)

    with pytest.raises(BadInput, match=why) as refused:
        put_back(bench, piece)

    assert "Nothing was changed" in refused.value.sentence
    assert "delete the page there for good" in refused.value.sentence
    assert bench.page(piece).in_trash


@pytest.mark.parametrize("change", [None, confirm])
def test_page_comes_back_whose_words_may_be_read(bench: Bench, change: Change | None) -> None:
    piece = trashed(bench, change)

    assert "back in Notion" in put_back(bench, piece)
    assert not bench.page(piece).in_trash


def test_page_that_was_half_emptied_stays(bench: Bench) -> None:
    piece = bench.released("By phone")
    bench.sync()
    bench.to_rung(piece, Rung.US)
    bench.line.refused = {bench.line.writes + 2}
    bench.sync()
    bench.notion.trash_page(bench.link(piece).notion_page_id)
    bench.sync()
    bench.to_rung(piece, Rung.PARTNERSHIP)

    with pytest.raises(BadInput, match="being emptied"):
        put_back(bench, piece)


def test_held_words_that_somebody_typed_there_do_not_come_back(bench: Bench) -> None:
    piece, _ = bench.released("By phone"), bench.released("Another")
    bench.sync()
    bench.edit(piece, "In one line", HELD)
    bench.rewrite(piece, line="Ours.")
    bench.sync()
    bench.notion.trash_page(bench.link(piece).notion_page_id)
    bench.sync()

    with pytest.raises(BadInput, match="held note stand on that page"):
        put_back(bench, piece)

    assert bench.page(piece).in_trash


def trashed_row_of_ruth(bench: Bench, line: str = LINE) -> PieceWhole:
    bench.sync()
    page_id = row_of_ruth(bench, line=line)
    bench.sync()
    (piece,) = pieces(bench)
    bench.notion.trash_page(page_id)
    bench.sync()
    return piece


def test_row_that_a_person_made_comes_back_in_its_own_words(bench: Bench) -> None:
    piece = trashed_row_of_ruth(bench)

    assert "back in Notion" in put_back(bench, piece)


def test_row_that_a_person_made_stays_if_a_note_it_rests_on_is_gone(bench: Bench) -> None:
    piece = trashed_row_of_ruth(bench)
    rest_on_notes(bench, piece)
    take_a_note_back(bench, bench.whole(piece))

    with pytest.raises(BadInput, match=NOTES_TAKEN_BACK):
        put_back(bench, piece)


def test_row_that_a_person_made_of_held_words_stays(bench: Bench) -> None:
    piece = trashed_row_of_ruth(bench, line=HELD)

    with pytest.raises(BadInput, match="held note"):
        put_back(bench, piece)


@pytest.mark.parametrize(
    ("rung", "why"),
    [
        (Rung.US, "it is not released to your partners"),
        # Told the other reason, somebody would release again what is released.
        (Rung.PARTNERSHIP, "its words do not count as checked now"),
    ],
)
def test_page_that_stays_says_what_is_missing(rung: Rung, why: str) -> None:
    piece = a_piece(checked=(), rung=rung)
    link, nothing = a_link(piece), phrases_of(())

    assert why_not_restored(piece.whole, link, (), nothing, nothing, NOW) == why
