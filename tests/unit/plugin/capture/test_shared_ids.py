from datetime import UTC, datetime, timedelta

import pytest

from plugin.capture.cost import least_calls
from plugin.capture.shared_ids import TOLD
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.labels import Label
from tests.pretend_board import Runtime, Stage, stage

MOMENT = datetime(2026, 11, 18, 14, 5, 7, 300_000, tzinfo=UTC)
LATER = MOMENT + timedelta(milliseconds=400)


def _meeting(home: Runtime, *moments: datetime, is_visitor: bool = True) -> Stage:
    staged = stage(home, "T3", Agreement(1, {}, Attribution.ROLE))
    if is_visitor:
        staged.board.visitors.add("V")
    for number, moment in enumerate(moments):
        staged.board.add(f"n{number}", "V", "Z3", f"words {number}")
        staged.board.write_at(f"n{number}", moment)
    return staged


def test_notes_of_a_visitor_in_the_same_second_never_join(home: Runtime) -> None:
    staged = _meeting(home, MOMENT, LATER, MOMENT + timedelta(minutes=3))

    captured = staged.collect()
    staged.close()

    assert captured.messages == (TOLD,)
    assert {note.strand_id for note in staged.notes().values()} == {None}


def test_notes_that_were_stored_before_part_as_well(home: Runtime) -> None:
    staged = _meeting(home, MOMENT, MOMENT + timedelta(minutes=3))
    staged.collect()
    before = {note.author_hash for note in staged.notes().values()}
    staged.board.add("n2", "V", "Z3", "words of somebody else")
    staged.board.write_at("n2", MOMENT)
    staged.collect()

    assert None not in before
    assert {note.author_hash for note in staged.notes().values()} == {None}


@pytest.mark.parametrize(
    ("moments", "is_visitor"),
    [((MOMENT, LATER), False), ((MOMENT, MOMENT + timedelta(seconds=1)), True)],
)
def test_members_who_paste_and_visitors_who_write_stay_one_voice(
    home: Runtime, moments: tuple[datetime, ...], is_visitor: bool
) -> None:
    staged = _meeting(home, *moments, is_visitor=is_visitor)

    captured = staged.close()

    assert captured.messages == ()
    assert len({note.strand_id for note in staged.notes().values()} - {None}) == 1


def test_members_are_asked_for_only_where_notes_came_at_once(home: Runtime) -> None:
    apart = _meeting(home, MOMENT, MOMENT + timedelta(minutes=1))
    at_once = _meeting(home, MOMENT, LATER)

    costs = [apart.collect().cost, at_once.collect().cost]

    assert ["list_members" in each.board.calls for each in (apart, at_once)] == [False, True]
    assert [least_calls(cost) for cost in costs] == [
        len(apart.board.calls),
        len(at_once.board.calls),
    ]


def test_a_shared_id_loosens_no_label(home: Runtime) -> None:
    staged = _meeting(home, MOMENT, LATER)
    staged.board.move("n0", "V", "Z4")
    staged.collect()
    staged.board.move("n0", "V", "Z3")

    captured = staged.collect()

    assert (captured.waiting_for_writer, staged.notes()["n0"].label) == (1, Label.H)
