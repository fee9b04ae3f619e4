"""Promise 4: an objection stays with its words, and a yes with the voice that gave it."""

from pathlib import Path

import pytest

from plugin.curate.pieces import whole_piece
from plugin.domain.notes import NoteState
from plugin.domain.people import Role
from plugin.domain.pieces import Check, PieceWhole, last_checked
from plugin.domain.sessions import Session
from plugin.store import tables
from tests.promises.team import new_person, post
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    made = make_house(tmp_path)
    made.people["kai"] = new_person(made, "Kai Mori", Role.FACILITATOR, Role.LEARNING_PARTNER)
    return made


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def checked(house: TestHouse, piece: PieceWhole) -> Check | None:
    return last_checked(whole_piece(house.services, piece.piece.id), house.clock())


def say_yes(house: TestHouse, piece: PieceWhole) -> None:
    assert post(house.as_("sam"), piece, "own-yes") == 303
    assert post(house.as_("kai"), piece, "confirm-yes") == 303


def put(house: TestHouse, met: Session, name: str, state: NoteState) -> None:
    change_note(house.services, f"{name}-{met.id}", state=state)


def test_the_yes_of_one_writer_is_none_of_another(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust")
    put(house, met, "phone", NoteState.LEFT_BOARD)
    say_yes(house, piece)
    assert checked(house, piece) is not None

    put(house, met, "phone", NoteState.HERE)  # undone in Miro
    put(house, met, "trust", NoteState.LEFT_BOARD)  # who said yes

    assert whole_piece(house.services, piece.piece.id).voices == 1
    assert checked(house, piece) is None
    assert post(house.as_("sam"), piece, "own-yes") == 303  # the other one can still be asked


def test_a_yes_that_waits_is_confirmed_for_nobody_else(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust")
    put(house, met, "phone", NoteState.LEFT_BOARD)
    assert post(house.as_("sam"), piece, "own-yes") == 303

    put(house, met, "phone", NoteState.HERE)
    put(house, met, "trust", NoteState.LEFT_BOARD)

    assert post(house.as_("kai"), piece, "confirm-yes") == 400


def test_a_yes_covers_no_note_of_an_unknown_writer_alone(house: TestHouse, met: Session) -> None:
    change_note(house.services, f"trust-{met.id}", strand_id=None)
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust")
    say_yes(house, piece)
    assert checked(house, piece) is not None

    put(house, met, "phone", NoteState.LEFT_BOARD)

    assert checked(house, piece) is None


@pytest.mark.parametrize(("leaves", "counts"), [("trust", False), ("", True)])
def test_a_yes_from_before_counts_while_all_notes_are_there(
    house: TestHouse, met: Session, leaves: str, counts: bool
) -> None:
    for name in ("phone", "trust"):
        change_note(house.services, f"{name}-{met.id}", strand_id="one account")
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust")
    say_yes(house, piece)
    with house.services.db.begin() as tx:
        tx.execute(tables.own_yes.update().values(note_ids=None))

    if leaves:
        put(house, met, leaves, NoteState.LEFT_BOARD)

    assert (checked(house, piece) is not None) is counts
