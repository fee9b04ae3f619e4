from typing import Any

import pytest

from plugin.convene.template_files import read_template
from plugin.curate.choosing_notes import Chosen, choose
from plugin.curate.desk import desk
from plugin.curate.today import today_view
from plugin.domain.notes import NoteState
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput, NotHere, Refused
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet
from tests.unit.plugin.curate.place import Place


def texts(runtime: Place, kind: str) -> list[str]:
    found = desk(runtime.services, runtime.actor("helen"), runtime.community.id, read_template)
    return [
        note.text or ""
        for session in found.sessions
        for box in session.boxes
        for note in getattr(box, kind)
    ]


def chosen(runtime: Place, *note_ids: str, may_be_none: bool = False) -> Chosen:
    return choose(
        runtime.services,
        runtime.actor("helen"),
        runtime.community.id,
        note_ids,
        read_template,
        may_be_none=may_be_none,
    )


def test_boxes_show_kept_and_held_apart(runtime: Place) -> None:
    meet(runtime.services, runtime.community.id)

    assert len(texts(runtime, "kept")) == 3
    assert texts(runtime, "held") == ["What struck me was how long nobody spoke."]


def test_notes_of_an_open_session_are_not_there(runtime: Place) -> None:
    session = meet(runtime.services, runtime.community.id, SessionState.OPEN)

    found = desk(runtime.services, runtime.actor("helen"), runtime.community.id, read_template)

    assert found.sessions == ()
    assert [each.id for each in found.still_open] == [session.id]


@pytest.mark.parametrize(
    "gone",
    [
        {"state": NoteState.LEFT_BOARD},
        {"state": NoteState.TAKEN_BACK, "text": None},
        {"state": NoteState.ERASED, "text": None},
        {"is_waiting": True},
    ],
)
def test_a_note_that_may_not_be_used_is_not_offered(runtime: Place, gone: dict[str, Any]) -> None:
    session = meet(runtime.services, runtime.community.id)

    change_note(runtime.services, f"phone-{session.id}", **gone)

    assert len(texts(runtime, "kept")) == 2


def test_a_held_note_past_its_day_is_not_read(runtime: Place) -> None:
    meet(runtime.services, runtime.community.id)

    runtime.clock.pass_days(27)
    before = texts(runtime, "held")
    runtime.clock.pass_days(1)

    assert before
    assert texts(runtime, "held") == []


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("sam", Refused),
        ("amina", Refused),
        ("grace", Refused),
        ("connie", Refused),
        ("stranger", NotHere),
    ],
)
def test_only_a_learning_partner_opens_it(runtime: Place, who: str, error: type[Exception]) -> None:
    meet(runtime.services, runtime.community.id)

    with pytest.raises(error):
        desk(runtime.services, runtime.actor(who), runtime.community.id, read_template)


def test_a_new_piece_begins_as_its_first_box_says(runtime: Place) -> None:
    session = meet(runtime.services, runtime.community.id)

    found = chosen(runtime, f"trust-{session.id}", f"phone-{session.id}")

    assert (found.kind, found.family, found.person) == ("doubt", "representation", 2)
    assert not found.is_one_voice
    assert found.titles[f"phone-{session.id}"] == "The story"


def test_notes_of_one_account_are_one_voice(runtime: Place) -> None:
    session = meet(runtime.services, runtime.community.id)
    for name in ("phone", "trust"):
        change_note(runtime.services, f"{name}-{session.id}", strand_id="strand")

    assert chosen(runtime, f"trust-{session.id}", f"phone-{session.id}").is_one_voice


def test_held_and_unknown_notes_are_left_out(runtime: Place) -> None:
    session = meet(runtime.services, runtime.community.id)

    found = chosen(runtime, f"silence-{session.id}", "nobody-knows", f"phone-{session.id}")

    assert [note.id for note in found.notes] == [f"phone-{session.id}"]


def test_held_notes_alone_are_refused_in_words(runtime: Place) -> None:
    session = meet(runtime.services, runtime.community.id)

    with pytest.raises(BadInput, match="held notes cannot go into a piece"):
        chosen(runtime, f"silence-{session.id}")
    assert chosen(runtime, f"silence-{session.id}", may_be_none=True).notes == ()


def test_the_desk_knows_which_notes_are_in_pieces(runtime: Place) -> None:
    session = meet(runtime.services, runtime.community.id)
    a_piece(runtime.services, runtime.actor("helen"), session)

    found = desk(runtime.services, runtime.actor("helen"), runtime.community.id, read_template)

    assert found.in_pieces == {f"phone-{session.id}", f"trust-{session.id}"}
    shown = today_view(runtime.services, runtime.actor("helen"), runtime.community.id)
    assert [stands.value for _, stands in shown.pieces] == ["draft"]
