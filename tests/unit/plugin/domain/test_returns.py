from datetime import UTC, datetime

import pytest

from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.returns import LONGEST_CARD, note_card

NOTE = Note(
    id="n1",
    session_id="s1",
    zone_code="Z3",
    label=Label.M,
    kind="story",
    source="miro",
    text="",
    miro_item_id=None,
    seen_at=datetime(2026, 11, 18, tzinfo=UTC),
)


def test_a_short_note_lies_on_its_card_as_it_is() -> None:
    card = note_card(NOTE, "Two\n lines of it.", "Stories and doubts")

    assert (card.key, card.title, card.description) == (
        "note:n1",
        "Two lines of it.",
        "Stories and doubts",
    )


@pytest.mark.parametrize("words", ["one word after the other " * 200, "a" * 3000])
def test_of_a_long_note_a_card_says_how_it_begins(words: str) -> None:
    title = note_card(NOTE, words, "").title

    assert len(title) <= LONGEST_CARD + 2
    assert title.endswith(" …")
    assert words.startswith(title.removesuffix(" …"))
