"""Promise 4: an objection stays with its words, and a yes with the voice that gave it."""

from datetime import timedelta
from pathlib import Path

import pytest

from plugin.curate.pieces import whole_piece
from plugin.domain.hidden_texts import in_review
from plugin.domain.notes import NoteState
from plugin.domain.people import Role
from plugin.domain.pieces import Check, PieceWhole, last_checked
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from plugin.store import tables
from tests.promises.team import NEWER, new_person, post, record
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


@pytest.fixture
def objected(house: TestHouse, met: Session) -> PieceWhole:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust")
    assert record(house, house.as_("sam"), piece) == 303
    assert post(house.as_("amina"), piece, "object") == 303
    return piece


UNSEEN = ("{0}\u200b", "{0}\u2060", "{0}\u00ad", "\u202a{0}", "{0}!", "{1}")


@pytest.mark.parametrize("typed", UNSEEN)
def test_an_objection_holds_however_its_words_are_typed(
    house: TestHouse, objected: PieceWhole, typed: str
) -> None:
    old = objected.newest
    line = typed.format(old.line, old.line.upper().replace(" ", "\u00a0"))
    words = {"title": old.title, "line": line, "narrative": old.narrative}
    post(house.as_("helen"), objected, "words", **words)

    assert record(house, house.as_("sam"), objected) == 400
    house.clock.pass_days(9)
    assert checked(house, objected) is None


def test_an_objection_holds_whatever_the_piece_is_called(
    house: TestHouse, objected: PieceWhole
) -> None:
    what = {"kind": "tension", "family": "story", "person": "2"}
    assert post(house.as_("helen"), objected, "kind", **what) == 303

    assert record(house, house.as_("sam"), objected) == 400


@pytest.mark.parametrize("is_moved", [False, True])
@pytest.mark.parametrize("where", ["the same piece", "another piece"])
def test_another_title_or_a_line_moved_into_the_story_sheds_no_objection(
    house: TestHouse, met: Session, objected: PieceWhole, where: str, is_moved: bool
) -> None:
    old, piece = objected.newest, objected
    if where == "another piece":
        piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust")
    first, _, rest = old.line.partition(" ")
    line, story = (first, f"{rest} {old.narrative}") if is_moved else (old.line, old.narrative)
    words = {"title": "By telephone", "line": line, "narrative": story}
    assert post(house.as_("helen"), piece, "words", **words) == 303

    assert record(house, house.as_("sam"), piece) == 400


def test_an_objection_holds_against_the_same_words_in_another_piece(
    house: TestHouse, met: Session, objected: PieceWhole
) -> None:
    again = a_piece(house.services, house.actor("helen"), met, "phone", "trust")
    single = a_piece(house.services, house.actor("helen"), met, "portal")

    assert record(house, house.as_("sam"), again) == 400
    say_yes(house, single)

    house.clock.pass_days(9)
    assert checked(house, again) is None
    assert checked(house, single) is None
    page = house.as_("helen").get(f"/pieces/{again.piece.id}").text
    assert "objected to the words of it before, in another piece" in page


def test_other_words_in_another_piece_are_free(
    house: TestHouse, met: Session, objected: PieceWhole
) -> None:
    again = a_piece(house.services, house.actor("helen"), met, "phone", "trust")
    assert post(house.as_("helen"), again, "words", **NEWER) == 303

    assert record(house, house.as_("sam"), again) == 303
    house.clock.pass_days(9)
    assert checked(house, again) is not None


def test_words_looked_at_again_are_not_new_by_a_mark_that_nobody_sees(
    house: TestHouse, met: Session
) -> None:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust", "portal")
    take_back(house.services, house.actor("sam"), f"phone-{met.id}")
    old = piece.newest
    words = {"title": old.title, "line": f"{old.line}\u2060", "narrative": old.narrative}

    post(house.as_("helen"), piece, "words", **words)

    whole = whole_piece(house.services, piece.piece.id)
    assert whole.newest.id in in_review(whole.reviews, whole.wordings)


def test_members_can_object_for_seven_whole_days(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust")
    house.clock.now = house.clock.now.replace(hour=22, minute=50)
    assert record(house, house.as_("sam"), piece) == 303

    house.clock.now += timedelta(days=7, minutes=-1)

    assert post(house.as_("amina"), piece, "object") == 303
    assert checked(house, piece) is None
