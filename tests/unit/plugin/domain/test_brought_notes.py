"""What pasted texts and tables are read as."""

import pytest

from plugin.convene.template_files import read_template
from plugin.domain.brought_notes import (
    HOLDS_WORDS,
    NAMES_BOX,
    NO_BOX,
    STAYS,
    UNUSED,
    BroughtNote,
    box_called,
    guess_columns,
    is_heading,
    sort_rows,
    split_pasted,
    writable,
)
from plugin.domain.labels import Label

T3 = read_template("T3")
STORY, OFF = T3.zone("Z3"), T3.zone("ZX")
assert STORY is not None
assert OFF is not None
LABELS = {zone.code: zone.label for zone in T3.zones}
WRITABLE = writable(T3.zones, LABELS)


@pytest.mark.parametrize(
    ("pasted", "notes"),
    [
        ("one\ntwo\n", ("one", "two")),
        ("- one\n* two\n• three", ("one", "two", "three")),
        ("one\nstill one\n\n\ntwo", ("one\nstill one", "two")),
        ("\r\none\r\n \r\ntwo\r\n", ("one", "two")),
        ("one", ("one",)),
        ("\n\n", ()),
        ("-\n\u200b\n", ()),
    ],
)
def test_pasted_text_is_parted_at_blank_lines_or_else_at_each(
    pasted: str, notes: tuple[str, ...]
) -> None:
    assert split_pasted(pasted) == notes


def test_boxes_that_stay_here_and_the_welcome_take_no_notes() -> None:
    assert OFF not in WRITABLE
    assert {zone.code for zone in WRITABLE} == {
        zone.code for zone in T3.zones if zone.code != "Z0" and zone.label is not Label.X
    }
    assert STORY not in writable(T3.zones, {**LABELS, "Z3": Label.X})


def test_a_box_is_known_by_its_title_with_or_without_its_number() -> None:
    assert STORY is not None
    assert box_called(f" {STORY.title.upper()} ", T3.zones) == STORY
    assert box_called(STORY.frame_title, T3.zones) == STORY
    assert box_called("3", T3.zones) is None
    assert box_called("", T3.zones) is None


def test_columns_that_are_called_as_boxes_hold_their_notes() -> None:
    assert STORY is not None
    assert OFF is not None
    rows = [("When", STORY.title, OFF.title), ("Monday", "It rang.", "Between us.")]

    columns = guess_columns(rows, T3.zones)
    found = sort_rows(rows[1:], columns, T3.zones, WRITABLE, "")

    assert columns == (UNUSED, "Z3", "ZX")
    assert found.notes == (BroughtNote("Z3", "It rang."),)
    assert found.left_out == {STAYS: 1}


def test_a_column_may_name_the_box_of_each_row() -> None:
    assert STORY is not None
    rows = [
        (STORY.title, "It rang and rang."),
        ("Somewhere else", "Nobody came."),
        (STORY.frame_title, "Then it stopped."),
    ]

    columns = guess_columns(rows, T3.zones)
    found = sort_rows(rows, columns, T3.zones, WRITABLE, "")

    assert columns == (NAMES_BOX, HOLDS_WORDS)
    assert [note.text for note in found.notes] == ["It rang and rang.", "Then it stopped."]
    assert found.left_out == {NO_BOX: 1}


def test_rows_under_the_name_of_a_box_belong_to_it() -> None:
    assert STORY is not None
    assert OFF is not None
    rows = [
        ("A word before",),
        (STORY.frame_title,),
        ("It rang.",),
        ("It stopped.",),
        (OFF.frame_title,),
        ("Between us.",),
    ]

    columns = guess_columns(rows, T3.zones)
    found = sort_rows(rows, columns, T3.zones, WRITABLE, "Z4")

    assert columns == (HOLDS_WORDS,)
    assert found.notes == (
        BroughtNote("Z4", "A word before"),
        BroughtNote("Z3", "It rang."),
        BroughtNote("Z3", "It stopped."),
    )
    assert found.left_out == {STAYS: 1}


def test_no_table_has_no_columns() -> None:
    assert guess_columns([], T3.zones) == ()


def test_names_of_boxes_with_nothing_beside_them_are_headings_beside_a_column_of_tags() -> None:
    rows = [
        ("3 · The story",),
        ("I rang the ward twice",),
        ("5 · Uncertainty round",),
        ("Two desks, one form", "phone"),
    ]

    columns = guess_columns(rows, T3.zones)
    found = sort_rows(rows, columns, T3.zones, WRITABLE, "Z4")

    assert columns == (HOLDS_WORDS, UNUSED)
    assert found.notes == (
        BroughtNote("Z3", "I rang the ward twice"),
        BroughtNote("Z5", "Two desks, one form"),
    )


def test_a_first_row_that_names_columns_is_known_by_the_names_of_boxes_below() -> None:
    rows = [("Box", "Words"), ("The story", "It rang."), ("Across", "It rang here too.")]
    columns = guess_columns(rows, T3.zones)

    assert columns == (NAMES_BOX, HOLDS_WORDS)
    assert is_heading(rows[0], columns, T3.zones)
    assert not is_heading(rows[1], columns, T3.zones)
    assert not is_heading(("What came first",), (HOLDS_WORDS,), T3.zones)
