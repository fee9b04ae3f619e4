"""Carries out what a collecting decided, in the transaction of its caller."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from plugin.capture.actions import (
    Action,
    AddNote,
    AskAboutCopy,
    ChangeNote,
    EraseNote,
    ForgetCopy,
    ForgetNote,
    KnowFrame,
    LeaveUnread,
    ReadAgain,
)
from plugin.capture.reading import FRAME
from plugin.capture.words_that_go import words_that_go
from plugin.domain.erasure_log import change_of_note
from plugin.domain.notes import Note, NoteState
from plugin.domain.sessions import Session, SessionState
from plugin.store import boards as stored_boards
from plugin.store import copies as stored_copies
from plugin.store import exports as stored_exports
from plugin.store import notes as stored_notes
from plugin.store import phone_stickies, unread_items
from plugin.store.database import Tx
from plugin.store.erasure_log import note_all
from plugin.store.let_go import let_go


def note_changes(
    tx: Tx, session: Session, before: Iterable[Note], actions: Iterable[Action]
) -> None:
    """Let the log of what went know changes after which less may be done with a note."""
    notes, is_closed = {each.id: each for each in before}, session.state is SessionState.CLOSED
    changed = [each.note for each in actions if isinstance(each, ChangeNote)]
    went = (change_of_note(notes[each.id], each, is_closed=is_closed) for each in changed)
    told = zip(changed, went, strict=True)
    less = [(found[0], note.id, found[1]) for note, found in told if found]
    note_all(tx, less)
    if less and is_closed:
        stored_exports.drop_contents(tx, session.id)


def perform_all(tx: Tx, session_id: str, actions: Sequence[Action], now: datetime) -> None:
    """Do what was decided; what there is much of in few statements, the rest one by one."""
    let_go(tx, session_id, words_that_go(tx, actions), now)
    older = [each.older for each in actions if isinstance(each, ChangeNote) and each.older]
    for version in older:
        stored_notes.add_version(tx, version)
    stored_notes.add_notes(tx, [each.note for each in actions if isinstance(each, AddNote)])
    stored_notes.change_notes(tx, [each.note for each in actions if isinstance(each, ChangeNote)])
    unread = [each for each in actions if isinstance(each, LeaveUnread)]
    unread_items.leave_unread(tx, session_id, {each.item_hash: each.zone_code for each in unread})
    for action in actions:
        if not isinstance(action, AddNote | ChangeNote | LeaveUnread):
            _perform(tx, session_id, action, now)


def _perform(tx: Tx, session_id: str, action: Action, now: datetime) -> None:
    match action:
        case AddNote(note):
            stored_notes.save_note(tx, note)
        case ChangeNote(note, older):
            if older is not None:
                stored_notes.add_version(tx, older)
            stored_notes.save_note(tx, note)
        case ForgetNote(note):
            stored_notes.forget_note(tx, note.id)
            if note.is_by_phone:
                phone_stickies.let_sticky_lie(tx, note)
        case EraseNote(note, reason):
            if note.is_by_phone:
                phone_stickies.let_sticky_lie(tx, note)
            # Without its item id: its own writer may move the sticky back, as a new note.
            gone = replace(note, miro_item_id=None)
            stored_notes.erase_note(tx, gone, NoteState.ERASED, reason, now)
        case LeaveUnread(item_hash, zone_code):
            unread_items.set_unread(tx, session_id, item_hash, zone_code)
        case ReadAgain(item_hash):
            unread_items.forget_unread(tx, session_id, item_hash)
        case AskAboutCopy(copy):
            stored_copies.save(tx, session_id, copy)
        case ForgetCopy(item_hash):
            stored_copies.forget(tx, session_id, item_hash)
        case KnowFrame(item_id, zone_code):
            stored_boards.link_items(
                tx, session_id, {f"found/{item_id}": (item_id, FRAME, zone_code)}
            )
