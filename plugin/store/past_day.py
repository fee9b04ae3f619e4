"""Notes whose day has come while a legal hold keeps them: off the desk, and read by nobody.

A hold stops the erasing of their words and nothing else. Whatever follows when words go, and can be
taken back by nobody, follows here too: quotes of them are empty, pieces that rest on them are
looked at again, exports that wait are made anew, and whoever listens is told.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from plugin.domain.notes import Note, NoteState
from plugin.store import exports as stored_exports
from plugin.store import legal_holds, reviews
from plugin.store import notes as stored_notes
from plugin.store import tables as t
from plugin.store import webhooks as stored_webhooks
from plugin.store.database import Tx
from plugin.store.held_words import look_again
from plugin.store.note_rows import note_of_row


def kept_past_day(tx: Tx, today: date, most: int | None) -> tuple[Note, ...]:
    """Return notes that a hold keeps past their day and that are not taken off yet, or `most`."""
    wanted = sa.select(t.note).where(
        t.note.c.erase_on <= today,
        t.note.c.text.is_not(None),
        t.note.c.state != NoteState.DAY_PASSED.value,
        t.note.c.session_id.in_(legal_holds.kept_sessions(today)),
    )
    return tuple(note_of_row(row) for row in tx.execute(wanted.limit(most)))


def take_off(tx: Tx, note: Note, at: datetime) -> None:
    """Let nobody read a note any more, while its words are kept."""
    stored_notes.save_note(tx, note.past_its_day())
    look_again(tx)
    texts = [note.text or "", *(each.text for each in stored_notes.versions(tx, note.id))]
    session = t.session.c
    community = sa.select(session.community_id).where(session.id == note.session_id)
    reviews.open_where_told(tx, tx.execute(community).scalar_one(), {note.id: texts}, at)
    reviews.open_for_sources(tx, note.id, at)
    stored_exports.drop_contents(tx, note.session_id)
    stored_webhooks.tell_of_note(tx, note.session_id, note.id, at)
