"""Which words go while a session is open: deleted on the board, or replaced there.

Until Close the board is the writer's pen. What left it may stand in a piece by then, typed by
somebody who read it here.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugin.capture.actions import Action, ChangeNote, ForgetNote
from plugin.domain.overlap import lost_runs
from plugin.store import notes as stored_notes
from plugin.store.database import Tx


def words_that_go(tx: Tx, actions: Iterable[Action]) -> dict[str, tuple[str, ...]]:
    """Return the texts that these actions leave no trace of, by the ids of their notes."""
    gone: dict[str, tuple[str, ...]] = {}
    for action in actions:
        match action:
            case ForgetNote(note):
                gone[note.id] = _texts(tx, note.id)
            case ChangeNote(note, None) if note.text is not None:
                before = stored_notes.note(tx, note.id)
                if before is not None and before.text not in (None, note.text):
                    gone[note.id] = lost_runs(before.text or "", note.text)
    return gone


def _texts(tx: Tx, note_id: str) -> tuple[str, ...]:
    note, older = stored_notes.note(tx, note_id), stored_notes.versions(tx, note_id)
    return tuple(each.text for each in (note, *older) if each is not None and each.text)
