"""Words that stand inside other blocks on a page that a person made."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.notion.block_walk import DEEPEST, MOST_CALLS
from connectors.sandbox.notion.models import Block
from plugin.sync.notion.block_tree import walked
from schemas.notion import Block as Read
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.sync.rows_by_people import minutes_later, pieces, released, row_of_ruth

PICTURE = {"type": "external", "external": {"url": "https://e.example"}, "caption": []}
COUNTED = (
    "4 blocks of a page that somebody made in Notion were not taken: 1 link, 1 other block, "
    "2 pictures. The page keeps them, and its words were taken. Write on the page in words what a "
    "group has to read."
)


def put(bench: Bench, parent_id: str, type: str, content: dict[str, Any] | None = None) -> str:
    """Put a block of any type on a page, as Notion's editor can."""
    stamp = bench.state.stamp(bench.state.person_of("Ruth"), parent_id)
    block = Block(**stamp, type=type, content=content or {})
    bench.state.add(block)
    return block.id


def a_deep_page(bench: Bench) -> str:
    """Make a row whose words stand in everything that can hold some."""
    page_id, ruth = row_of_ruth(bench, body=(("paragraph", "At first."),)), Ruth(bench.state)
    toggle = ruth.add(page_id, None, "toggle", "A toggle")
    ruth.add(toggle, None, "paragraph", "Under a toggle.")
    columns = put(bench, page_id, "column_list")
    for side in ("Left.", "Right."):
        ruth.add(put(bench, columns, "column"), None, "paragraph", side)
    synced = put(bench, page_id, "synced_block", {"synced_from": None})
    heading = ruth.add(synced, None, "heading_2", "A heading")
    ruth.add(heading, None, "quote", "Said there.")
    entry = ruth.add(page_id, None, "bulleted_list_item", "One")
    ruth.add(entry, None, "numbered_list_item", "One and a half")
    ruth.add(page_id, None, "to_do", "Ask the ward")
    ruth.add(page_id, None, "callout", "Mind the step.")
    ruth.add(page_id, None, "code", "print(1)")
    ruth.add(page_id, None, "divider")
    minutes_later(bench)
    return page_id


WHOLE = (
    "At first.",
    "A toggle",
    "Under a toggle.",
    "Left.",
    "Right.",
    "A heading",
    "Said there.",
    "One",
    "One and a half",
    "Ask the ward",
    "Mind the step.",
    "print(1)",
)


def test_words_are_taken_from_wherever_they_stand_in_page_order(bench: Bench) -> None:
    bench.sync()
    a_deep_page(bench)

    done = bench.sync()

    (whole,) = pieces(bench)
    assert whole.newest.narrative == "\n\n".join(WHOLE)
    assert not any("not taken" in each for each in done.messages)


def test_nothing_is_taken_twice_and_later_changes_inside_are(bench: Bench) -> None:
    bench.sync()
    page_id = a_deep_page(bench)
    bench.sync()
    minutes_later(bench)
    assert bench.sync().edits == 0
    under = bench.state.things[bench.state.things[page_id].children[1]].children[0]

    bench.edit_block(under, "Under a toggle, changed.")
    Ruth(bench.state).add_behind(under, "paragraph", "And a second.")
    minutes_later(bench)
    bench.sync()

    (whole,) = pieces(bench)
    told = "\n\n".join(WHOLE).replace(
        "Under a toggle.", "Under a toggle, changed.\n\nAnd a second."
    )
    assert whole.newest.narrative == told


def test_when_it_is_checked_it_is_framed_and_its_words_stay_where_they_are(bench: Bench) -> None:
    bench.sync()
    page_id = a_deep_page(bench)
    bench.sync()
    minutes_later(bench)
    (whole,) = pieces(bench)
    released(bench, whole)
    bench.sync()
    bench.sync()
    under = bench.state.things[bench.state.things[page_id].children[2]].children[0]
    changed = "\n\n".join(WHOLE).replace("Under a toggle.", "Read back.")
    bench.rewrite(whole, narrative=changed)
    bench.check(whole)

    bench.sync()

    assert bench.notion.block(under).text == "Read back."
    assert bench.whole(whole).newest.narrative == changed
    assert bench.sync().writes == 0


def test_what_cannot_be_taken_is_counted_in_the_same_run(bench: Bench) -> None:
    bench.sync()
    page_id, ruth = row_of_ruth(bench, body=(("paragraph", "We rang."),)), Ruth(bench.state)
    toggle = ruth.add(page_id, None, "toggle", "Pictures")
    for holder in (page_id, toggle):
        put(bench, holder, "image", PICTURE)
    ruth.add(page_id, None, "bookmark")
    put(bench, page_id, "unsupported", {"block_type": "button"})
    ruth.add(page_id, None, "divider")
    minutes_later(bench)

    done = bench.sync()

    (whole,) = pieces(bench)
    assert whole.newest.narrative == "We rang.\n\nPictures"
    assert [each for each in done.messages if "not taken" in each] == [COUNTED]
    assert not any("not taken" in each for each in bench.sync().messages)


def test_pages_and_tables_inside_are_counted_and_not_entered(bench: Bench) -> None:
    bench.sync()
    page_id, ruth = row_of_ruth(bench, body=(("paragraph", "We rang."),)), Ruth(bench.state)
    inner = put(bench, page_id, "child_page", {"title": "Private notes"})
    ruth.add(inner, None, "paragraph", "Not for the group.")
    table = put(
        bench,
        page_id,
        "table",
        {"table_width": 1, "has_column_header": False, "has_row_header": False},
    )
    put(bench, table, "table_row", {"cells": [[]]})
    minutes_later(bench)

    done = bench.sync()

    (whole,) = pieces(bench)
    assert whole.newest.narrative == "We rang."
    (said,) = [each for each in done.messages if "not taken" in each]
    assert said.startswith(
        "2 blocks of a page that somebody made in Notion were not taken: 1 page, 1 table."
    )


@pytest.mark.parametrize(
    ("wide", "calls", "deepest"), [(1, DEEPEST + 1, DEEPEST), (3, MOST_CALLS + 1, DEEPEST)]
)
def test_a_walk_ends_however_deep_or_wide_a_page_is(wide: int, calls: int, deepest: int) -> None:
    asked: list[str] = []

    def children(block_id: str) -> list[Read]:
        asked.append(block_id)
        return [
            Read(id=f"{block_id}.{n}", type="toggle", text="x", has_children=True)
            for n in range(wide)
        ]

    found = walked(children, "p")

    assert len(asked) == calls
    assert max(each.block.id.count(".") for each in found) == deepest + 1
    assert all(each.is_left for each in found if each.block.id not in asked)
