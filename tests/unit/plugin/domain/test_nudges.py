from datetime import UTC, datetime

import pytest

from plugin.convene.template_files import board_templates, read_template
from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState
from plugin.domain.nudges import asks, nudges

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
SET = read_template("T5")


def _note(text: str | None, state: NoteState = NoteState.HERE) -> Note:
    return Note(
        id="n",
        session_id="s",
        zone_code="Z4",
        label=Label.H,
        kind="question",
        source="miro",
        text=text,
        miro_item_id=None,
        seen_at=NOW,
        state=state,
        gone_because=None if text else "taken back",
    )


@pytest.mark.parametrize(
    "text",
    [
        "What is yours to do?",
        "Why?? ",
        "“Who decides?”",
        "为什么？",
        "لماذا؟",
        "Γιατί\u037e",
        "Really?!",
    ],
)
def test_a_question_in_any_script_is_one(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["You should ring them.", "Why? Because.", "…", ""])
def test_advice_is_none(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["What now?"], []),
        (["You should ring.", "What now?"], ["One note does not end with a question mark."]),
        (["Ring them.", "Write to them."], ["2 notes do not end with a question mark."]),
    ],
)
def test_advice_among_open_questions_is_nudged(texts: list[str], said: list[str]) -> None:
    found = list(nudges(SET, {"Z4": [_note(text) for text in texts]}))

    assert len(found) == len(said)
    for sentence, part in zip(found, said, strict=True):
        assert sentence.startswith(f"4 · Open questions: {part}")
        assert not any(text in sentence for text in texts)


def test_words_that_are_gone_are_not_counted() -> None:
    gone = [_note(None, NoteState.TAKEN_BACK), _note("Ring them.", NoteState.LEFT_BOARD)]

    assert list(nudges(SET, {"Z4": gone})) == []


def test_other_boxes_take_what_they_get() -> None:
    assert list(nudges(SET, {"Z5": [_note("I notice a wall.")]})) == []
    boxes = [(each.code, zone.code) for each in board_templates() for zone in each.zones]
    asking = [
        (each.code, zone.code)
        for each in board_templates()
        for zone in each.zones
        if zone.asks_questions
    ]
    assert len(boxes) > 100
    assert asking == [("T5", "Z4")]
