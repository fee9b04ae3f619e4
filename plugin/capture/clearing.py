"""Clearing a board after Close: stickies of boxes that stay here, and of held notes, go from Miro.

The panel deletes them in the browser, so that no word of them is sent anywhere. Held notes are
marked here first as tidied away: a later collecting would take what is missing for taken back. One
whose sticky is still there is seen again, and is as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState
from plugin.domain.people import Actor
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import WELCOME
from plugin.errors import BadInput
from plugin.govern.running_sessions import session_to_run
from plugin.intents.leases import alone_with, still_alone
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store.database import Tx
from plugin.store.services import Services

_NOT_CLOSED = "This session is not closed. Nothing was cleared. Close it first."


@dataclass(frozen=True, slots=True)
class ToClear:
    """Miro's ids: of frames all of whose stickies may go, and of single stickies."""

    frames: tuple[str, ...] = ()
    stickies: tuple[str, ...] = ()


def begin_clearing(
    services: Services, actor: Actor, session_id: str, *, spoken: bool, held: bool
) -> ToClear:
    """Say what may go from a closed session's board: what stays here, what is held, or both.

    Of held notes only those that are kept here: a sticky that nobody collected would be lost. Raise
    BadInput while the session is open, NotNow while it is collected.
    """
    with alone_with(services, session_id), services.db.begin() as tx:
        still_alone(tx)
        session = session_to_run(tx, actor, session_id)
        if session.state is not SessionState.CLOSED:
            raise BadInput(_NOT_CLOSED)
        return ToClear(
            frames=_frames(tx, session, Label.X) if spoken else (),
            stickies=_mark_held(tx, session) if held else (),
        )


def _mark_held(tx: Tx, session: Session) -> tuple[str, ...]:
    frames = set(_codes(session, Label.H))
    lying = [each for each in stored_notes.notes(tx, session.id) if each.zone_code in frames]
    found = []
    for note in lying:
        if note.text is not None and note.is_on_desk and note.miro_item_id is not None:
            found.append(note.miro_item_id)
            _tidy(tx, note)
    return tuple(found)


def _tidy(tx: Tx, note: Note) -> None:
    if note.state is NoteState.HERE:
        stored_notes.save_note(tx, replace(note, state=NoteState.TIDIED))


def _frames(tx: Tx, session: Session, label: Label) -> tuple[str, ...]:
    codes = set(_codes(session, label))
    frames = stored_boards.frame_zones(tx, session.id)
    return tuple(sorted(item for item, code in frames.items() if code in codes))


def _codes(session: Session, label: Label) -> tuple[str, ...]:
    labels = session.policy.labels if session.policy else {}
    return tuple(code for code, own in labels.items() if own is label and code != WELCOME)
