"""Promise 4: *Please don't share it* reaches every piece that tells a note, however it came there.

A piece that rests on the note waits for its writer's yes. One that tells the words alone is looked
at again: in its days for objections, not recorded yet, or out already.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin import use_cases
from plugin.backups.restoring import restore
from plugin.curate.pieces import make_piece, whole_piece
from plugin.domain.pieces import PieceWhole
from plugin.store.backing_up import back_up
from plugin.store.lost_refusals import is_unshared
from tests.promises.team import post, record
from tests.promises.test_04_its_people_check_it_themselves import WROTE, Asked, written
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import Phone, join, notes_of, without_board

SAID = WROTE[0]
PLACES = ("title", "line", "narrative", "reading")


def other(house: TestHouse) -> PieceWhole:
    met = meet(house.services, house.community.id)
    return a_piece(house.services, house.actor("helen"), met)


def tell(house: TestHouse, piece: PieceWhole, place: str) -> int:
    words = {"title": "Ringing", "line": "Somebody rings.", "narrative": "So it is."}
    if place == "reading":
        form = {"origin": "The wards", "words": f"{SAID}.", "how": "understood", "three": "yes"}
        return post(house.as_("helen"), piece, "reading", **form)
    return post(house.as_("helen"), piece, "words", **(words | {place: SAID}))


def let_out(house: TestHouse, piece: PieceWhole) -> None:
    house.clock.pass_days(9)
    post(house.as_("helen"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED)
    house.clock.pass_days(3)


def outside(house: TestHouse, piece: PieceWhole) -> str:
    here = f"/p/{house.partnership.id}"
    pages = (f"/pieces/{piece.piece.id}", f"{here}/memory", f"{here}/sponsor")
    return "\n".join(house.as_("grace").get(page).text for page in pages)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("when", ["not recorded", "in the days", "out"])
def test_another_piece_that_tells_it_is_looked_at_again(
    house: TestHouse, place: str, when: str
) -> None:
    asked = written(house, *WROTE)
    piece = other(house)
    assert tell(house, piece, place) == 303
    assert asked.ask() == 303
    if when != "not recorded":
        assert record(house, house.as_("sam"), piece) == 303
    if when == "out":
        let_out(house, piece)
        assert SAID in outside(house, piece)

    assert asked.answer(0, "not shared") == 303

    assert len(whole_piece(house.services, piece.piece.id).reviews) == 1
    if when == "not recorded":
        record(house, house.as_("sam"), piece)
    if when != "out":
        let_out(house, piece)
    assert SAID not in outside(house, piece)
    if place == "reading":  # gone for everybody: it is nobody's own statement
        assert SAID not in house.as_("helen").get(f"/pieces/{piece.piece.id}").text


def test_other_words_let_it_out_again(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    piece = other(house)
    assert tell(house, piece, "line") == 303
    assert asked.ask() == 303
    assert asked.answer(0, "not shared") == 303
    form = {"title": "Ringing", "line": "Nobody knows whom.", "narrative": "So it is."}
    assert post(house.as_("helen"), piece, "words", **form) == 303
    assert record(house, house.as_("sam"), piece) == 303
    let_out(house, piece)
    assert "Nobody knows whom." in outside(house, piece)


def test_one_that_tells_other_things_is_left_alone(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    piece = other(house)
    assert asked.ask() == 303
    assert asked.answer(0, "not shared") == 303
    assert whole_piece(house.services, piece.piece.id).reviews == ()


def test_one_that_rests_on_it_waits_for_a_yes(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    notes = [each.note_id for each in asked.whole.sources]
    helen = house.actor("helen")
    made = make_piece(house.services, helen, house.community.id, notes, "Calls", SAID, "So it is.")
    assert asked.ask() == 303
    assert asked.answer(0, "not shared") == 303
    whole = whole_piece(house.services, made.piece.id)
    assert (whole.reviews, whole.repeats_gone) == ((), frozenset())
    later = Asked(house, asked.phones, made.piece.id)
    asked.close()
    assert later.ask() == 303
    assert [later.answer(number, "yes") for number in (0, 1, 2)] == [303, 303, 303]
    later.close()
    assert later.is_checked


# -- a restore that loses the piece out of which it was left


def refused_and_restored(house: TestHouse, folder: Path, place: str = "") -> PieceWhole:
    """Return a piece of the backup; the one whose writer was asked came later, and is lost."""
    piece = other(house)
    session = without_board(house)
    phones: list[Phone] = [join(house, session) for _ in WROTE]
    for phone, text in zip(phones, WROTE, strict=True):
        phone.write(text)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    if place:
        assert tell(house, piece, place) == 303
        assert record(house, house.as_("sam"), piece) == 303
    back_up(house.services.db, folder / "one.backup", house.services.now)
    notes = [each.id for each in notes_of(house, session)]
    helen = house.actor("helen")
    lost = make_piece(house.services, helen, house.community.id, notes, "A call", "It went.", "So.")
    assert post(house.as_("helen"), lost, "ask") == 303
    question = whole_piece(house.services, lost.piece.id).questions[-1].id
    for phone in phones:
        phone.client.post(f"{phone.mine}/check/{question}", data={"answer": "not shared"})
    restore(house.services, folder / "one.backup", [], replaces=True)
    return piece


@pytest.mark.parametrize("place", PLACES)
def test_nothing_tells_it_anew_once_that_piece_is_lost(
    house: TestHouse, tmp_path: Path, place: str
) -> None:
    piece = refused_and_restored(house, tmp_path)
    assert tell(house, piece, place) == 400
    with house.services.db.read() as tx:
        assert is_unshared(
            tx, house.community.id, SAID
        )  # so that no theme for partners is named so


@pytest.mark.parametrize("place", PLACES)
def test_what_told_it_is_looked_at_again_though_that_piece_is_lost(
    house: TestHouse, tmp_path: Path, place: str
) -> None:
    piece = refused_and_restored(house, tmp_path, place)
    let_out(house, piece)
    assert SAID not in outside(house, piece)
