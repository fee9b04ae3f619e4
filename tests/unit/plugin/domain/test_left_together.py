from datetime import UTC, datetime

import pytest

from plugin.domain.labels import Label
from plugin.domain.left_together import MOST, left_together
from plugin.domain.notes import Note

NOW = datetime(2026, 11, 18, 16, tzinfo=UTC)


def a_note(name: str, x: float, y: float, zone: str = "Z5", source: str = "miro") -> Note:
    return Note(
        id=name,
        session_id="met",
        zone_code=zone,
        label=Label.M,
        kind="doubt",
        source=source,
        text=f"Words of {name}.",
        miro_item_id=None,
        seen_at=NOW,
        x=x,
        y=y,
    )


def names(*notes: Note) -> list[list[str]]:
    return [[note.id for note in group] for group in left_together(notes)]


def test_notes_that_touch_directly_or_through_another_are_a_group() -> None:
    chain = (a_note("one", 100, 100), a_note("far", 900, 900), a_note("two", 300, 150))

    found = names(*chain, a_note("three", 480, 300))

    assert found == [["one", "two", "three"]]


@pytest.mark.parametrize(
    ("x", "zone", "source"),
    [(330, "Z5", "miro"), (150, "Z3", "miro"), (150, "Z5", "page")],
    ids=["with room between", "of another box", "laid out by Hedgerow"],
)
def test_what_nobody_put_together_is_no_group(x: float, zone: str, source: str) -> None:
    assert names(a_note("one", 100, 100), a_note("two", x, 100, zone, source)) == []


def test_notes_that_were_typed_in_have_no_place() -> None:
    assert names(a_note("one", 0, 0), a_note("two", 0, 0)) == []


@pytest.mark.parametrize(("in_row", "beside", "groups"), [(5, 0, 0), (5, 1, 1), (MOST + 1, 1, 0)])
def test_a_box_that_was_filled_row_by_row_says_nothing(
    in_row: int, beside: int, groups: int
) -> None:
    row = [a_note(f"row {number}", 100 + 200 * number, 100) for number in range(in_row)]
    alone = [a_note(f"alone {number}", 100, 900 + 900 * number) for number in range(beside)]

    assert len(names(*row, *alone)) == groups
