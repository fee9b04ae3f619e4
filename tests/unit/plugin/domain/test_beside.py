from datetime import UTC, datetime

import pytest

from plugin.domain.beside import NEAR, CardPlace, beside
from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState

NOW = datetime(2026, 12, 16, 16, tzinfo=UTC)
LEFT = CardPlace("left", "frame", x=400, y=300, width=600, height=200)
RIGHT = CardPlace("right", "frame", x=1_040, y=300, width=600, height=200)
EDGE = 400.0  # below both of them: 300 + 100
BELOW = EDGE + 100  # where a note lies that touches them


def a_note(x: float, y: float, source: str = "miro", inside: str | None = "frame") -> Note:
    return Note(
        id="one",
        session_id="met",
        zone_code="Z1",
        label=Label.M,
        kind="doubt",
        source=source,
        text="So!",
        miro_item_id=None,
        seen_at=NOW,
        x=x,
        y=y,
        container_id=inside,
    )


def card_of(note: Note) -> str | None:
    return beside((LEFT, RIGHT), [note]).get("one")


@pytest.mark.parametrize(
    ("x", "y", "card"),
    [
        (400, BELOW, "left"),
        (400, EDGE + NEAR, "left"),
        (400, EDGE + NEAR + 1, None),
        (1_000, BELOW, "right"),
        (700, BELOW, "left"),
        (720, BELOW, None),
        (1_040, 300, "right"),
    ],
    ids=["below", "near", "too far", "nearer to one", "on its edge", "between two", "on top"],
)
def test_a_note_belongs_to_the_one_card_that_is_nearest(x: float, y: float, card: str) -> None:
    assert card_of(a_note(x, y)) == card


@pytest.mark.parametrize(
    "note",
    [
        a_note(400, BELOW, source="phone"),
        a_note(400, BELOW, inside="another frame"),
        a_note(400, BELOW, inside=None),
        a_note(400, BELOW).erased(NoteState.TAKEN_BACK, "It is gone."),
    ],
    ids=["laid out by Hedgerow", "in another box", "on the bare board", "gone"],
)
def test_what_nobody_put_beside_a_card_says_nothing_to_it(note: Note) -> None:
    assert card_of(note) is None
