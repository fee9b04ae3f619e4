from pathlib import Path
from typing import Any

import pytest

from plugin.convene import communities
from plugin.convene.sessions import plan_session
from plugin.curate.pieces import restore_wording, whole_piece
from plugin.curate.sources import rest_on
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole, last_checked
from plugin.domain.sessions import Session, SessionState
from plugin.govern.withdrawal import take_back
from plugin.store import notes as stored_notes
from plugin.store import tables
from tests.unit.plugin.curate.meeting import a_note, a_piece, meet, meet_without_board
from tests.unit.plugin.web.house import TestHouse, make_house

NEWER = {"title": "A newer title", "line": "A newer line.", "narrative": "A newer story."}


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.ground, house.community.id)


@pytest.fixture
def piece(house: TestHouse, met: Session) -> PieceWhole:
    return a_piece(house.ground, house.actor("helen"), met)


def post(house: TestHouse, piece: PieceWhole, part: str, who: str, **data: Any) -> int:
    return house.as_(who).post(f"/pieces/{piece.piece.id}/{part}", data=data).status_code


def record(
    house: TestHouse, piece: PieceWhole, meeting: Session, who: str = "sam", **words: str
) -> int:
    answer = "changed" if words else "no change"
    return post(house, piece, "read-back", who, session=meeting.id, answer=answer, **words)


def later(house: TestHouse) -> Session:
    house.clock.pass_days(1)
    return meet_without_board(house.ground, house.community.id)


def is_checked_at_last(house: TestHouse, piece: PieceWhole) -> bool:
    house.clock.pass_days(60)
    return last_checked(whole_piece(house.ground, piece.piece.id), house.clock()) is not None


def test_read_back_in_a_later_meeting_by_somebody_else_checks(
    house: TestHouse, piece: PieceWhole
) -> None:
    assert record(house, piece, later(house)) == 303
    assert is_checked_at_last(house, piece)


def test_the_author_records_nothing_while_somebody_else_may(
    house: TestHouse, piece: PieceWhole
) -> None:
    meeting = later(house)

    statuses = (
        record(house, piece, meeting, "helen"),
        record(house, piece, meeting, "helen", **NEWER),
    )

    assert statuses == (403, 403)
    assert not is_checked_at_last(house, piece)


def test_an_author_of_any_earlier_wording_records_nothing(
    house: TestHouse, piece: PieceWhole
) -> None:
    role = Role.LEARNING_PARTNER
    here = (house.partnership.id, house.community.id)
    house.people["ruth"] = communities.add_person(
        house.ground, OPERATOR, *here, "Ruth Bell", None, role
    )
    kind = {"kind": "story", "family": "story", "person": "1"}
    assert post(house, piece, "kind", "ruth", **kind) == 303

    assert record(house, piece, later(house), "helen") == 403
    assert not is_checked_at_last(house, piece)


@pytest.mark.parametrize("words", [{}, {"title": "x", "line": "x", "narrative": "x"}])
def test_a_meeting_of_before_the_words_cannot_be_chosen(
    house: TestHouse, piece: PieceWhole, words: dict[str, str]
) -> None:
    before = plan_session(
        house.ground, OPERATOR, house.community.id, house.ground.today, None, "Four weeks ago"
    )
    house.clock.pass_days(28)
    newer = a_piece(house.ground, house.actor("helen"), meet(house.ground, house.community.id))
    assert house.as_("sam").post(f"/s/{before.id}/held").status_code == 302

    assert record(house, newer, before, **words) == 400
    assert f'value="{before.id}"' not in house.as_("sam").get(f"/pieces/{newer.piece.id}").text
    assert not is_checked_at_last(house, newer)


def test_pressing_held_again_makes_no_meeting_later_than_newer_words(house: TestHouse) -> None:
    notes = meet(house.ground, house.community.id)
    meeting = later(house)
    house.clock.pass_days(0.2)
    newer = a_piece(house.ground, house.actor("helen"), notes)
    house.clock.pass_days(0.1)

    assert house.as_("sam").post(f"/s/{meeting.id}/held").status_code == 302

    assert record(house, newer, meeting) == 400
    assert not is_checked_at_last(house, newer)


def test_the_meeting_that_its_notes_come_from_cannot_be_chosen(
    house: TestHouse, piece: PieceWhole, met: Session
) -> None:
    assert record(house, piece, met) == 400
    assert not is_checked_at_last(house, piece)


@pytest.mark.parametrize("state", [SessionState.OPEN, SessionState.PLANNED])
def test_a_meeting_that_is_not_closed_cannot_be_chosen(
    house: TestHouse, piece: PieceWhole, state: SessionState
) -> None:
    house.clock.pass_days(1)

    assert record(house, piece, meet(house.ground, house.community.id, state)) == 400
    assert not is_checked_at_last(house, piece)


def test_another_groups_meeting_cannot_be_chosen(house: TestHouse, piece: PieceWhole) -> None:
    other = communities.start_community(
        house.ground, OPERATOR, house.partnership.id, "Night shift", "How?"
    )
    house.clock.pass_days(1)

    assert record(house, piece, meet_without_board(house.ground, other.id)) == 400
    assert not is_checked_at_last(house, piece)


@pytest.mark.parametrize(
    "data",
    [{"changes": "x"}, {"answer": "x"}, {"answer": "changed"}, {"answer": "no change", **NEWER}],
)
def test_a_change_is_the_new_wording_or_none(
    house: TestHouse, piece: PieceWhole, data: dict[str, str]
) -> None:
    assert post(house, piece, "read-back", "sam", session=later(house).id, **data) == 400
    assert not is_checked_at_last(house, piece)


def test_an_objection_is_not_undone_by_recording_again(house: TestHouse, piece: PieceWhole) -> None:
    meeting, between = later(house), later(house)
    record(house, piece, meeting)
    house.clock.pass_days(1)
    assert post(house, piece, "object", "amina") == 303

    again = [
        record(house, piece, each, **words)
        for each in (meeting, between, later(house))
        for words in ({}, NEWER)
        if not (words and each not in (meeting, between))
    ]

    assert again == [400] * 5
    assert not is_checked_at_last(house, piece)


def test_changed_words_in_a_meeting_after_the_objection_are_checked(
    house: TestHouse, piece: PieceWhole
) -> None:
    record(house, piece, later(house))
    post(house, piece, "object", "amina")

    assert record(house, piece, later(house), **NEWER) == 303
    assert is_checked_at_last(house, piece)


@pytest.mark.parametrize("changed", [{"kind": "story"}, {"family": "story"}, {"person": "3"}])
def test_kind_family_and_person_are_part_of_what_was_checked(
    house: TestHouse, piece: PieceWhole, changed: dict[str, str]
) -> None:
    record(house, piece, later(house))
    house.clock.pass_days(8)
    data = {"kind": "doubt", "family": "representation", "person": "2", **changed}

    post(house, piece, "kind", "helen", **data)

    page = house.as_("helen").get(f"/pieces/{piece.piece.id}").text
    assert "Changed since it was checked" in page
    whole = whole_piece(house.ground, piece.piece.id)
    check = last_checked(whole, house.clock())
    assert check is not None
    assert (check.wording.id, whole.newest.id) == (piece.newest.id, whole.wordings[1].id)


def test_a_single_voice_is_checked_by_no_meeting(house: TestHouse, met: Session) -> None:
    single = a_piece(house.ground, house.actor("helen"), met, "phone")

    assert record(house, single, later(house)) == 303
    assert not is_checked_at_last(house, single)


def test_a_single_voice_needs_two_people_who_heard_its_writer(
    house: TestHouse, met: Session
) -> None:
    single = a_piece(house.ground, house.actor("helen"), met, "phone")

    asked = [
        post(house, single, part, who)
        for part, who in (
            ("own-yes", "helen"),  # its author
            ("own-yes", "amina"),  # no power
            ("confirm-yes", "sam"),  # nothing to confirm
            ("own-yes", "sam"),
            ("confirm-yes", "sam"),  # the same person
            ("confirm-yes", "helen"),  # its author
        )
    ]
    before = is_checked_at_last(house, single)
    confirmed = post(house, single, "confirm-yes", "connie")

    assert asked == [403, 404, 400, 303, 400, 403]
    assert not before
    assert confirmed == 303
    assert is_checked_at_last(house, single)
    page = house.as_("amina").get(f"/pieces/{single.piece.id}")
    assert page.status_code == 404  # a draft still: nobody released it
    assert "✓ Checked with its writer" in house.as_("sam").get(f"/pieces/{single.piece.id}").text


def test_the_yes_of_one_writer_is_none_for_a_note_of_another(
    house: TestHouse, met: Session
) -> None:
    single, helen = a_piece(house.ground, house.actor("helen"), met, "phone"), house.actor("helen")
    with house.ground.db.begin() as tx:  # as if somebody had written it in Notion
        tx.execute(tables.wording.update().values(made_in="notion", made_by=None))
    assert post(house, single, "own-yes", "sam") == post(house, single, "confirm-yes", "connie")
    take_back(house.ground, house.actor("sam"), f"phone-{met.id}")
    house.clock.pass_days(1)
    assert post(house, single, "words", "helen", **NEWER) == 303
    rest_on(house.ground, helen, single.piece.id, [f"trust-{met.id}"])

    restore_wording(house.ground, helen, single.piece.id, 1)

    whole = whole_piece(house.ground, single.piece.id)
    assert whole.voices == 1
    assert whole.newest.shown == single.newest.shown
    assert not is_checked_at_last(house, single)


def test_a_sticky_of_after_close_is_no_second_voice(house: TestHouse, met: Session) -> None:
    late = a_note(met, "late", "Z5", Label.M, "doubt", "Me again.", strand_id=None)
    with house.ground.db.begin() as tx:
        stored_notes.save_note(tx, late)
    both = a_piece(house.ground, house.actor("helen"), met, "phone", "late")

    record(house, both, later(house))

    assert whole_piece(house.ground, both.piece.id).voices == 1
    assert not is_checked_at_last(house, both)


def test_where_nobody_else_may_record_every_page_says_so(tmp_path: Path) -> None:
    house = make_house(tmp_path)
    with house.ground.db.begin() as tx:
        others = [house.people[each].person_id for each in ("sam", "connie")]
        tx.execute(tables.membership.delete().where(tables.membership.c.person_id.in_(others)))
    piece = a_piece(house.ground, house.actor("helen"), meet(house.ground, house.community.id))
    own = f"/pieces/{piece.piece.id}"

    assert record(house, piece, later(house), "helen") == 303
    house.clock.pass_days(8)
    assert post(house, piece, "release", "helen", rung="PARTNERSHIP") == 303
    house.clock.pass_days(3)

    here = f"/p/{house.partnership.id}"
    pages = [
        ("helen", own),
        ("grace", own),
        ("grace", f"{here}/memory"),
        ("grace", f"{here}/sponsor"),
    ]
    for who, address in pages:
        assert "recorded by its author" in house.as_(who).get(address).text, address
