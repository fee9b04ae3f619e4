import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.notion.rich_text import (
    PIECES_A_TEXT,
    UNITS_A_PIECE,
    first_part,
    parts,
    rich_text,
    units,
)
from schemas.notion import joined, read_value

FAMILY = "👩🏽‍👩🏻‍👧🏿‍👦"
SIGNS = [
    "a",
    " ",
    "\n",
    "\r\n",
    "e\u0301",
    "ä",
    "東",
    "😀",
    "👍🏽",
    FAMILY,
    "🇧🇷",
    "ก็",
    "각",
    "ᄀ\u1161",
]
texts = st.text() | st.lists(st.sampled_from(SIGNS)).map("".join)


def contents(text: str) -> list[str]:
    return [piece["text"]["content"] for piece in rich_text(text)]  # type: ignore[index] # JSON


def as_read(pieces: list[str]) -> str:
    runs = [{"type": "text", "plain_text": piece} for piece in pieces]
    return read_value({"id": "a", "type": "rich_text", "rich_text": runs}).text


@given(texts, st.integers(1, 12))
def test_parts_joined_are_the_text_again(text: str, most: int) -> None:
    found = parts(text, most)

    assert "".join(found) == text
    assert all(found)


@given(texts, st.integers(2, 12))
def test_no_part_is_longer_than_allowed(text: str, most: int) -> None:
    assert all(len(part.encode("utf-16-le")) // 2 <= most for part in parts(text, most))


@given(texts)
def test_units_are_what_utf_16_counts(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


@given(st.lists(st.sampled_from(SIGNS)), st.integers(units(FAMILY), 60))
def test_signs_are_never_cut(signs: list[str], most: int) -> None:
    ends = set()
    length = 0
    for sign in signs:
        length += len(sign)
        ends.add(length)

    cuts = []
    length = 0
    for part in parts("".join(signs), most):
        length += len(part)
        cuts.append(length)

    assert set(cuts) <= ends


@given(texts, st.integers(0, 40))
def test_any_text_survives_the_way_there_and_back(text: str, times: int) -> None:
    long = text * times

    assert as_read(contents(long)) == long


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("", []),
        ("a" * 2000, [2000]),
        ("a" * 2001, [2000, 1]),
        ("😀" * 1000, [1000]),
        ("a" + "😀" * 1000, [1000, 1]),
        ("a" * 1999 + "e\u0301", [1999, 2]),
        ("a" * 1998 + "👍🏽", [1998, 2]),
        ("a" * 1990 + FAMILY, [1990, len(FAMILY)]),
        ("a" * 1999 + "\r\n", [1999, 2]),
        ("a" * 1998 + "🇧🇷", [1998, 2]),
        ("a" * 1996 + "🇧🇷🇧🇷", [1998, 2]),
        ("e" + "\u0301" * 2500, [2000, 501]),
    ],
)
def test_pieces_end_where_signs_end(text: str, lengths: list[int]) -> None:
    assert [len(piece) for piece in contents(text)] == lengths


def test_a_text_of_more_than_100_pieces_is_refused_unseen() -> None:
    most = UNITS_A_PIECE * PIECES_A_TEXT

    assert len(rich_text("a" * most)) == PIECES_A_TEXT
    with pytest.raises(ValueError, match="100 pieces, not 101"):
        rich_text("a" * (most + 1))


def test_merged_pieces_read_the_same() -> None:
    text = "a" * 2001

    assert as_read([text]) == as_read(contents(text)) == text
    assert joined(()) == ""


def test_a_first_part_may_be_everything() -> None:
    assert first_part("abc", 3) == "abc"
    assert first_part("", 3) == ""
