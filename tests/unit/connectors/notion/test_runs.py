from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.notion.new_blocks import styled_paragraphs
from connectors.notion.new_values import StyledText
from connectors.notion.rich_text import units
from connectors.notion.runs import from_notion, rich_text_of, rich_texts
from connectors.runs import Run, is_same, joined, merged
from schemas.notion import read_block
from tests.unit.connectors.notion.answers import block
from tests.unit.connectors.texts import TEXTS

ALL_STYLES = ("bold", "italic", "underline", "strikethrough", "code")


def as_shown(piece: Any) -> dict[str, Any]:
    """Return a piece that was written as Notion shows it on reading."""
    link = piece["text"].get("link")
    given = piece.get("annotations", {})
    return {
        **piece,
        "text": {"content": piece["text"]["content"], "link": link},
        "annotations": {**dict.fromkeys(ALL_STYLES, False), **given, "color": "default"},
        "plain_text": piece["text"]["content"],
        "href": link["url"] if link else None,
    }


def read_back(pieces: list[Any]) -> tuple[Run, ...]:
    shown = {"rich_text": [as_shown(piece) for piece in pieces], "color": "default"}
    return from_notion(read_block(block("b-1", paragraph=shown)).runs)


@given(text=TEXTS)
def test_any_text_and_its_styles_survive_there_and_back(text: tuple[Run, ...]) -> None:
    pieces = [piece for array in rich_texts(text) for piece in array]

    assert read_back(pieces) == merged(text)


@settings(max_examples=20)
@given(text=TEXTS, times=st.integers(1, 400))
def test_no_limit_of_notion_is_passed(text: tuple[Run, ...], times: int) -> None:
    arrays = rich_texts([replace(run, text=run.text * times) for run in text])

    assert all(len(array) <= 100 for array in arrays)
    contents = [piece["text"]["content"] for array in arrays for piece in array]  # type: ignore[index] # JSON is typed as object
    assert all(1 <= units(content) <= 2_000 for content in contents)
    assert not any("\ud800" <= content[-1] <= "\udfff" for content in contents)


def test_a_text_of_more_pieces_than_a_block_takes_goes_on_in_the_next() -> None:
    text = [Run("a" * 2_000, bold=bool(number % 2)) for number in range(230)]

    arrays = rich_texts(text)

    assert [len(array) for array in arrays] == [100, 100, 30]
    with pytest.raises(ValueError, match="100 pieces"):
        rich_text_of(text)


def test_an_empty_text_is_an_empty_array() -> None:
    assert (rich_texts([]), rich_text_of([Run("")])) == ((), [])


def test_only_what_is_switched_on_is_sent() -> None:
    assert rich_text_of([Run("a"), Run("b", strike=True, link="https://example.org")]) == [
        {"type": "text", "text": {"content": "a"}},
        {
            "type": "text",
            "text": {"content": "b", "link": {"url": "https://example.org"}},
            "annotations": {"strikethrough": True},
        },
    ]


def test_a_link_that_notion_refuses_for_its_length_leaves_its_words() -> None:
    assert rich_text_of([Run("a", link="https://example.org/" + "x" * 2_000)]) == [
        {"type": "text", "text": {"content": "a"}}
    ]


def test_mentions_equations_and_colours_come_back_as_words() -> None:
    shown = [
        {"type": "mention", "plain_text": "@Ann", "annotations": {"bold": True}, "href": None},
        {"type": "equation", "plain_text": "x^2", "annotations": {"color": "red"}, "href": None},
        {"type": "text", "plain_text": "!", "annotations": {"color": "default"}, "href": None},
    ]
    read = read_block(block("b-1", paragraph={"rich_text": shown}))

    found = from_notion(read.runs)

    assert found == (Run("@Ann", bold=True), Run("x^2!"))
    assert joined(found) == read.text


def test_pieces_that_notion_merged_are_the_same_text() -> None:
    written = rich_text_of([Run("a" * 2_001)])
    one_piece = [{"type": "text", "text": {"content": "a" * 2_001}}]

    assert len(written) == 2
    assert is_same(read_back(written), read_back(one_piece))


def test_a_long_text_with_styles_becomes_several_paragraphs() -> None:
    text = [Run("é" * 2_000, bold=bool(number % 2)) for number in range(70)]

    blocks = styled_paragraphs(text)

    assert [len(block.runs) for block in blocks] == [30, 30, 10]
    assert is_same([run for block in blocks for run in block.runs], text)
    assert StyledText((Run("a", bold=True),)).as_json() == {
        "rich_text": [
            {"type": "text", "text": {"content": "a"}, "annotations": {"bold": True}},
        ]
    }
