"""Which words go while a session is open: deleted on the board, or replaced there.

Until Close the board is the writer's pen. What left it may stand in a piece by then, typed by
somebody who read it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plugin.capture.actions import Action, AddNote, ChangeNote, ForgetNote
from plugin.capture.context import CaptureContext
from plugin.domain.overlap import lost_runs
from plugin.domain.session_keys import SessionKey
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store import unread_items
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


def bind_to_writers(tx: Tx, desk: CaptureContext, actions: Sequence[Action]) -> None:
    """Remember which items their writers' own hand alone lets be read, or read as looser ones."""
    unread_items.bind(tx, desk.known.session.id, _newly_waiting(desk, actions))
    _leave_lost(tx, desk.known.session.id, desk.key, actions)


def bind_lost(tx: Tx, session_id: str, actions: Iterable[Action]) -> None:
    """Do so for what left an open board, as long as it is known by the session's key."""
    secret = stored_sessions.session_secret(tx, session_id)
    if secret is not None:
        _leave_lost(tx, session_id, SessionKey(secret), actions)


def _leave_lost(tx: Tx, session_id: str, key: SessionKey, actions: Iterable[Action]) -> None:
    """Leave items unread that left an open board.

    Nothing is known of their notes any more. Should they lie there again, by whatever hand, they
    are read where their writer's own hand put them: else words of others would be in their name,
    and held ones in looser boxes.
    """
    lost = (each.note for each in actions if isinstance(each, ForgetNote) and each.is_lost)
    items = (each.miro_item_id for each in lost if not each.is_by_phone)
    unread_items.leave_unread(tx, session_id, {key.of_item(each): None for each in items if each})


def _newly_waiting(desk: CaptureContext, actions: Iterable[Action]) -> list[str]:
    """Return the keyed hashes of items that another hand moved, or copied, since the last time.

    A backup that does not know their notes yet would let them be read as they lie now.
    """
    waited = {each.id for each in desk.known.notes if each.is_waiting}
    shown = (each.note for each in actions if isinstance(each, AddNote | ChangeNote))
    return [
        desk.key.of_item(each.miro_item_id)
        for each in shown
        if each.is_waiting and each.miro_item_id is not None and each.id not in waited
    ]


def _texts(tx: Tx, note_id: str) -> tuple[str, ...]:
    note, older = stored_notes.note(tx, note_id), stored_notes.versions(tx, note_id)
    return tuple(each.text for each in (note, *older) if each is not None and each.text)
