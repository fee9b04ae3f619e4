"""Quotes on a page in Notion are their writers': changed words are put back, and kept beside."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from plugin.curate.quoting import quote_note
from plugin.domain.piece_records import with_other_view
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.quotes import Quote
from plugin.store import links as stored_links
from plugin.sync import messages
from plugin.sync.actions import IN_THEIR_WORDS
from plugin.sync.columns import CHANGED
from plugin.sync.pieces.kept_quotes import with_quotes_kept
from plugin.sync.pieces.story import Story, TheirBlock
from plugin.sync.pieces.values import FOOT
from schemas.notion import Block
from tests.unit.plugin.curate.meeting import PHONE
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.sync.rows_by_people import minutes_later
from tests.unit.plugin.sync.test_read_as import is_quiet
from tests.unit.plugin.sync.test_short_pages import _as_before, small  # noqa: F401  fixtures
from tests.unit.plugin.sync.values import a_link, a_piece

TOLD, OTHERS = f"“{PHONE}”", "“Nobody ever rings us.”"
ENDING, INSIDE = "They ring.\n\n{0}", "One said {0} and rang off.\n\nThey ring."


def quoting(bench: Bench, story: str = ENDING) -> PieceWhole:
    piece = bench.draft("By phone", "They ring.")
    services, helen = bench.place.services, bench.place.actor("helen")
    note_id = next(e.note_id for e in piece.sources if e.note_id.startswith("phone"))
    number = quote_note(services, helen, piece.piece.id, note_id)
    bench.rewrite(piece, narrative=story.format(f"[quote {number}]"))
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    return bench.whole(piece)


def sent(bench: Bench, story: str = ENDING) -> PieceWhole:
    piece = quoting(bench, story)
    for _ in range(2):
        bench.sync()
        minutes_later(bench)
    return piece


def forms(bench: Bench, piece: PieceWhole) -> list[tuple[str, str]]:
    return [(each.type, each.text) for each in bench.body(piece)[1:-2]]


def block(bench: Bench, piece: PieceWhole, text: str) -> Block:
    return next(each for each in bench.body(piece) if each.text.startswith(text))


def changed(bench: Bench, piece: PieceWhole, before: str, now: str) -> None:
    bench.edit_block(block(bench, piece, before).id, now)
    minutes_later(bench)


def test_a_heading_stands_over_the_quotes_at_the_end(bench: Bench) -> None:
    piece = quoting(bench, with_other_view(ENDING, "Not on our ward."))

    bench.sync()

    assert [text for _, text in forms(bench, piece)][:3] == ["They ring.", IN_THEIR_WORDS, TOLD]
    assert block(bench, piece, IN_THEIR_WORDS).type == "heading_3"
    for _ in range(3):
        assert is_quiet(bench)
        minutes_later(bench)
    assert len(bench.whole(piece).wordings) == len(piece.wordings)


def test_a_quote_that_is_told_in_the_story_has_no_heading(bench: Bench) -> None:
    piece = sent(bench, "{0}\n\nThey ring.")

    assert forms(bench, piece) == [("quote", TOLD), ("paragraph", "They ring.")]


@pytest.mark.parametrize(("story", "of"), [(ENDING, TOLD), (INSIDE, "One said")])
def test_changed_words_of_a_quote_are_put_back_and_kept(bench: Bench, story: str, of: str) -> None:
    piece = sent(bench, story)
    before = forms(bench, piece)
    changed(bench, piece, of, OTHERS)

    done = bench.sync()

    assert forms(bench, piece) == before
    assert bench.link(piece).state.boxed == (OTHERS,)
    assert bench.whole(piece).newest.number == piece.newest.number
    assert bench.shows(piece)["Checked"] == "By the group"
    assert any(each.startswith(messages.QUOTE_PUT_BACK[:30]) for each in done.messages)
    minutes_later(bench)
    bench.sync()
    assert is_quiet(bench)


def test_what_is_written_beside_it_is_the_next_wording(bench: Bench) -> None:
    piece = sent(bench)
    bench.edit_block(block(bench, piece, "They ring.").id, "They ring first.")
    changed(bench, piece, TOLD, OTHERS)

    bench.sync()

    newest = bench.whole(piece).newest
    assert newest.narrative == f"They ring first.\n\n{TOLD}"
    assert "[quote " in newest.stored_story
    assert block(bench, piece, TOLD).type == "quote"
    assert bench.shows(piece)["Checked"] == CHANGED


def test_words_around_a_quote_are_the_next_wording(bench: Bench) -> None:
    piece = sent(bench, INSIDE)
    changed(bench, piece, "One said", f"Somebody said {TOLD} and rang off.")

    bench.sync()

    assert bench.whole(piece).newest.stored_story.startswith("Somebody said [quote ")
    assert bench.link(piece).state.boxed == ()


def test_a_quote_that_is_deleted_is_left_out_of_the_next_wording(bench: Bench) -> None:
    piece = sent(bench)
    Ruth(bench.state).delete(block(bench, piece, TOLD).id)
    bench.state.touch(bench.state.things[bench.link(piece).notion_page_id], "ruth")
    minutes_later(bench)

    bench.sync()

    assert bench.whole(piece).newest.narrative == "They ring."
    assert bench.shows(piece)["Checked"] == CHANGED


def pasted(ruth: Ruth, quote_id: str, first_id: str) -> None:
    ruth.cut_and_paste(quote_id, first_id, TOLD.replace("before", "after"))


def split(ruth: Ruth, quote_id: str, _first_id: str) -> None:
    ruth.split(quote_id, TOLD[:20], TOLD[20:])


def moved(ruth: Ruth, quote_id: str, first_id: str) -> None:
    ruth.drag(first_id, quote_id)
    ruth.write(quote_id, OTHERS)


def turned(ruth: Ruth, quote_id: str, _first_id: str) -> None:
    ruth.turn_into(quote_id, "paragraph")
    ruth.write(quote_id, "Nobody ever rings us.")


@pytest.mark.parametrize("deed", [pasted, split, moved, turned])
def test_no_way_of_changing_a_quote_makes_words_of_the_piece(
    bench: Bench, deed: Callable[[Ruth, str, str], None]
) -> None:
    piece = sent(bench)
    deed(Ruth(bench.state), block(bench, piece, TOLD).id, block(bench, piece, "They ring.").id)
    bench.state.touch(bench.state.things[bench.link(piece).notion_page_id], "ruth")
    minutes_later(bench)

    for _ in range(2):
        bench.sync()
        minutes_later(bench)

    told = sorted(bench.whole(piece).newest.narrative.split("\n\n"))
    assert told == sorted(["They ring.", TOLD])
    assert TOLD in [text for _, text in forms(bench, piece)]
    assert is_quiet(bench)


def test_words_in_the_place_of_a_deleted_quote_are_no_quote(bench: Bench) -> None:
    piece = sent(bench)
    ruth, quote = Ruth(bench.state), block(bench, piece, TOLD)
    ruth.add_behind(quote.id, "paragraph", "And that is how it goes with us.")
    ruth.delete(quote.id)
    bench.state.touch(bench.state.things[bench.link(piece).notion_page_id], "ruth")
    minutes_later(bench)

    bench.sync()

    newest = bench.whole(piece).newest
    assert newest.narrative == "They ring.\n\nAnd that is how it goes with us."


def test_the_heading_is_put_back_where_somebody_changed_it(bench: Bench) -> None:
    piece = sent(bench)
    changed(bench, piece, IN_THEIR_WORDS, "What they said")

    bench.sync()

    assert [text for _, text in forms(bench, piece)] == ["They ring.", IN_THEIR_WORDS, TOLD]
    assert bench.whole(piece).newest.number == piece.newest.number


def test_on_a_short_page_the_whole_story_is_put_back(small: Bench) -> None:  # noqa: F811
    piece = sent(small)
    changed(small, piece, "They ring.", f"They ring first.\n\n{OTHERS}")

    small.sync()

    assert forms(small, piece) == [("paragraph", f"They ring.\n\n{TOLD}")]
    assert small.link(piece).state.boxed == (f"They ring first.\n\n{OTHERS}",)
    assert small.whole(piece).newest.number == piece.newest.number


@pytest.mark.parametrize("loss", ["lost", "cut_before"])
@pytest.mark.parametrize("write", [1, 2, 3])
def test_no_heading_is_doubled_when_an_answer_is_lost(bench: Bench, loss: str, write: int) -> None:
    piece = sent(bench, "{0}\n\nThey ring.")
    bench.rewrite(piece, narrative="They ring.\n\n" + bench.whole(piece).newest.stored_story[:9])
    bench.check(piece)
    getattr(bench.line, loss).add(bench.line.writes + write)

    for _ in range(3):
        bench.sync()
        minutes_later(bench)

    assert [text for _, text in forms(bench, piece)] == ["They ring.", IN_THEIR_WORDS, TOLD]
    assert is_quiet(bench)


def test_a_page_that_is_taken_down_keeps_no_quote_and_makes_no_wording(bench: Bench) -> None:
    piece = sent(bench)
    blocks = [each.id for each in bench.body(piece)]
    bench.to_rung(piece, Rung.US)

    bench.sync()

    assert len(bench.whole(piece).wordings) == len(piece.wordings)
    assert {bench.notion.block(each).text for each in blocks[1:]} == {"", FOOT}


def test_words_over_a_quote_are_no_words_of_a_piece_that_is_taken_down(bench: Bench) -> None:
    piece = sent(bench)
    bench.edit_block(block(bench, piece, "They ring.").id, "They ring first.")
    changed(bench, piece, TOLD, OTHERS)
    bench.to_rung(piece, Rung.US)

    bench.sync()

    assert bench.whole(piece).newest.narrative == f"They ring first.\n\n{TOLD}"
    with bench.place.services.db.read() as tx:
        links = stored_links.every_link_of(tx, piece.piece.id)
    assert [each.state.boxed for each in links] == [(OTHERS,)]


QUOTE = Quote(piece_id="p", number=1, note_id="n", stands_for="We ring.")


@pytest.mark.parametrize(
    ("quote", "is_put_back"),
    [
        (QUOTE, True),
        (replace(QUOTE, is_refused=True), False),
        (replace(QUOTE, stands_for=""), False),
    ],
)
def test_words_that_may_not_be_shown_any_more_are_never_put_back(
    quote: Quote, *, is_put_back: bool
) -> None:
    agreed = {"narrative": "So it is.\n\n“We ring.”"}
    link = a_link(a_piece(), agreed=agreed, blocks=("b0", "b1"))
    blocks = tuple(
        TheirBlock(id=id, type=type, text=text, is_by_us=True)
        for id, type, text in (("b0", "paragraph", "So it is."), ("b1", "quote", "“We shout.”"))
    )

    story, spoilt = with_quotes_kept(Story(blocks, None), link, (quote,))

    assert [text for _, text in spoilt] == (["“We ring.”"] if is_put_back else [])
    assert story.text == (agreed["narrative"] if is_put_back else "So it is.\n\n“We shout.”")


@pytest.mark.parametrize(("pasted", "is_put_back"), [("“We plug.”", True), ("“We plot.”", False)])
def test_a_quote_that_was_pasted_is_known_by_seven_tenths_of_its_letters(
    pasted: str, *, is_put_back: bool
) -> None:
    link = a_link(a_piece(), agreed={"narrative": "“We ring.”\n\nSo it is."}, blocks=("b0", "b1"))
    blocks = (
        TheirBlock(id="b1", type="paragraph", text="So it is.", is_by_us=True),
        TheirBlock(id="b9", type="paragraph", text=pasted),
    )

    _, spoilt = with_quotes_kept(Story(blocks, None), link, (QUOTE,))

    assert [text for _, text in spoilt] == (["“We ring.”"] if is_put_back else [])
