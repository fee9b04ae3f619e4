from pathlib import Path
from typing import Any

import pytest

from plugin.convene import communities
from plugin.convene.sessions import plan_session
from plugin.curate.changing_sources import add_notes
from plugin.curate.pieces import restore_wording, whole_piece
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole, last_checked
from plugin.domain.sessions import Session, SessionState
from plugin.govern.withdrawal import take_back
from plugin.store import notes as stored_notes
from plugin.store import tables
from tests.unit.plugin.curate.meeting import (
    NO_HARM_TYPED,
    a_note,
    a_piece,
    meet,
    meet_without_board,
)
from tests.unit.plugin.web.house import TestHouse, make_house

NEWER = {"title": "A newer title", "line": "A newer line.", "narrative": "A newer story."}


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(runtime: TestHouse) -> Session:
    return meet(runtime.services, runtime.community.id)


@pytest.fixture
def piece(runtime: TestHouse, met: Session) -> PieceWhole:
    return a_piece(runtime.services, runtime.actor("helen"), met)


def post(runtime: TestHouse, piece: PieceWhole, part: str, who: str, **data: Any) -> int:
    return runtime.as_(who).post(f"/pieces/{piece.piece.id}/{part}", data=data).status_code


def record(
    runtime: TestHouse, piece: PieceWhole, meeting: Session, who: str = "sam", **words: str
) -> int:
    answer = "changed" if words else "no change"
    return post(runtime, piece, "read-back", who, session=meeting.id, answer=answer, **words)


def later(runtime: TestHouse) -> Session:
    runtime.clock.pass_days(1)
    return meet_without_board(runtime.services, runtime.community.id)


def is_checked_at_last(runtime: TestHouse, piece: PieceWhole) -> bool:
    runtime.clock.pass_days(60)
    return last_checked(whole_piece(runtime.services, piece.piece.id), runtime.clock()) is not None


def test_read_back_in_a_later_meeting_by_somebody_else_checks(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    assert record(runtime, piece, later(runtime)) == 303
    assert is_checked_at_last(runtime, piece)


def test_the_author_records_nothing_while_somebody_else_may(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    meeting = later(runtime)

    statuses = (
        record(runtime, piece, meeting, "helen"),
        record(runtime, piece, meeting, "helen", **NEWER),
    )

    assert statuses == (403, 403)
    assert not is_checked_at_last(runtime, piece)


def test_an_author_of_any_earlier_wording_records_nothing(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    role = Role.LEARNING_PARTNER
    here = (runtime.partnership.id, runtime.community.id)
    runtime.people["ruth"] = communities.add_person(
        runtime.services, OPERATOR, *here, "Ruth Bell", None, role
    )
    kind = {"kind": "story", "family": "story", "person": "1"}
    assert post(runtime, piece, "kind", "ruth", **kind) == 303

    assert record(runtime, piece, later(runtime), "helen") == 403
    assert not is_checked_at_last(runtime, piece)


@pytest.mark.parametrize("words", [{}, {"title": "x", "line": "x", "narrative": "x"}])
def test_a_meeting_of_before_the_words_cannot_be_chosen(
    runtime: TestHouse, piece: PieceWhole, words: dict[str, str]
) -> None:
    before = plan_session(
        runtime.services,
        OPERATOR,
        runtime.community.id,
        runtime.services.today,
        None,
        "Four weeks ago",
    )
    runtime.clock.pass_days(28)
    newer = a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )
    assert runtime.as_("sam").post(f"/s/{before.id}/held").status_code == 302

    assert record(runtime, newer, before, **words) == 400
    assert f'value="{before.id}"' not in runtime.as_("sam").get(f"/pieces/{newer.piece.id}").text
    assert not is_checked_at_last(runtime, newer)


def test_pressing_held_again_makes_no_meeting_later_than_newer_words(runtime: TestHouse) -> None:
    notes = meet(runtime.services, runtime.community.id)
    meeting = later(runtime)
    runtime.clock.pass_days(0.2)
    newer = a_piece(runtime.services, runtime.actor("helen"), notes)
    runtime.clock.pass_days(0.1)

    assert runtime.as_("sam").post(f"/s/{meeting.id}/held").status_code == 302

    assert record(runtime, newer, meeting) == 400
    assert not is_checked_at_last(runtime, newer)


def test_the_meeting_that_its_notes_come_from_cannot_be_chosen(
    runtime: TestHouse, piece: PieceWhole, met: Session
) -> None:
    assert record(runtime, piece, met) == 400
    assert not is_checked_at_last(runtime, piece)


@pytest.mark.parametrize("state", [SessionState.OPEN, SessionState.PLANNED])
def test_a_meeting_that_is_not_closed_cannot_be_chosen(
    runtime: TestHouse, piece: PieceWhole, state: SessionState
) -> None:
    runtime.clock.pass_days(1)

    assert record(runtime, piece, meet(runtime.services, runtime.community.id, state)) == 400
    assert not is_checked_at_last(runtime, piece)


def test_another_groups_meeting_cannot_be_chosen(runtime: TestHouse, piece: PieceWhole) -> None:
    other = communities.start_community(
        runtime.services, OPERATOR, runtime.partnership.id, "Night shift", "How?"
    )
    runtime.clock.pass_days(1)

    assert record(runtime, piece, meet_without_board(runtime.services, other.id)) == 400
    assert not is_checked_at_last(runtime, piece)


@pytest.mark.parametrize(
    "data",
    [{"changes": "x"}, {"answer": "x"}, {"answer": "changed"}, {"answer": "no change", **NEWER}],
)
def test_a_change_is_the_new_wording_or_none(
    runtime: TestHouse, piece: PieceWhole, data: dict[str, str]
) -> None:
    assert post(runtime, piece, "read-back", "sam", session=later(runtime).id, **data) == 400
    assert not is_checked_at_last(runtime, piece)


def test_an_objection_is_not_undone_by_recording_again(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    meeting, between = later(runtime), later(runtime)
    record(runtime, piece, meeting)
    runtime.clock.pass_days(1)
    assert post(runtime, piece, "object", "amina") == 303

    again = [
        record(runtime, piece, each, **words)
        for each in (meeting, between, later(runtime))
        for words in ({}, NEWER)
        if not (words and each not in (meeting, between))
    ]

    assert again == [400] * 5
    assert not is_checked_at_last(runtime, piece)


def test_changed_words_in_a_meeting_after_the_objection_are_checked(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    record(runtime, piece, later(runtime))
    post(runtime, piece, "object", "amina")

    assert record(runtime, piece, later(runtime), **NEWER) == 303
    assert is_checked_at_last(runtime, piece)


@pytest.mark.parametrize("met_after", [False, True])
def test_on_one_day_the_meeting_after_the_objection_counts_and_the_one_before_does_not(
    runtime: TestHouse, piece: PieceWhole, met_after: bool
) -> None:
    record(runtime, piece, later(runtime))
    runtime.clock.pass_days(1)
    meeting = None if met_after else meet_without_board(runtime.services, runtime.community.id)
    runtime.clock.pass_days(0.1)
    assert post(runtime, piece, "object", "amina") == 303
    runtime.clock.pass_days(0.1)
    meeting = meeting or meet_without_board(runtime.services, runtime.community.id)

    assert record(runtime, piece, meeting, **NEWER) == (303 if met_after else 400)
    assert is_checked_at_last(runtime, piece) is met_after


def test_a_meeting_that_was_going_on_when_somebody_objected_counts_as_later(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    record(runtime, piece, later(runtime))
    runtime.clock.pass_days(1)
    going_on = plan_session(
        runtime.services, OPERATOR, runtime.community.id, runtime.services.today, None, "Today"
    )
    assert post(runtime, piece, "object", "amina") == 303
    runtime.clock.pass_days(0.1)
    assert runtime.as_("sam").post(f"/s/{going_on.id}/held").status_code == 302

    assert record(runtime, piece, going_on, **NEWER) == 303


@pytest.mark.parametrize("changed", [{"kind": "story"}, {"family": "story"}, {"person": "3"}])
def test_kind_family_and_person_are_part_of_what_was_checked(
    runtime: TestHouse, piece: PieceWhole, changed: dict[str, str]
) -> None:
    record(runtime, piece, later(runtime))
    runtime.clock.pass_days(8)
    data = {"kind": "doubt", "family": "representation", "person": "2", **changed}

    post(runtime, piece, "kind", "helen", **data)

    page = runtime.as_("helen").get(f"/pieces/{piece.piece.id}").text
    assert "Changed since it was checked" in page
    whole = whole_piece(runtime.services, piece.piece.id)
    check = last_checked(whole, runtime.clock())
    assert check is not None
    assert (check.wording.id, whole.newest.id) == (piece.newest.id, whole.wordings[1].id)


def test_a_single_voice_is_checked_by_no_meeting(runtime: TestHouse, met: Session) -> None:
    single = a_piece(runtime.services, runtime.actor("helen"), met, "phone")

    assert record(runtime, single, later(runtime)) == 303
    assert not is_checked_at_last(runtime, single)


def test_a_single_voice_needs_two_people_who_heard_its_writer(
    runtime: TestHouse, met: Session
) -> None:
    single = a_piece(runtime.services, runtime.actor("helen"), met, "phone")

    asked = [
        post(runtime, single, part, who)
        for part, who in (
            ("own-yes", "helen"),  # its author
            ("own-yes", "amina"),  # no power
            ("confirm-yes", "sam"),  # nothing to confirm
            ("own-yes", "sam"),
            ("confirm-yes", "sam"),  # the same person
            ("confirm-yes", "helen"),  # its author
        )
    ]
    before = is_checked_at_last(runtime, single)
    confirmed = post(runtime, single, "confirm-yes", "connie")

    assert asked == [403, 404, 400, 303, 400, 403]
    assert not before
    assert confirmed == 303
    assert is_checked_at_last(runtime, single)
    page = runtime.as_("amina").get(f"/pieces/{single.piece.id}")
    assert page.status_code == 404  # a draft still: nobody released it
    assert "✓ Checked with its writer" in runtime.as_("sam").get(f"/pieces/{single.piece.id}").text


def test_the_yes_of_one_writer_is_none_for_a_note_of_another(
    runtime: TestHouse, met: Session
) -> None:
    single, helen = (
        a_piece(runtime.services, runtime.actor("helen"), met, "phone"),
        runtime.actor("helen"),
    )
    with runtime.services.db.begin() as tx:  # as if somebody had written it in Notion
        tx.execute(tables.wording.update().values(made_in="notion", made_by=None))
    assert post(runtime, single, "own-yes", "sam") == post(runtime, single, "confirm-yes", "connie")
    take_back(runtime.services, runtime.actor("sam"), f"phone-{met.id}")
    runtime.clock.pass_days(1)
    assert post(runtime, single, "words", "helen", **NEWER) == 303
    add_notes(runtime.services, helen, single.piece.id, [f"trust-{met.id}"])

    restore_wording(runtime.services, helen, single.piece.id, 1)

    whole = whole_piece(runtime.services, single.piece.id)
    assert whole.voices == 1
    assert whole.newest.shown == single.newest.shown
    assert not is_checked_at_last(runtime, single)


def test_a_sticky_of_after_close_is_no_second_voice(runtime: TestHouse, met: Session) -> None:
    late = a_note(met, "late", "Z5", Label.M, "doubt", "Me again.", strand_id=None)
    with runtime.services.db.begin() as tx:
        stored_notes.save_note(tx, late)
    both = a_piece(runtime.services, runtime.actor("helen"), met, "phone", "late")

    record(runtime, both, later(runtime))

    assert whole_piece(runtime.services, both.piece.id).voices == 1
    assert not is_checked_at_last(runtime, both)


def test_where_nobody_else_may_record_every_page_says_so(tmp_path: Path) -> None:
    runtime = make_house(tmp_path)
    with runtime.services.db.begin() as tx:
        others = [runtime.people[each].person_id for each in ("sam", "connie")]
        tx.execute(tables.membership.delete().where(tables.membership.c.person_id.in_(others)))
    piece = a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )
    own = f"/pieces/{piece.piece.id}"

    assert record(runtime, piece, later(runtime), "helen") == 303
    runtime.clock.pass_days(8)
    assert post(runtime, piece, "release", "helen", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    runtime.clock.pass_days(3)

    here = f"/p/{runtime.partnership.id}"
    pages = [
        ("helen", own),
        ("grace", own),
        ("grace", f"{here}/memory"),
        ("grace", f"{here}/sponsor"),
    ]
    for who, address in pages:
        assert "recorded by its author" in runtime.as_(who).get(address).text, address
