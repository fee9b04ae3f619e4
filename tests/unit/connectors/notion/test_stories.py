import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.notion.new_blocks import (
    UNITS_A_PARAGRAPH,
    Paragraph,
    joined_paragraphs,
    paragraphs,
)
from connectors.notion.rich_text import PIECES_A_TEXT, UNITS_A_PIECE, units
from schemas.notion import read_block
from tests.unit.connectors.notion.answers import block

FULL = "x" * UNITS_A_PARAGRAPH


def back(blocks: tuple[Paragraph, ...]) -> str:
    read = [read_block(block("b", one.text)) for one in blocks]
    return joined_paragraphs(one.text for one in read)


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ("", []),
        ("One.", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One,\nstill one.\n\nTwo.", ["One,\nstill one.", "Two."]),
        ("One.\n\n\nTwo.", ["One.", "\nTwo."]),
        ("One.\n\n\n\nThree.", ["One.", "", "Three."]),
        ("\n\n", ["", ""]),
        ("Ends.\n", ["Ends.\n"]),
    ],
)
def test_a_story_is_one_block_a_paragraph(story: str, expected: list[str]) -> None:
    found = paragraphs(story)

    assert [one.text for one in found] == expected
    assert back(found) == story


@given(
    st.lists(st.sampled_from(["a", "\n", "\n\n", "\r\n", "😀", "e\u0301", "é é", ""])).map("".join)
)
def test_any_story_comes_back_equal(story: str) -> None:
    assert back(paragraphs(story)) == story


@pytest.mark.parametrize(
    "story",
    [
        FULL,
        FULL + "y",
        FULL + "\n\ny",
        FULL + "\n\n" + FULL,
        FULL + "\n\n\n\n" + FULL + "\n\n",
        FULL[1:] + "\n\n😀y",
        FULL[1:] + "\n\ne\u0301y\n\nz",
        FULL[1:] + "\n\n\n😀",
        FULL * 3 + "\n\nLast.",
        FULL[1:] + "e\u0301" + "\n\n" + "Last.",
        "😀" * UNITS_A_PARAGRAPH + "\n\nLast.",
    ],
)
def test_paragraphs_longer_than_a_block_come_back_equal(story: str) -> None:
    found = paragraphs(story)

    assert back(found) == story
    assert all(units(one.text) <= UNITS_A_PARAGRAPH for one in found)


def test_a_full_paragraph_is_within_the_limits_of_a_block() -> None:
    assert UNITS_A_PARAGRAPH <= UNITS_A_PIECE * PIECES_A_TEXT
    assert len(Paragraph(FULL).as_json()["paragraph"]["rich_text"]) <= PIECES_A_TEXT  # type: ignore[index] # JSON


def test_a_paragraph_that_somebody_adds_is_a_paragraph_of_the_story() -> None:
    texts = [one.text for one in paragraphs("One.\n\nTwo.")]

    assert joined_paragraphs([*texts, "Three."]) == "One.\n\nTwo.\n\nThree."
