from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from plugin.curate.pieces import whole_piece, write_wording
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.pieces import PieceWhole, Rung
from plugin.languages import Language
from plugin.web.formats import gone_notes
from plugin.web.readership import read_by
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house


@pytest.fixture
def runtime(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def piece(runtime: TestHouse) -> PieceWhole:
    return a_piece(
        runtime.services, runtime.actor("helen"), meet(runtime.services, runtime.community.id)
    )


def readers(runtime: TestHouse, piece: PieceWhole) -> str:
    return read_by(whole_piece(runtime.services, piece.piece.id), runtime.services.now)


def test_a_draft_is_not_said_to_be_read(runtime: TestHouse, piece: PieceWhole) -> None:
    assert readers(runtime, piece) == "Draft · this wording is not checked yet"


def test_partners_of_newer_words_are_said_to_read_the_checked_ones(
    runtime: TestHouse, piece: PieceWhole
) -> None:
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    runtime.clock.pass_days(8)
    release(runtime.services, runtime.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)
    assert readers(runtime, piece) == "Read by: our partners · checked"

    write_wording(
        runtime.services, runtime.actor("helen"), piece.piece.id, "Newer", "Newer.", "Newer."
    )

    assert readers(runtime, piece) == (
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
        SimpleNamespace(id=str(number), state=state, erase_on=None, label=Label.H)
        for number, state in enumerate(states)
    ]

    found = gone_notes(notes, {note.id for note in notes})

    assert found == ((words, len(states), None),)


def test_who_reads_a_piece_is_said_in_welsh_too(runtime: TestHouse, piece: PieceWhole) -> None:
    draft = read_by(piece, runtime.services.now)

    assert draft == "Draft · this wording is not checked yet"
    assert draft.in_language(Language.WELSH) == "Drafft · nid yw’r fersiwn hon wedi’i gwirio eto"
