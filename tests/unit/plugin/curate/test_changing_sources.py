"""What a piece rests on changes, and a checked wording stays what was checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.curate.pieces import restore_wording, whole_piece, write_wording
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import PieceWhole, Rung, changed_since_checked, last_checked
from plugin.store import sessions as stored_sessions
from tests.unit.plugin.curate.meeting import (
    PHONE,
    a_piece,
    meet,
    read_back_today,
)
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    met = meet(house.services, house.community.id)
    return a_piece(house.services, house.actor("helen"), met, "phone", "trust")


def now(house: TestHouse, piece: PieceWhole) -> PieceWhole:
    return whole_piece(house.services, piece.piece.id)


def post(house: TestHouse, piece: PieceWhole, part: str, who: str = "helen", **data: object) -> int:
    return house.as_(who).post(f"/pieces/{piece.piece.id}/{part}", data=data).status_code


def of(piece: PieceWhole, name: str) -> str:
    return f"{name}-{piece.sources[0].session_id}"


def add(house: TestHouse, piece: PieceWhole, name: str, why: str = "It belongs here.") -> int:
    data = {"piece": piece.piece.id, "note": of(piece, name), "why": why}
    return house.as_("helen").post(f"/c/{house.community.id}/desk/sources", data=data).status_code


def check(house: TestHouse, piece: PieceWhole) -> None:
    read_back_today(house.services, house.actor("sam"), now(house, piece))
    house.clock.pass_days(8)
    assert last_checked(now(house, piece), house.clock()) is not None


def test_what_was_checked_stays_so_when_notes_come_and_go(
    house: TestHouse, piece: PieceWhole
) -> None:
    check(house, piece)
    release(house.services, house.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)

    assert add(house, piece, "portal") == 303
    assert post(house, piece, "take-off", note=of(piece, "trust"), why="It says other.") == 303

    after = now(house, piece)
    checked = last_checked(after, house.clock())
    assert checked is not None
    assert (checked.wording.number, after.newest.number) == (1, 3)
    assert {each.note_id for each in after.sources} == {of(piece, "phone"), of(piece, "portal")}
    assert changed_since_checked(after, house.clock())
    assert checked.wording.title in house.as_("grace").get(f"/pieces/{piece.piece.id}").text


def test_the_trail_says_who_when_and_why(house: TestHouse, piece: PieceWhole) -> None:
    add(house, piece, "portal", "It says the same.")
    post(house, piece, "take-off", note=of(piece, "trust"), why="It is about other calls.")

    page = house.as_("sam").get(f"/pieces/{piece.piece.id}").text
    trail = page.partition('id="trail"')[2]
    for said in ("Notes were put under it", "A note was taken off", "It is about other calls."):
        assert said in trail
    assert "18 November" in trail
    assert house.actor("helen").name in trail


@pytest.mark.parametrize("why", ["", "  ", "x" * 301])
def test_taking_off_needs_a_reason_that_fits(house: TestHouse, piece: PieceWhole, why: str) -> None:
    assert post(house, piece, "take-off", note=of(piece, "trust"), why=why) == 400
    assert len(now(house, piece).sources) == 2


def test_only_who_curates_changes_it_and_one_note_stays(
    house: TestHouse, piece: PieceWhole
) -> None:
    assert post(house, piece, "take-off", "amina", note=of(piece, "trust"), why="Because.") == 404
    assert post(house, piece, "take-off", "grace", note=of(piece, "trust"), why="Because.") == 403
    assert post(house, piece, "take-off", note=of(piece, "trust"), why="Because.") == 303
    assert post(house, piece, "take-off", note=of(piece, "phone"), why="Because.") == 400
    assert post(house, piece, "take-off", note=of(piece, "trust"), why="Because.") == 400


def test_a_held_note_is_put_under_nothing(house: TestHouse, piece: PieceWhole) -> None:
    assert add(house, piece, "silence") == 400


def test_a_note_taken_off_takes_its_quotes_along(house: TestHouse, piece: PieceWhole) -> None:
    post(house, piece, "quote", note=of(piece, "phone"))
    check(house, piece)
    post(house, piece, "take-off", note=of(piece, "phone"), why="Not about this.")

    after = now(house, piece)
    assert PHONE not in after.newest.narrative
    checked = last_checked(after, house.clock())
    assert checked is not None
    assert PHONE in checked.wording.narrative


def test_a_note_that_was_taken_off_still_empties_what_was_checked(
    house: TestHouse, piece: PieceWhole
) -> None:
    check(house, piece)
    release(house.services, house.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)
    post(house, piece, "take-off", note=of(piece, "phone"), why="Not about this.")

    house.as_("sam").post(f"/notes/{of(piece, 'phone')}/take-back")

    assert checked_title(house, piece) not in outside(house, piece)


def outside(house: TestHouse, piece: PieceWhole) -> str:
    return house.as_("grace").get(f"/pieces/{piece.piece.id}").text


def checked_title(house: TestHouse, piece: PieceWhole) -> str:
    return now(house, piece).wordings[0].title


def test_taken_off_and_put_back_nothing_is_checked_by_it(
    house: TestHouse, piece: PieceWhole
) -> None:
    check(house, piece)
    post(house, piece, "take-off", note=of(piece, "trust"), why="A mistake.")
    add(house, piece, "trust")
    after = now(house, piece)

    assert len(after.sources) == 2
    found = last_checked(after, house.clock())
    assert found is None or found.wording.number == 1


def test_one_voice_left_needs_its_own_yes(house: TestHouse, piece: PieceWhole) -> None:
    """Rule 6: what two people said, of which one is taken off, is one voice from then on."""
    post(house, piece, "take-off", note=of(piece, "trust"), why="Other.")
    read_back_today(house.services, house.actor("sam"), now(house, piece))
    house.clock.pass_days(8)

    assert now(house, piece).voices == 1
    assert last_checked(now(house, piece), house.clock()) is None


def test_words_that_are_put_back_rest_on_what_the_piece_rests_on_now(
    house: TestHouse, piece: PieceWhole
) -> None:
    check(house, piece)
    add(house, piece, "portal")
    helen = house.actor("helen")
    write_wording(house.services, helen, piece.piece.id, "T", "L.", "S.")

    again = restore_wording(house.services, helen, piece.piece.id, 1)

    assert again.basis == 1
    found = last_checked(now(house, piece), house.clock())
    assert found is not None
    assert found.wording.number == 1


def test_split_makes_a_draft_of_some_notes(house: TestHouse, piece: PieceWhole) -> None:
    post(house, piece, "quote", note=of(piece, "phone"))
    status = post(
        house, piece, "split", note=[of(piece, "phone")], title="By phone", why="Two things."
    )

    first = now(house, piece)
    (other_id,) = first.belongs_with
    other = whole_piece(house.services, other_id)
    assert status == 303
    assert (other.newest.title, other.newest.narrative) == ("By phone", f"“{PHONE}”")
    assert [each.note_id for each in other.sources] == [of(piece, "phone")]
    assert [each.note_id for each in first.sources] == [of(piece, "trust")]
    assert [each.did.value for each in (*first.steps, *other.steps)] == ["split", "split from"]


@pytest.mark.parametrize("names", [(), ("phone", "trust"), ("portal",)])
def test_a_split_leaves_notes_on_both_sides(
    house: TestHouse, piece: PieceWhole, names: tuple[str, ...]
) -> None:
    some = [of(piece, name) for name in names]
    assert post(house, piece, "split", note=some, title="T", why="Because.") == 400


def test_join_takes_notes_story_and_quotes(house: TestHouse, piece: PieceWhole) -> None:
    with house.services.db.read() as tx:
        met = stored_sessions.session(tx, piece.sources[0].session_id)
    assert met is not None
    other = a_piece(house.services, house.actor("helen"), met, "portal")
    post(house, other, "quote", note=of(piece, "portal"))
    post(house, piece, "quote", note=of(piece, "phone"))

    assert post(house, piece, "join-into", other=other.piece.id, why="One thing.") == 303

    joined = now(house, piece)
    assert {each.note_id for each in joined.sources} == {
        of(piece, name) for name in ("phone", "trust", "portal")
    }
    assert joined.newest.narrative.count("“I ") == 2
    assert now(house, other).judged.stands == "replaced"
    assert now(house, other).steps[-1].did.value == "joined into"
    assert post(house, piece, "join-into", other=piece.piece.id, why="One thing.") == 400


def test_set_down_says_why_and_changes_no_words(house: TestHouse, piece: PieceWhole) -> None:
    check(house, piece)

    assert post(house, piece, "set-down", why="") == 400
    assert post(house, piece, "set-down", why="It was answered in spring.") == 303

    after = now(house, piece)
    assert (after.judged.stands, after.newest.number) == ("set down", 1)
    assert last_checked(after, house.clock()) is not None
    assert "It was answered in spring." in house.as_("sam").get(f"/pieces/{piece.piece.id}").text


def test_a_reason_that_repeats_a_note_goes_with_it(house: TestHouse, piece: PieceWhole) -> None:
    post(house, piece, "set-down", why=f"Somebody said: {PHONE}")
    house.as_("sam").post(f"/notes/{of(piece, 'phone')}/take-back")

    assert [each.because for each in now(house, piece).steps] == [""]
