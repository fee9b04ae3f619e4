"""Answers of Notion that hold something odd: what is ours goes on, and what does not is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugin.domain.pieces import Rung
from plugin.errors import NotNow
from plugin.sync import messages
from tests.unit.plugin.sync.bench import STORY, Bench
from tests.unit.plugin.sync.rows_by_people import LINE, TITLE, minutes_later, pieces, row_of_ruth

ODD = (
    {"id": "odd", "type": "date", "date": {"start": "12026-01-01"}},
    {"id": "odd", "type": "date", "date": {"start": "Invalid date"}},
    {"id": "odd", "type": "rich_text", "rich_text": [{"type": "mention", "plain_text": None}]},
    {"id": "odd", "type": "rich_text", "rich_text": [{"type": "text"}]},
    {"id": "odd", "type": "select", "select": {"id": "o"}},
    {"id": "odd", "type": "multi_select", "multi_select": None},
    {"id": "odd", "type": "checkbox", "checkbox": None},
    {"id": "odd", "type": "relation", "relation": None},
    {"id": "odd", "type": "rich_text", "rich_text": None},
    {"id": "odd", "type": "number", "number": {"value": 3}},
    {"id": "odd", "type": "url", "url": 7},
    {"id": "odd", "type": None},
    {"type": "title", "title": []},
    {"id": None},
    None,
    "lantern",
)


def of_kind(kind: str, change: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return what changes every thing of a kind in an answer, alone or in a list."""

    def twist(body: Any) -> None:
        for thing in [body, *body.get("results", [])]:
            if isinstance(thing, dict) and thing.get("object") == kind:
                change(thing)

    return twist


def of_row(
    bench: Bench, page_id: str, name: str, change: Callable[[Any], None]
) -> Callable[[Any], None]:
    """Return what changes the value of one column of one row."""

    def one(page: Any) -> None:
        if page["id"] == page_id:
            change(page["properties"][name])

    return of_kind("page", one)


def break_value(value: Any) -> None:
    """Make a value one that nobody can read, with words in it that belong to somebody."""
    kind = value["type"]
    broken = {"title", "rich_text"} & {kind}
    value[kind] = [{"type": "text", "plain_text": {"lantern": 1}}] if broken else {"lantern": {}}


def both(*twists: Callable[[Any], None]) -> Callable[[Any], None]:
    def twist(body: Any) -> None:
        for each in twists:
            each(body)

    return twist


@pytest.mark.parametrize("odd", ODD)
def test_columns_that_are_not_ours_may_hold_anything(bench: Bench, odd: object) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "In one line", "Said in Notion.")

    def add(thing: Any) -> None:
        thing["properties"]["Lantern wall"] = odd

    bench.line.twist = both(of_kind("page", add), of_kind("data_source", add))
    done = bench.sync()

    assert bench.whole(piece).newest.line == "Said in Notion."
    assert not any("cannot read" in each for each in done.messages)


def test_blocks_users_and_comments_that_are_not_ours_may_be_anything(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit_block(bench.body(piece)[1].id, "Said in Notion.")
    theirs = [None, "lantern", {"object": "block"}, {"id": "b", "type": "to_do", "to_do": None}]

    def twist(body: Any) -> None:
        if body.get("type") == "block":
            body["results"] += theirs
        if body.get("object") == "user":
            body["name"] = {"first": "lantern"}

    bench.line.twist = twist
    done = bench.sync()

    assert bench.whole(piece).newest.narrative.startswith("Said in Notion.")
    assert not any("cannot read" in each for each in done.messages)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("Name", "“Name”"),
        ("In one line", "“In one line”"),
        ("What it is", "“What it is”"),
        ("Rests on", "“Rests on”"),
        ("Belongs with", "“Belongs with”"),
        ("Study tags", "“Study tags”"),
        ("Released", "“Released”"),
        ("Hedgerow key", "“Hedgerow key”"),
    ],
)
def test_a_column_of_ours_that_cannot_be_read_is_named_and_left(
    bench: Bench, column: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    piece, other = bench.released(), bench.released("By post")
    bench.sync()
    before = bench.state.things[bench.link(piece).notion_page_id].values.copy()  # type: ignore[attr-defined]
    bench.edit(other, "Name", "By letter")
    bench.rewrite(piece, narrative="Another story.")
    bench.check(piece)
    words_here = bench.whole(piece).newest.words

    bench.line.twist = of_row(bench, bench.link(piece).notion_page_id, column, break_value)
    done = bench.sync()
    bench.line.twist = None

    assert bench.whole(other).newest.title == "By letter"
    assert bench.whole(piece).newest.words == words_here
    (told,) = [each for each in done.messages if "cannot read" in each]
    assert told == messages.COLUMNS_UNREAD.format(columns=said, url=_url(bench, piece.piece.id))
    row = bench.state.things[bench.link(piece).notion_page_id]
    named = {each.name: each.id for each in bench.schema().properties.values()}
    assert row.values.get(named[column]) == before.get(named[column])  # type: ignore[attr-defined]
    assert bench.story(piece) == ["Another story."]
    assert "cannot be read: " in caplog.text
    assert "lantern" not in caplog.text


def _url(bench: Bench, piece_id: str) -> str:
    return f"https://hedgerow.example/pieces/{piece_id}"


def test_what_was_written_into_it_is_taken_once_it_can_be_read(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "Name", "By bell")
    bench.line.twist = of_row(bench, bench.link(piece).notion_page_id, "Name", break_value)
    bench.sync()
    assert bench.whole(piece).newest.title == "By phone"
    assert bench.shows(piece)["Checked"] == "By the group"

    bench.line.twist = None
    bench.sync()

    assert bench.whole(piece).newest.title == "By bell"


@pytest.mark.parametrize("field", ["rich_text", "type"])
def test_a_paragraph_of_ours_that_cannot_be_read_is_never_taken_for_empty(
    bench: Bench, field: str
) -> None:
    piece = bench.released()
    bench.sync()
    minutes_later(bench)
    bench.rewrite(piece, title="By bell", narrative="Another story.")
    bench.check(piece)
    first = bench.body(piece)[1].id

    def break_words(block: Any) -> None:
        if block["id"] == first:
            block["paragraph"], block["type"] = None, None if field == "type" else "paragraph"

    bench.line.twist = of_kind("block", break_words)
    done = bench.sync()
    bench.line.twist = None

    assert bench.story(piece) == STORY.split("\n\n")
    assert bench.shows(piece)["Name"] == "By bell"
    assert bench.whole(piece).newest.narrative == "Another story."
    assert any("cannot read “story” of a piece" in each for each in done.messages)

    bench.sync()

    assert bench.story(piece) == ["Another story."]


def test_a_row_that_cannot_be_read_at_all_is_neither_gone_nor_written_over(bench: Bench) -> None:
    piece, other = bench.released(), bench.released("By post")
    bench.sync()
    bench.edit(other, "Name", "By letter")
    ours = bench.link(piece).notion_page_id

    def break_page(page: Any) -> None:
        if page["id"] == ours:
            page["in_trash"], page["properties"] = None, "lantern"

    bench.line.twist = of_kind("page", break_page)
    done = bench.sync()
    bench.line.twist = None

    assert messages.UNREAD.format(url=_url(bench, piece.piece.id)) in done.messages
    assert bench.whole(other).newest.title == "By letter"
    assert bench.link(piece).state.where is None
    assert not any("cannot read" in each for each in bench.sync().messages)


def test_an_answer_that_cannot_be_read_says_so_and_the_log_names_the_places(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.released()
    bench.sync()

    def twist(body: Any) -> None:
        if body.get("type") == "page_or_data_source":
            body["results"] = {"lantern": "wall"}

    bench.line.twist = twist
    with pytest.raises(NotNow) as caught:
        bench.sync()

    assert caught.value.sentence == messages.NOT_UNDERSTOOD
    assert "notion POST /v1/data_sources/{data_source_id}/query" in caplog.text
    assert ": results" in caplog.text
    assert "lantern" not in caplog.text


def test_taking_down_empties_what_cannot_be_read(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    page_id, first = bench.link(piece).notion_page_id, bench.body(piece)[1].id
    bench.to_rung(piece, Rung.US)

    def break_words(block: Any) -> None:
        if block["id"] == first:
            block["paragraph"] = {"rich_text": None}

    bench.line.twist = both(
        of_row(bench, page_id, "Name", break_value), of_kind("block", break_words)
    )
    bench.sync()
    bench.line.twist = None

    page = bench.notion.page(page_id)
    assert (page.in_trash, page.title) == (True, "Taken down")
    assert STORY.split("\n\n")[0] not in str(bench.state.things[first].content)  # type: ignore[attr-defined]


@pytest.mark.parametrize("column", ["Name", "In one line", "Hedgerow key"])
def test_a_new_row_that_cannot_be_read_waits_and_is_named(bench: Bench, column: str) -> None:
    bench.sync()
    page_id = row_of_ruth(bench)

    bench.line.twist = of_row(bench, page_id, column, break_value)
    done = bench.sync()

    assert pieces(bench) == ()
    assert any(f"cannot read “{column}” of a row that somebody" in m for m in done.messages)

    bench.line.twist = None
    bench.sync()
    (whole,) = pieces(bench)
    assert (whole.newest.title, whole.newest.line) == (TITLE, LINE)


def test_options_of_ours_that_cannot_be_read_are_left_alone(bench: Bench) -> None:
    bench.released()
    bench.sync()
    bench.forget_option("kind", "Doubt")
    before = [each.name for each in bench.schema().properties["What it is"].options]

    def break_options(source: Any) -> None:
        if "What it is" in source["properties"]:
            source["properties"]["What it is"]["select"] = {"options": "lantern"}

    bench.line.twist = of_kind("data_source", break_options)
    bench.sync()
    bench.line.twist = None
    assert [each.name for each in bench.schema().properties["What it is"].options] == before

    bench.sync()
    assert "Doubt" in [each.name for each in bench.schema().properties["What it is"].options]
