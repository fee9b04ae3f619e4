"""What a note in each state may say, and a session that was not closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from plugin.domain.labels import Label
from plugin.domain.notes import GONE, Note, NoteState
from plugin.domain.sessions import Session, SessionState

AT = datetime(2026, 11, 18, tzinfo=UTC)
NOTE = Note(
    id="n",
    session_id="s",
    zone_code="Z3",
    label=Label.M,
    kind="doubt",
    source="miro",
    text="words",
    miro_item_id="item",
    seen_at=AT,
    author_hash="hash",
    strand_id="strand",
    tags=("a tag",),
    is_waiting=True,
    erase_on=AT.date(),
)


@pytest.mark.parametrize("state", sorted(GONE, key=lambda each: each.value))
def test_a_stub_keeps_nothing_of_its_writer(state: NoteState) -> None:
    stub = NOTE.erased(state, "Somebody asked for it.")

    assert (stub.text, stub.author_hash, stub.strand_id, stub.tags) == (None, None, None, ())
    assert (stub.is_waiting, stub.erase_on) == (False, None)
    assert (stub.gone_because, stub.miro_item_id) == ("Somebody asked for it.", "item")


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": None},
        {"gone_because": "a reason"},
        {"state": NoteState.DAY_PASSED},
        {"state": NoteState.ERASED},
        {"state": NoteState.ERASED, "text": None, "is_waiting": False, "gone_because": "so"},
    ],
)
def test_what_a_state_may_not_say_cannot_be_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a note that is"):
        replace(NOTE, **wrong)


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.OPEN])
def test_a_session_that_is_not_closed_has_no_moment_of_closing(state: SessionState) -> None:
    with pytest.raises(ValueError, match="was not closed"):
        Session(
            id="s",
            partnership_id="p",
            community_id="c",
            name="A meeting",
            meeting_kind="Kind",
            day=date(2026, 11, 18),
            state=state,
            closed_at=AT,
        )
