"""Promises 4 and 10: a piece quotes only notes that it rests on, in words that its group read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugin.curate.changing_sources import add_notes, take_off
from plugin.curate.own_yes import record_own_yes
from plugin.curate.pieces import make_piece, restore_wording
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.pieces import PieceWhole, last_checked
from plugin.use_cases import close_session
from tests.promises.team import make_team, post, record
from tests.promises.test_04_its_people_check_it_themselves import WROTE, Asked, written
from tests.promises.test_04_quotes_need_a_yes import note_of, quote, say
from tests.unit.plugin.curate.meeting import change_note, meet_without_board
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import join, notes_of, without_board

QUOTING = "One of us:\n\n[quote 1]"
TOLD = {"title": "Known names", "line": "Somebody rings."}


@pytest.fixture
def house(tmp_path: Path) -> Any:
    made = make_team(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def first(house: TestHouse) -> Asked:
    return written(house, *WROTE)


def on_its_notes(asked: Asked, story: str) -> PieceWhole:
    """Make another piece of the same notes."""
    house, notes = asked.house, [note_of(asked, each) for each in WROTE]
    helen, here = house.actor("helen"), house.community.id
    return make_piece(house.services, helen, here, notes, *TOLD.values(), story, kind="doubt")


def write(house: TestHouse, piece: PieceWhole, way: str) -> int:
    """Put the first quote of a piece back after its note was taken off."""
    helen = house.as_("helen")
    if way == "restored":
        return post(helen, piece, "restore", number=1)
    if way == "read back":
        house.clock.pass_days(1)
        meeting = meet_without_board(house.services, house.community.id)
        told = {**TOLD, "session": meeting.id, "answer": "changed", "narrative": QUOTING}
        return post(house.as_("sam"), piece, "read-back", **told)
    typed = QUOTING if way == "token" else f"One of us:\n\n“{WROTE[0]}”"
    return post(helen, piece, "words", narrative=typed, **TOLD)


@pytest.mark.parametrize("way", ["restored", "token", "words", "read back"])
def test_no_quote_of_a_note_that_was_taken_off_comes_back(first: Asked, way: str) -> None:
    house, later = first.house, on_its_notes(first, QUOTING)
    assert first.ask() == 303
    assert first.answer(0, "not shared") == 303
    first.close()
    off = {"note": note_of(first, WROTE[0]), "why": "It does not fit"}
    assert post(house.as_("helen"), later, "take-off", **off) == 303

    done = write(house, later, way)

    newest = Asked(house, (), later.piece.id).whole.newest
    assert WROTE[0] not in "\n".join(newest.words)
    assert "[quote" not in newest.stored_story
    assert done == (303 if way == "restored" else 400)


def test_older_words_keep_their_quote_and_later_ones_take_it_back_with_the_note(
    first: Asked,
) -> None:
    house, helen = first.house, first.house.actor("helen")
    note_id = note_of(first, WROTE[0])
    assert quote(first, WROTE[0]) == 303
    quoting = first.whole.newest
    take_off(house.services, helen, first.piece_id, note_id, "It does not fit")
    restore_wording(house.services, helen, first.piece_id, quoting.number)
    assert WROTE[0] in first.whole.wording(quoting.id).narrative
    assert WROTE[0] not in first.whole.newest.narrative

    add_notes(house.services, helen, first.piece_id, [note_id], "It fits after all")
    again = restore_wording(house.services, helen, first.piece_id, quoting.number)

    assert WROTE[0] in again.narrative
    assert [each.words for each in first.whole.quotes_in(first.whole.newest)] == [WROTE[0]]


def emptied(house: TestHouse, piece: PieceWhole, *, back: bool = False) -> None:
    """Let the note that a piece quotes leave its board, or lie there again."""
    state = NoteState.HERE if back else NoteState.LEFT_BOARD
    change_note(house.services, piece.quotes[0].note_id, state=state)


@pytest.mark.parametrize("when", ["before it was recorded", "in its days", "held meanwhile"])
def test_what_was_read_back_as_a_gap_stays_one(first: Asked, when: str) -> None:
    house, piece = first.house, on_its_notes(first, QUOTING)
    hidden = piece.quotes[0].note_id
    if when == "before it was recorded":
        emptied(house, piece)
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(1)
    if when == "in its days":
        emptied(house, piece)
    if when == "held meanwhile":
        change_note(house.services, hidden, label=Label.H)
        change_note(house.services, hidden, label=Label.M)
    house.clock.pass_days(1)
    emptied(house, piece, back=True)
    house.clock.pass_days(8)

    again = Asked(house, (), piece.piece.id)
    assert again.is_checked
    assert again.whole.newest.narrative == "One of us:\n\n[…]"
    assert quote(again, WROTE[0]) == 303  # anew, in words that are read back anew
    assert WROTE[0] in again.whole.newest.narrative
    assert WROTE[0] not in last_words(again)


def test_a_quote_that_its_group_read_comes_back_with_its_note(first: Asked) -> None:
    house, piece = first.house, on_its_notes(first, QUOTING)
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    again = Asked(house, (), piece.piece.id)

    emptied(house, piece)
    assert WROTE[0] not in last_words(again)
    emptied(house, piece, back=True)

    assert WROTE[0] in last_words(again)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_no_that_a_group_read_as_a_gap_brings_no_words_back(
    first: Asked, *, elsewhere: bool
) -> None:
    house = first.house
    assert quote(first, WROTE[0]) == 303
    read = on_its_notes(first, QUOTING) if elsewhere else first.whole
    assert first.ask() == 303
    assert [first.answer(each, "yes") for each in range(3)] == [303] * 3
    assert say(first, 0, "yes") == 303
    assert record(house, house.as_("sam"), read) == 303
    assert say(first, 0, "no") == 303
    house.clock.pass_days(3)  # while everybody reads a gap
    assert say(first, 0, "yes") == 303
    house.clock.pass_days(15)

    again = Asked(house, (), read.piece.id)
    assert WROTE[0] not in "\n".join(again.whole.newest.words)
    assert quote(again, WROTE[0]) == 303  # anew, in words that are read back anew


def last_words(asked: Asked) -> str:
    check = last_checked(asked.whole, asked.house.clock())
    assert check is not None
    return check.wording.narrative


def test_what_its_one_writer_heard_as_a_gap_stays_one(first: Asked) -> None:
    house = first.house
    session = without_board(house)
    phone = join(house, session)
    for words in WROTE[:2]:
        phone.write(words)
    close_session(house.runtime, house.actor("sam"), session.id)
    notes = sorted(notes_of(house, session), key=lambda each: WROTE.index(str(each.text)))
    helen, here = house.actor("helen"), house.community.id
    own = [each.id for each in notes]
    alone = make_piece(house.services, helen, here, own, *TOLD.values(), QUOTING, kind="doubt")
    emptied(house, alone)
    record_own_yes(house.services, house.actor("sam"), alone.piece.id)

    emptied(house, alone, back=True)

    assert Asked(house, (), alone.piece.id).whole.newest.narrative == "One of us:\n\n[…]"
