"""What a collecting starts from: everything known of a session, read in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.capture.reading import FRAME
from plugin.capture.sightings import Known
from plugin.domain.days import short_day
from plugin.domain.people import Actor
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.govern.running_sessions import session_to_run
from plugin.store import copies as stored_copies
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx


@dataclass(frozen=True, slots=True)
class CaptureContext:
    """What a collecting starts from."""

    known: Known
    miro_board_id: str
    key: SessionKey
    number: int  # of collectings before this one


def context_of(tx: Tx, actor: Actor, session_id: str, template: Template) -> CaptureContext:
    """Return what is known; raise NotHere, BadInput for a board or a key that is not there."""
    session = session_to_run(tx, actor, session_id)
    board, secret = (
        stored_sessions.board(tx, session_id),
        stored_sessions.session_secret(tx, session_id),
    )
    if board is None or session.policy is None:
        raise BadInput("This session has no board yet. Nothing was collected. Build it first.")
    if secret is None:
        raise BadInput(_too_late(session))
    last = stored_sessions.last_capture(tx, session_id)
    counts = last[1] if last else {}
    placed = stored_sessions.placed_items(tx, session_id)
    known = Known(
        session=session,
        policy=session.policy,
        template=template,
        notes=stored_notes.notes(tx, session_id),
        unread=stored_notes.unread(tx, session_id),
        ours=frozenset(item_id for item_id, kind in placed.items() if kind != FRAME),
        frames=stored_sessions.frame_zones(tx, session_id),
        brakes=stored_notes.open_brakes(tx, session_id),
        stored_before=counts.get("stored", 0),
        copies=stored_copies.suspected(tx, session_id),
        withdrawn=tuple(
            (SessionKey(own), hashes)
            for own, hashes in stored_copies.withdrawn(tx, session.community_id)
        ),
    )
    return CaptureContext(known, board.miro_board_id, SessionKey(secret), counts.get("number", 0))


def _too_late(session: Session) -> str:
    closed = "is closed" if session.state is SessionState.CLOSED else "is closed within a day"
    return (
        f"Hedgerow read this board until {short_day(session.take_back_until)}, and reads it no "
        f"more. Nothing was changed. The session {closed}; its notes are safe, and stand as they "
        "were last collected. A note can still be taken back on its own page."
    )
