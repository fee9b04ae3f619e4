"""Promise 4: what people agreed to beside a reading is not checked without it."""

from __future__ import annotations

import pytest

from plugin.curate.pieces import whole_piece
from plugin.domain.blockers import READING_GONE, why_not_checked
from plugin.domain.pieces import PieceWhole, check_of
from plugin.use_cases import close_session
from tests.promises.team import let_in, post, record
from tests.promises.test_04_its_people_check_it_themselves import WROTE, written
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import HELD as HELD_BOX
from tests.world.phones import join, notes_of, without_board

SAYS = "At ours it is the porters who are never told about it"


def checked_beside(house: TestHouse, who: str = "amina", how: str = "signed") -> PieceWhole:
    """Return a piece that its group agreed to beside a reading, and that partners read."""
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    assert record(house, house.as_("sam"), piece) == 303
    three = {} if how == "signed" else {"three": "yes"}
    form = {"origin": "The wards", "words": f"{SAYS}.", "how": how, **three}
    assert post(house.as_(who), piece, "reading", **form) == 303
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)
    let_out(house, piece)
    assert SAYS in outside(house, piece)
    return again(house, piece)


def let_out(house: TestHouse, piece: PieceWhole) -> None:
    """Answer the three questions for the newest words, and let partners read them."""
    assert post(house.as_("helen"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    house.clock.pass_days(3)


def again(house: TestHouse, piece: PieceWhole) -> PieceWhole:
    return whole_piece(house.services, piece.piece.id)


def outside(house: TestHouse, piece: PieceWhole) -> str:
    return house.as_("grace").get(f"/pieces/{piece.piece.id}").text


def takes_off(house: TestHouse, piece: PieceWhole, client: object = None) -> int:
    (reading,) = again(house, piece).readings
    who = client or house.as_("amina")
    return post(who, piece, "no-reading", reading=reading.id, why="I do not say so any more")


def it_stands(house: TestHouse, piece: PieceWhole) -> int:
    gone = [each.note_id for each in again(house, piece).reviews]
    return post(house.as_("helen"), piece, "still-stands", gone=gone)


def is_read_outside(house: TestHouse, piece: PieceWhole) -> bool:
    return piece.newest.line in outside(house, piece)


def a_note_takes_it_along(house: TestHouse) -> PieceWhole:
    session = without_board(house)
    phone = join(house, session)
    phone.write(SAYS)
    close_session(house.runtime, house.actor("sam"), session.id)
    (note,) = notes_of(house, session)
    house.clock.pass_days(1)
    piece = checked_beside(house, "helen", "understood")
    taken = phone.client.post(f"{phone.mine}/notes/{note.id}/take-back")
    assert taken.status_code == 303
    return piece


@pytest.mark.parametrize("way", ["its signer", "a note with its words"])
def test_it_still_stands_makes_the_next_wording_which_the_group_checks(
    house: TestHouse, way: str
) -> None:
    if way == "its signer":
        piece = checked_beside(house)
        assert takes_off(house, piece) == 303
    else:
        piece = a_note_takes_it_along(house)
    assert not is_read_outside(house, piece)
    assert it_stands(house, piece) == 303

    now = again(house, piece)
    assert not is_read_outside(house, piece)
    assert all(check_of(now, each, house.clock()) is None for each in now.wordings)
    assert why_not_checked(now, house.clock()) != READING_GONE.reason  # its group is asked again
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)
    assert check_of(again(house, piece), again(house, piece).newest, house.clock()) is not None
    let_out(house, piece)
    assert is_read_outside(house, piece)
    assert SAYS not in outside(house, piece)


def test_nothing_of_it_is_checked_before_somebody_looks(house: TestHouse) -> None:
    piece = a_note_takes_it_along(house)

    assert why_not_checked(again(house, piece), house.clock()) == READING_GONE.reason


def test_words_that_are_put_back_later_are_checked_by_nobody(house: TestHouse) -> None:
    piece = a_note_takes_it_along(house)
    other = {"title": "Other", "line": "Other words.", "narrative": "Of another day."}
    assert post(house.as_("helen"), piece, "words", **other) == 303
    same = {"title": piece.newest.title, "line": piece.newest.line, "narrative": ""}
    assert post(house.as_("helen"), piece, "words", **same) == 303
    it_stands(house, piece)

    now = again(house, piece)
    assert now.newest.line == piece.newest.line
    assert all(check_of(now, each, house.clock()) is None for each in now.wordings)
    assert not is_read_outside(house, piece)


def test_other_words_are_checked_as_ever(house: TestHouse) -> None:
    piece = a_note_takes_it_along(house)
    other = {"title": "Other", "line": "Other words.", "narrative": "Of another day."}
    assert post(house.as_("helen"), piece, "words", **other) == 303
    house.clock.pass_days(1)
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)
    let_out(house, piece)

    assert "Other words." in outside(house, piece)


def test_what_was_checked_after_a_reading_was_taken_off_stays_checked(house: TestHouse) -> None:
    piece = checked_beside(house, "helen", "understood")
    assert takes_off(house, piece, house.as_("helen")) == 303
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)

    assert check_of(again(house, piece), again(house, piece).newest, house.clock()) is not None
    assert is_read_outside(house, piece)


def test_whoever_made_a_link_for_its_signer_is_not_its_signer(house: TestHouse) -> None:
    piece = checked_beside(house)
    as_amina = let_in(house, house.as_("sam"), "amina")

    assert takes_off(house, piece, as_amina) == 403
    assert SAYS in outside(house, piece)


def test_its_signer_is_told_that_it_went_and_can_say_it_again(house: TestHouse) -> None:
    session = without_board(house)
    phone = join(house, session)
    phone.write(SAYS)
    close_session(house.runtime, house.actor("sam"), session.id)
    (note,) = notes_of(house, session)
    piece = checked_beside(house)
    assert "is not there any more" not in house.as_("amina").get("/").text
    assert phone.client.post(f"{phone.mine}/notes/{note.id}/take-back").status_code == 303
    told = house.as_("amina").get("/").text
    assert f"How you read “{piece.newest.title}”, signed with your name, is not there" in told

    again_ = {"origin": "The wards", "words": "Our porters hear of it last.", "how": "signed"}
    assert post(house.as_("amina"), piece, "reading", **again_) == 303
    assert "is not there any more" not in house.as_("amina").get("/").text


def test_a_comma_that_its_writer_changes_makes_a_note_no_younger(house: TestHouse) -> None:
    session = without_board(house)
    phone = join(house, session)
    phone.write(SAYS)
    (note,) = notes_of(house, session)
    piece = checked_beside(house)
    phone.press(note, "change", words=f"{SAYS}!")
    phone.press(note, "delete")

    assert [each.words for each in again(house, piece).readings] == [""]
    assert SAYS not in outside(house, piece)


def test_its_signer_takes_off_what_the_learning_partner_took_off_before(house: TestHouse) -> None:
    piece = checked_beside(house)
    assert takes_off(house, piece, house.as_("helen")) == 303
    assert SAYS in outside(house, piece)  # the checked wording keeps it
    assert "Take it off everywhere" in house.as_("amina").get(f"/pieces/{piece.piece.id}").text
    assert "Take it off everywhere" not in house.as_("helen").get(f"/pieces/{piece.piece.id}").text

    assert takes_off(house, piece) == 303
    assert SAYS not in outside(house, piece)


def test_a_dissent_that_somebody_holds_hides_what_was_checked_beside_it(house: TestHouse) -> None:
    piece = checked_beside(house)
    session = without_board(house)
    join(house, session).write(SAYS, HELD_BOX)

    assert SAYS not in outside(house, piece)
    assert not is_read_outside(house, piece)


def test_an_origin_that_goes_with_a_note_takes_the_check_along(house: TestHouse) -> None:
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    origin = "The night shift on ward seven"
    form = {"origin": origin, "words": f"{SAYS}.", "how": "understood", "three": "yes"}
    assert post(house.as_("helen"), piece, "reading", **form) == 303
    assert record(house, house.as_("sam"), piece) == 303
    session = without_board(house)
    phone = join(house, session)
    phone.write(f"{origin} rang me.")
    house.clock.pass_days(8)
    let_out(house, piece)
    assert origin in outside(house, piece)
    (note,) = notes_of(house, session)
    phone.press(note, "delete")

    assert not is_read_outside(house, piece)
    assert check_of(again(house, piece), again(house, piece).newest, house.clock()) is None


def test_one_that_told_what_somebody_did_not_want_shared_takes_the_check_along(
    house: TestHouse,
) -> None:
    asked = written(house, *WROTE)
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    form = {"origin": "The wards", "words": WROTE[0], "how": "understood", "three": "yes"}
    assert post(house.as_("helen"), piece, "reading", **form) == 303
    house.clock.pass_days(1)
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)
    let_out(house, piece)
    assert is_read_outside(house, piece)
    assert asked.ask() == 303
    assert asked.answer(0, "not shared") == 303

    assert it_stands(house, piece) == 303
    assert not is_read_outside(house, piece)


def test_nobody_records_in_vain_until_it_still_stands(house: TestHouse) -> None:
    piece = checked_beside(house)
    assert takes_off(house, piece) == 303
    house.clock.pass_days(1)
    before = len(again(house, piece).read_backs)

    refused = record(house, house.as_("sam"), piece)

    assert refused == 400
    assert len(again(house, piece).read_backs) == before
    assert it_stands(house, piece) == 303
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(8)
    let_out(house, piece)
    assert is_read_outside(house, piece)


@pytest.mark.parametrize(("who", "is_told"), [("amina", True), ("helen", False)])
def test_its_signer_is_told_what_taking_it_off_means_before_pressing(
    house: TestHouse, who: str, is_told: bool
) -> None:
    piece = checked_beside(house)
    at = f"/pieces/{piece.piece.id}"

    page = house.as_(who).get(at).text

    assert ("no wording shows it any more, also none that was checked with it." in page) is is_told
    assert ("The piece is looked at again, and its group checks it once more." in page) is is_told
    assert ("Wordings that were checked with it keep it." in page) is not is_told
