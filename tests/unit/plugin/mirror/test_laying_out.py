from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from plugin.capture import run as capture
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session, SessionState
from plugin.govern.withdrawal import take_back, trail
from plugin.mirror.laying_out import MOST_CARDS, Layable, cards_to_delete, lay_out, layable
from plugin.mirror.returns import cards_for, record_returned
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from tests.unit.plugin.curate.meeting import (
    HELD,
    PHONE,
    PORTAL,
    a_note,
    a_piece,
    change_note,
    meet,
    read_back_today,
)
from tests.unit.plugin.scaffold.room import Room, make_room

TRUST = "I might be wrong to trust phone calls."
EXPECTED = "I expect that nobody rings."


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


def offered(room: Room, code: str) -> tuple[Layable, ...]:
    given = (room.services, room.sam, room.community.id)
    return layable(*given, read_template(code), read_template)


def words(found: tuple[Layable, ...]) -> set[str]:
    return {each.card.title for each in found}


def laid_out(room: Room, code: str, keys: set[str] | None = None) -> Session:
    session = room.plan(code)
    lay_out(room.services, room.sam, session.id, keys, offered(room, code))
    return session


def cards_on_board(room: Room, board: int = -1) -> dict[str, str]:
    """Return the cards of a board: title and the box that they lie in."""
    found = room.boards()[board]
    frames = {item.id: item.data["title"] for item in found.items.values() if item.type == "frame"}
    return {
        item.data["title"]: frames[item.parent_id or ""]
        for item in found.items.values()
        if item.type == "card"
    }


def before_action(room: Room) -> Session:
    """Hold a closed *Before we start* with one expectation and one surprise."""
    design = read_template("T6b")
    given = (room.services, OPERATOR, room.community.id, room.services.today, design)
    session = replace(plan_session(*given), state=SessionState.CLOSED, closed_at=room.services.now)
    with room.services.db.begin() as tx:
        stored_sessions.save_session(tx, session)
        for name, zone, text in (("e", "Z2", EXPECTED), ("s", "Z4", "A surprise.")):
            note = a_note(session, name, zone, Label.M, "assumption", text)
            stored_notes.save_note(tx, replace(note, seen_at=room.services.now))
    return session


def test_kept_notes_of_closed_sessions_are_offered_and_held_ones_never(room: Room) -> None:
    meet(room.services, room.community.id)
    meet(room.services, room.community.id, SessionState.OPEN)

    found = offered(room, "T8")

    assert words(found) == {PHONE, TRUST, PORTAL}
    assert len(found) == 3
    assert HELD not in words(found)
    assert found[0].card.description == "Stories and doubts, 18 November 2026: The story"


def test_notes_that_a_piece_rests_on_are_not_the_usual_ones(room: Room) -> None:
    a_piece(room.services, OPERATOR, meet(room.services, room.community.id), "phone", "trust")

    assert {each.card.title for each in offered(room, "T8") if each.is_usual} == {PORTAL}


@pytest.mark.parametrize(
    "change",
    [
        {"label": Label.H},
        {"label": Label.S},
        {"state": NoteState.LEFT_BOARD},
        {"is_waiting": True},
    ],
    ids=str,
)
def test_a_note_that_may_not_be_used_is_not_offered(room: Room, change: dict[str, object]) -> None:
    met = meet(room.services, room.community.id)
    change_note(room.services, f"phone-{met.id}", **change)

    assert PHONE not in words(offered(room, "T8"))


def test_most_designs_lay_out_nothing(room: Room) -> None:
    meet(room.services, room.community.id)

    assert offered(room, "T3") == ()


def test_a_box_stays_one_that_can_be_read(room: Room) -> None:
    for _ in range(20):
        meet(room.services, room.community.id)
        room.pass_days(1)

    assert len(offered(room, "T8")) == MOST_CARDS


def test_chosen_notes_lie_as_cards_in_the_box_that_is_meant_for_them(room: Room) -> None:
    met = meet(room.services, room.community.id)
    session = laid_out(room, "T8", {f"note:phone-{met.id}", f"note:portal-{met.id}"})

    built = room.build(session)

    assert cards_on_board(room) == {PHONE: "2 · The field", PORTAL: "2 · The field"}
    assert room.build(session).made == 0
    assert built.frames == 12


def test_the_words_of_a_note_are_stored_once(room: Room) -> None:
    met = meet(room.services, room.community.id)
    session = laid_out(room, "T8")
    record_returned(room.services, room.sam, session.id, ())

    with room.services.db.read() as tx:
        kept = stored_boards.returned(tx, session.id)

    assert {key for key, _, _ in kept} == {
        f"note:{name}-{met.id}" for name in ("phone", "trust", "portal")
    }
    assert {title for _, title, _ in kept} == {""}


def test_collecting_makes_no_second_note_of_a_card(room: Room) -> None:
    meet(room.services, room.community.id)
    session = laid_out(room, "T8")
    room.build(session)

    given = (room.services, room.sam, room.miro, session.id, read_template("T8"))
    captured = capture.collect(*given)

    assert captured.new == 0


def test_a_review_reopens_what_was_expected_before(room: Room) -> None:
    meet(room.services, room.community.id)
    before_action(room)

    assert words(offered(room, "T6")) == {EXPECTED}
    room.build(laid_out(room, "T6"))

    assert cards_on_board(room) == {EXPECTED: "1 · Expected"}


def test_a_review_reopens_the_last_expectations_alone(room: Room) -> None:
    first = before_action(room)
    room.pass_days(7)
    before_action(room)

    found = offered(room, "T6")

    assert len(found) == 1
    assert first.id not in found[0].card.key


def test_chosen_pieces_lie_in_the_mirror_and_no_other_comes_back(room: Room) -> None:
    piece = a_piece(room.services, OPERATOR, meet(room.services, room.community.id))
    read_back_today(room.services, room.sam, piece)
    room.pass_days(8)

    for keys, laid in ((None, {piece.newest.title: "1 · Mirror"}), (set(), {})):
        session = laid_out(room, "T10", keys)
        record_returned(room.services, room.sam, session.id, ())
        room.build(session)
        assert cards_on_board(room) == laid


def test_an_unchecked_piece_is_not_offered(room: Room) -> None:
    a_piece(room.services, OPERATOR, meet(room.services, room.community.id))

    assert offered(room, "T10") == ()


@pytest.mark.parametrize("is_built", [False, True])
def test_a_note_taken_back_is_laid_out_no_more(room: Room, is_built: bool) -> None:
    met = meet(room.services, room.community.id)
    session = laid_out(room, "T8")
    if is_built:
        room.build(session)
        assert len(trail(room.services, room.sam, f"portal-{met.id}").boards) == 1

    done = take_back(room.services, room.sam, f"portal-{met.id}")
    room.build(session)

    said = done.reached["Cards on boards"]
    assert "is forgotten here" in said
    assert ("Not reached: the card on the board." in said) is is_built
    assert (PORTAL in cards_on_board(room)) is is_built
    assert cards_to_delete(room.services, session.id) == is_built
    assert trail(room.services, room.sam, f"portal-{met.id}").boards == ()


def test_what_comes_back_by_itself_stays_beside_welcome(room: Room) -> None:
    piece = a_piece(room.services, OPERATOR, meet(room.services, room.community.id))
    read_back_today(room.services, room.sam, piece)
    room.pass_days(8)
    session = laid_out(room, "T8", set())
    cards = cards_for(room.services, room.sam, room.community.id, read_template)
    record_returned(room.services, room.sam, session.id, cards)

    room.build(session)

    assert cards_on_board(room) == {piece.newest.title: "W · Welcome"}


@pytest.mark.parametrize("at_once", [1, 3, 5])
def test_large_sessions_are_read_in_slices_and_no_note_is_left_out(
    room: Room, at_once: int
) -> None:
    for _ in range(3):
        meet(room.services, room.community.id)
    whole = {code: offered(room, code) for code in ("T8", "T12")}

    with patch("plugin.mirror.shelf._AT_ONCE", at_once):
        sliced = {code: offered(room, code) for code in whole}

    assert sliced == whole
    assert len(whole["T8"]) == 9
