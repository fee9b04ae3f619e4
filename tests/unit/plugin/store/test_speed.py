"""What grows with the years costs no more each time: held by counts and plans, not by seconds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain import blankness
from plugin.domain.overlap import Phrases, phrases_of
from plugin.domain.remote_writes import Intent, IntentState
from plugin.store import held_words
from plugin.store import intents as stored_intents
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import tables as t
from tests import databases
from tests.bench import servers
from tests.bench.memories import Memory
from tests.statements import statements
from tests.unit.plugin.curate.meeting import HELD, meet
from tests.unit.plugin.web.house import TestHouse, make_house


def add(made: TestHouse, key: str, state: IntentState) -> None:
    intent = Intent(
        id=f"intent {key}",
        kind="row",
        subject="a board",
        key=key,
        payload={},
        state=state,
        made_at=made.services.now,
    )
    with made.services.db.begin() as tx:
        stored_intents.add(tx, intent)


@pytest.mark.sqlite_only  # PostgreSQL's planner knows how many rows there are, and chooses by that
def test_what_is_unfinished_is_found_without_reading_what_is_closed(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    with statements() as sent, made.services.db.read() as tx:
        stored_intents.unfinished(tx, "a board")
    with made.services.db.read() as tx:
        plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[-1]}", ("a", "b", "c")).all()

    assert "ix_intent_subject_state (subject=? AND state=?)" in str(plan)


@pytest.mark.sqlite_only  # as above
def test_held_notes_are_found_without_reading_the_other_notes(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    with made.services.db.read() as tx:
        with statements() as sent:
            held_words.held_in(tx, [made.partnership.id])
        own, past = made.partnership.id, (made.partnership.id, "day passed", "H")
        values = (*(own, "H") * 3, "H", *past, *past, "H", own, "H", own, own)
        plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[-1]}", values).all()

    assert str(plan).count("(session_id=? AND label=?)") == 2
    assert "SCAN note" not in str(plan)
    assert "ix_quote_refusal_partnership_id (partnership_id=?)" in str(plan)


def test_a_wording_is_looked_at_once_until_something_else_is_held(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    meet(made.services, made.community.id)
    with made.services.db.read() as tx:
        held = held_words.held_beside(tx, made.community.id)
    assert held is not None
    words = blankness.fold(HELD)

    assert held_words.stand_in(made.partnership.id, held, words)
    with patch.object(Phrases, "stand_in", side_effect=AssertionError("it was looked at before")):
        assert held_words.stand_in(made.partnership.id, held, words)
    assert not held_words.stand_in(made.partnership.id, phrases_of(["other words"]), words)


def test_writes_that_were_closed_are_forgotten_some_at_a_time(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    for number in range(3):
        add(made, str(number), IntentState.DONE)
    add(made, "open", IntentState.OPEN)
    made.clock.pass_days(31)
    add(made, "new", IntentState.DONE)
    before = made.services.now - timedelta(days=30)

    gone = []
    while not gone or gone[-1]:
        with made.services.db.begin() as tx:
            gone.append(stored_intents.forget_closed(tx, before, 2))

    assert gone == [2, 1, 0]
    assert {key for (key,) in databases.selected(made.services.db, "SELECT key FROM intent")} == {
        "open",
        "new",
    }


@pytest.mark.sqlite_only  # it counts the steps of a query
def test_pieces_on_the_same_notes_are_read_in_as_many_steps_a_piece(tmp_path: Path) -> None:
    few, many = (steps_a_piece(tmp_path / str(number), number) for number in (50, 200))

    assert many < 1.5 * few


def steps_a_piece(folder: Path, number: int) -> float:
    """Return the steps that SQLite takes for each of so many pieces on the same two notes."""
    folder.mkdir()
    memory, taken = Memory(folder, number), [0]

    def step() -> int:
        taken[0] += 1
        return 0

    with memory.services.db.read() as tx:
        connection = tx.connection.driver_connection
        connection.set_progress_handler(step, 10)
        assert len(stored_pieces.pieces(tx, memory.place.partnership.id)) == number
        connection.set_progress_handler(None, 0)
    memory.services.db.close()
    return taken[0] / number


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_texts_are_folded_as_all_others(text: str) -> None:
    one_by_one = "".join(letter for letter, _ in blankness.folded_letters(text)).strip()

    assert blankness.fold(text) == one_by_one


def test_notes_are_stored_and_changed_in_as_many_statements_however_many(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    session = meet(made.services, made.community.id)
    with made.services.db.begin() as tx:
        like = stored_notes.notes(tx, session.id)[0]
    numbers = []
    for many in (2, 40):
        notes = [replace(like, id=f"{many}-{each}", miro_item_id=None) for each in range(many)]
        with statements() as sent, made.services.db.begin() as tx:
            stored_notes.add_notes(tx, notes)
            stored_notes.change_notes(tx, notes)
        numbers.append(len(sent))
    with made.services.db.read() as tx:
        stored = tx.execute(sa.select(sa.func.count()).select_from(t.note)).scalar_one()

    assert numbers[0] == numbers[1]
    assert stored >= 42


def test_a_look_and_the_first_page_ask_as_often_however_many_partnerships_there_are(
    tmp_path: Path,
) -> None:
    asked = []
    for many in (2, 40):
        folder = tmp_path / str(many)
        folder.mkdir()
        made = make_house(folder, notion_token="sandbox-one")
        servers.fill(made, many)
        rounds, sam = servers.Bookkeeping(made.runtime), made.as_("sam")
        with statements() as looked:
            rounds.turn()
        with statements() as shown:
            assert sam.get("/").status_code == 200
        asked.append((len(looked), len(shown)))
        made.services.db.close()

    assert asked[0] == asked[1]
