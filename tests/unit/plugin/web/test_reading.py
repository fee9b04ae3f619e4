from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from plugin.curate.pieces import release, whole_piece, write_wording
from plugin.domain.notes import NoteState
from plugin.domain.pieces import PieceWhole, Rung
from plugin.web.reading import read_by
from plugin.web.words import gone_notes
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    return a_piece(house.ground, house.actor("helen"), meet(house.ground, house.community.id))


def readers(house: TestHouse, piece: PieceWhole) -> str:
    return read_by(whole_piece(house.ground, piece.piece.id), house.ground.now)


def test_a_draft_is_not_said_to_be_read(house: TestHouse, piece: PieceWhole) -> None:
    assert readers(house, piece) == "Draft · this wording is not checked yet"


def test_partners_of_newer_words_are_said_to_read_the_checked_ones(
    house: TestHouse, piece: PieceWhole
) -> None:
    read_back_today(house.ground, house.actor("sam"), piece)
    house.clock.pass_days(8)
    release(house.ground, house.actor("helen"), piece.piece.id, Rung.PARTNERSHIP)
    house.clock.pass_days(3)
    assert readers(house, piece) == "Read by: our partners · checked"

    write_wording(house.ground, house.actor("helen"), piece.piece.id, "Newer", "Newer.", "Newer.")

    assert readers(house, piece) == (
        "Read by: our partners, in the wording of 18 November 2026 · "
        "this newer one is not checked yet"
    )


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([NoteState.LEFT_BOARD], "One note left the board"),
        ([NoteState.LEFT_BOARD] * 6, "6 notes left the board"),
        ([NoteState.TAKEN_BACK], "One note was taken back"),
        ([NoteState.HERE] * 2, "The day of 2 held notes has come"),
    ],
)
def test_notes_that_are_gone_are_counted_in_one_line(states: list[NoteState], words: str) -> None:
    notes: list[Any] = [
        SimpleNamespace(id=str(number), state=state, erase_on=None)
        for number, state in enumerate(states)
    ]

    found = gone_notes(notes, {note.id for note in notes})

    assert found == ((words, len(states), None),)
