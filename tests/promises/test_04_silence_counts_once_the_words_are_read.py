"""Promise 4: the silence of people who could not read the words checks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin import use_cases
from plugin.curate.pieces import whole_piece
from plugin.domain.blockers import HELD_UP
from plugin.domain.pieces import PieceWhole, last_checked
from tests.promises.team import make_team, post, record
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_team(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    """Read a piece back that loses one of its notes on the same day."""
    met = meet(house.services, house.community.id)
    found = a_piece(house.services, house.actor("helen"), met, "phone", "trust", "portal")
    assert record(house, house.as_("sam"), found) == 303
    return found


def link_to(house: TestHouse, piece: PieceWhole) -> str:
    text = house.as_("sam").post(f"/pieces/{piece.piece.id}/objection-link").text
    found = re.search(r"(/objections/[\w-]+)\"", text)
    assert found is not None
    return found[1]


def take_back(house: TestHouse, piece: PieceWhole) -> None:
    at = f"/notes/{piece.sources[-1].note_id}/take-back"
    assert house.as_("sam").post(at).status_code in (302, 303)


def settle(house: TestHouse, piece: PieceWhole) -> None:
    gone = [each.note_id for each in whole_piece(house.services, piece.piece.id).reviews]
    assert post(house.as_("helen"), piece, "still-stands", gone=gone) == 303


def is_checked(house: TestHouse, piece: PieceWhole) -> bool:
    found = whole_piece(house.services, piece.piece.id)
    return last_checked(found, house.clock()) is not None


@pytest.mark.parametrize("days", [3, 9])
def test_the_days_begin_anew_once_everybody_can_read_the_words_again(
    house: TestHouse, piece: PieceWhole, days: int
) -> None:
    link, line = link_to(house, piece), piece.newest.line
    assert line in house.as_(None).get(link).text
    take_back(house, piece)
    house.clock.pass_days(days)
    use_cases.tidy(house.runtime)
    assert line not in house.as_(None).get(link).text
    assert not is_checked(house, piece)
    if days == 9:
        assert HELD_UP in house.as_("helen").get(f"/pieces/{piece.piece.id}").text

    settle(house, piece)
    for _ in range(7):
        house.clock.pass_days(1)
        use_cases.tidy(house.runtime)
        assert line in house.as_(None).get(link).text
        assert not is_checked(house, piece)
    house.clock.pass_days(1)

    assert is_checked(house, piece)
    assert house.as_(None).get(link).status_code == 404


def test_whoever_reads_them_again_may_object(house: TestHouse, piece: PieceWhole) -> None:
    link = link_to(house, piece)
    take_back(house, piece)
    house.clock.pass_days(9)
    settle(house, piece)

    assert house.as_(None).post(link, data={"reason": ""}).status_code in (200, 302, 303)
    house.clock.pass_days(8)

    assert not is_checked(house, piece)


def test_what_was_checked_before_a_note_went_stays_checked(
    house: TestHouse, piece: PieceWhole
) -> None:
    house.clock.pass_days(8)
    assert is_checked(house, piece)
    take_back(house, piece)
    assert is_checked(house, piece)  # though nobody outside reads it meanwhile

    house.clock.pass_days(2)
    settle(house, piece)

    assert is_checked(house, piece)
