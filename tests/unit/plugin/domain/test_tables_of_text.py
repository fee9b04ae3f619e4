"""CSV files of any encoding and delimiter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.tables_of_text import MOST_ROWS, as_text, read_table, rows_of
from plugin.errors import BadInput

ROWS = (("Box", "Words"), ("Three", "It’s “fine”, she said; naïve.\nNot."), ("Four", "a|b"))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_its_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = "\r\n".join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in ROWS
    )

    assert read_table(text.encode(encoding)) == ROWS


def test_excel_says_its_delimiter_in_the_first_line() -> None:
    assert rows_of("sep=;\na,b;c,d\n") == (("a,b", "c,d"),)


def test_one_column_with_commas_in_it_stays_as_it_may_be_read() -> None:
    assert rows_of("It rang.\nNobody came.\n") == (("It rang.",), ("Nobody came.",))


def test_blank_rows_and_controls_are_left_out() -> None:
    assert rows_of("a,b\n,\n\x00c,\x07d\n") == (("a", "b"), ("c", "d"))


def test_what_is_no_table_says_so() -> None:
    with pytest.raises(BadInput, match="not a table"):
        read_table(b"\xff\xfe\x00\xd8\x00")


def test_a_table_that_is_too_long_says_how_long_it_may_be() -> None:
    with pytest.raises(BadInput, match=str(MOST_ROWS)):
        rows_of("a\n" * (MOST_ROWS + 1))


@given(st.lists(st.lists(st.text("ab,;|\"' é\n", min_size=1), min_size=2, max_size=3), max_size=4))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    width = max(map(len, rows), default=0)
    whole = tuple(
        tuple(cell.strip() for cell in (*row, *["x"] * (width - len(row)))) for row in rows
    )
    kept = tuple(row for row in whole if any(cell for cell in row))

    assert rows_of(as_text(whole)) == kept


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        rows = read_table(data)
    except BadInput:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)
