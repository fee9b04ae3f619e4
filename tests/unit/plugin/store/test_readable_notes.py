"""Whether a note may be read today: statements and notes in memory say the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import sqlalchemy as sa

import plugin
from plugin.domain.notes import GONE, NoteState
from plugin.store import notes as stored_notes
from plugin.store import tables as t
from plugin.store.readable_notes import may_be_read
from tests.pretend_board import runtime, stage


def test_statements_choose_the_notes_that_say_so_themselves(tmp_path: Path) -> None:
    home = runtime(tmp_path)
    meeting = stage(home, "T3")
    meeting.board.add("one", "P01", "Z5", "kept words")
    meeting.collect()
    (like,) = meeting.all_notes()
    days = [None, *(home.services.today + timedelta(days=each) for each in (-1, 0, 1))]
    every = [
        replace(like, id=f"n{number}", state=state, erase_on=day, miro_item_id=None)
        for number, (state, day) in enumerate(product(set(NoteState) - GONE, days))
    ]
    with meeting.services.db.begin() as tx:
        stored_notes.add_notes(tx, every)
        stored_notes.save_note(tx, like.erased(NoteState.ERASED, "Its day has come."))
        found = set(tx.execute(sa.select(t.note.c.id).where(may_be_read(tx))).scalars())

    assert found == {each.id for each in every if each.may_be_read(home.services.today)}
    assert found


def test_no_other_statement_says_what_is_on_the_desk() -> None:
    """A state alone does not tell: until the daily tidy a note past its day is on the desk."""
    folder = Path(plugin.__file__).parent
    asking = {
        each.relative_to(folder).as_posix()
        for each in folder.rglob("*.py")
        if re.search(r"\bON_DESK\b", each.read_text("utf-8"))
    }
    assert asking == {"domain/notes.py", "store/readable_notes.py"}
