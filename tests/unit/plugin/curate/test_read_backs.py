from datetime import timedelta

import pytest

from plugin.curate.objections import make_objection_link, object_without_account
from plugin.curate.pieces import restore_wording, whole_piece, write_wording
from plugin.curate.read_backs import record_piece_read_back
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import (
    Independence,
    PieceWhole,
    Rung,
    check_of,
    last_checked,
    name_for_all,
    objections_close,
)
from plugin.errors import BadInput, NotHere
from tests.unit.plugin.curate.meeting import (
    a_piece,
    meet,
    meet_without_board,
    read_back_today,
)
from tests.unit.plugin.curate.place import Place

NEWER = ("A newer title", "A newer line.", "A newer story.")


@pytest.fixture
def piece(runtime: Place) -> PieceWhole:
    return a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )


def now(runtime: Place, piece: PieceWhole) -> PieceWhole:
    return whole_piece(runtime.services, piece.piece.id)


def test_who_recorded_and_when_the_meeting_was_over_are_kept(
    runtime: Place, piece: PieceWhole
) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)

    (read,) = now(runtime, piece).read_backs
    assert (read.recorded_by, read.recorded) == (
        runtime.actor("sam").person_id,
        Independence.INDEPENDENT,
    )
    assert (read.met_until, read.read_id) == (runtime.clock(), None)


def test_a_meeting_that_was_closed_days_later_was_over_on_its_own_day(
    runtime: Place, piece: PieceWhole
) -> None:
    runtime.clock.pass_days(3)
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *NEWER)
    day = runtime.services.today.replace(day=19)
    held = meet_without_board(runtime.services, runtime.community.id, day)

    with pytest.raises(BadInput, match="not older than that session"):
        record_piece_read_back(runtime.services, runtime.actor("sam"), piece.piece.id, held.id)


def test_whoever_holds_the_link_to_a_read_back_objects_without_an_account(
    runtime: Place, piece: PieceWhole
) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    helen = runtime.actor("helen")
    links = [make_objection_link(runtime.services, helen, piece.piece.id)[0] for _ in range(2)]

    object_without_account(runtime.services, links[0])
    runtime.clock.pass_days(30)

    assert last_checked(now(runtime, piece), runtime.clock()) is None
    with pytest.raises(BadInput, match="Nobody may object"):
        make_objection_link(runtime.services, helen, piece.piece.id)
    for link in (*links, "no such link"):
        with pytest.raises(NotHere, match="days for objections are over"):
            object_without_account(runtime.services, link)


def test_a_restored_wording_is_checked_again_with_all_that_was_shown(
    runtime: Place, piece: PieceWhole
) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    runtime.clock.pass_days(8)
    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *NEWER)

    restore_wording(runtime.services, runtime.actor("helen"), piece.piece.id, 1, 2)

    whole = now(runtime, piece)
    assert (whole.newest.number, whole.newest.shown) == (3, piece.newest.shown)
    assert check_of(whole, whole.newest, runtime.clock()) is not None
    with pytest.raises(BadInput, match="changed meanwhile"):
        restore_wording(runtime.services, runtime.actor("helen"), piece.piece.id, 1, 2)


def test_others_call_a_piece_by_its_checked_title(runtime: Place, piece: PieceWhole) -> None:
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.US)
    in_the_group = name_for_all(now(runtime, piece), runtime.clock())
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    runtime.clock.pass_days(8)
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)

    write_wording(runtime.services, runtime.actor("helen"), piece.piece.id, *NEWER)

    assert in_the_group == "(not released)"
    assert name_for_all(now(runtime, piece), runtime.clock()) == piece.newest.title


def test_a_piece_counts_from_the_moment_at_which_objections_close(
    runtime: Place, piece: PieceWhole
) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    whole = now(runtime, piece)
    close = objections_close(whole, whole.read_backs[0])

    before = check_of(whole, whole.newest, close - timedelta(microseconds=1))
    found = check_of(whole, whole.newest, close)

    assert (before, found is not None and found.since) == (None, close)
