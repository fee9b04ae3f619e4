"""Rows that look as if they were people's or ours, and are not: nothing is taken over, or sent."""

from contextlib import suppress
from dataclasses import replace

import pytest

from plugin import sync
from plugin.domain.piece_callout import NOT_CHECKED, is_our_callout
from plugin.domain.pieces import Rung
from plugin.errors import HedgerowError
from plugin.store import links as stored_links
from plugin.sync import messages
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.rows_by_people import (
    TITLE,
    minutes_later,
    pieces,
    released,
    row_of_ruth,
    taken,
    texts_of,
    type_into,
)


def began(sentence: str) -> str:
    return sentence.split(" (")[0]


def test_a_row_that_another_partnership_knows_is_not_taken(bench: Bench) -> None:
    known = bench.released()
    bench.sync()
    row = row_of_ruth(bench)
    theirs = replace(
        bench.link(known),
        id="theirs",
        partnership_id=bench.place.elsewhere.id,
        our_id="their-piece",
        key="their-piece",
        notion_page_id=row,
    )
    with bench.place.services.db.begin() as tx:
        stored_links.save_link(tx, theirs)
    minutes_later(bench)

    done = bench.sync()

    assert TITLE not in {each.newest.title for each in pieces(bench)}
    assert began(messages.OF_OTHERS) in str(done.messages)


@pytest.mark.parametrize("whose", ["draft", "community"])
def test_a_key_that_somebody_typed_gives_their_row_to_nothing(bench: Bench, whose: str) -> None:
    draft = bench.draft("Unreleased")
    bench.sync()
    row = row_of_ruth(bench)
    typed = draft.piece.id if whose == "draft" else bench.place.community.id
    type_into(bench, row, "Hedgerow key", typed)
    before = texts_of(bench, row)
    minutes_later(bench)

    done = bench.sync()

    page = bench.notion.page(row)
    assert (page.in_trash, page.title, texts_of(bench, row)) == (False, TITLE, before)
    assert messages.KEY_TYPED in done.messages


@pytest.mark.parametrize("number", range(1, 5))
def test_nothing_says_checked_of_a_half_framed_row_that_is_not_checked_any_more(
    bench: Bench, number: int
) -> None:
    whole = taken(bench)
    page_id = bench.link(whole).notion_page_id
    released(bench, whole)
    bench.line.refused = {bench.line.writes + number}
    with suppress(HedgerowError):
        bench.sync()
    bench.line.mend()
    bench.to_rung(whole, Rung.US)

    bench.sync()
    bench.sync()

    boxes = [each.text for each in bench.notion.children(page_id) if each.type == "callout"]
    assert not any(each.startswith("Checked by") for each in boxes)
    assert is_our_callout(NOT_CHECKED)


def test_what_was_never_released_is_not_named_to_everybody_who_syncs(bench: Bench) -> None:
    whole = taken(bench)
    bench.rewrite(whole, title="Only for the desk")
    bench.edit(whole, "Name", "Theirs")

    said = bench.preview().lines
    bench.sync()
    actor, services = bench.place.actor("helen"), bench.place.services
    seen = sync.view(services, actor, bench.place.partnership.id)

    assert "Only for the desk" not in str(said) + str([step.line for step in seen.steps])
    assert "Only for the desk" not in str(seen.titles)
