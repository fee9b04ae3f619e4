from pathlib import Path

import pytest

from plugin.curate.pieces import make_piece, whole_piece
from plugin.domain.agreements import Agreement
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole
from plugin.govern.retention import tidy
from plugin.store import tables as t
from tests.pretend_board import Runtime, Stage, runtime, stage

WORDS = ("A title", "A line.", "A story.")


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


def met(home: Runtime, *writers_and_boxes: tuple[str, str]) -> Stage:
    meeting = stage(home, "T3", Agreement(1))
    for number, (writer, box) in enumerate(writers_and_boxes):
        meeting.board.add(f"n{number}", writer, box, f"I am not sure, {number}.")
    meeting.close()
    return meeting


def a_piece(home: Runtime, meeting: Stage) -> PieceWhole:
    return make_piece(
        home.services, OPERATOR, "c", [note.id for note in meeting.all_notes()], *WORDS
    )


def test_what_was_one_voice_stays_one_when_the_key_goes(home: Runtime) -> None:
    meeting = met(home, ("P01", "Z3"), ("P01", "Z5"), ("P01", "Z5"))
    piece = a_piece(home, meeting)

    home.pass_days(60)
    assert tidy(home.services, OPERATOR).keys_forgotten == 1

    assert {note.voice_id for note in meeting.all_notes()} == {None}
    assert whole_piece(home.services, piece.piece.id).voices == piece.voices == 1


def test_nothing_that_stays_joins_the_boxes_of_a_writer_across_pieces(home: Runtime) -> None:
    meeting = met(home, ("P01", "Z3"), ("P01", "Z5"))
    first, second = a_piece(home, meeting), a_piece(home, meeting)
    home.pass_days(60)
    tidy(home.services, OPERATOR)

    with home.services.db.read() as tx:
        marks = tx.execute(t.source.select()).all()

    voices = {(row.piece_id, row.voice) for row in marks}
    assert len(voices) == 2
    assert len({voice for _, voice in voices}) == 2
    assert {row.strand_id is not None for row in meeting.all_notes()} == {True}
    assert first.piece.id != second.piece.id


def test_after_the_key_strands_are_voices(home: Runtime) -> None:
    meeting = met(home, ("P01", "Z3"), ("P01", "Z5"), ("P01", "Z5"))
    home.pass_days(60)
    tidy(home.services, OPERATOR)

    assert a_piece(home, meeting).voices == 2


def test_a_note_that_came_after_close_is_never_a_voice_of_its_own(home: Runtime) -> None:
    meeting = met(home, ("P01", "Z3"))
    meeting.board.add("late", "P02", "Z5", "A late note.")
    meeting.collect()

    assert a_piece(home, meeting).voices == 1


def test_two_writers_are_two_voices(home: Runtime) -> None:
    assert a_piece(home, met(home, ("P01", "Z3"), ("P02", "Z3"))).voices == 2


def test_a_note_taken_out_leaves_no_mark_of_its_voice(home: Runtime) -> None:
    meeting = met(home, ("P01", "Z3"), ("P02", "Z5"))
    piece = a_piece(home, meeting)
    meeting.board.move("n0", "P01", "ZX")
    meeting.collect()

    with home.services.db.read() as tx:
        gone = tx.execute(t.source.select().where(t.source.c.gone_because.is_not(None))).one()
    assert gone.voice is None
    assert whole_piece(home.services, piece.piece.id).voices == 1
