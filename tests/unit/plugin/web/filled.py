"""A session with notes, as capture leaves it, for pages that show one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.sessions import Board, Brake, Session, SessionState
from plugin.govern.held_notes import freeze_readers
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from tests.unit.plugin.web.house import TestHouse

WORDS = "The flat had no heating. <script>alert(1)</script> لا أدري"
PROPOSAL = "Two weeks to take a note back"


@dataclass(frozen=True)
class Filled:
    """A session and the ids of its notes: one kept or held, one that proposes a sentence."""

    session: Session
    note_id: str
    proposal_note_id: str


def a_session(
    made: TestHouse,
    code: str = "T2",
    state: SessionState = SessionState.OPEN,
    day: date = date(2026, 11, 18),
) -> Filled:
    """Store a session with a board and two notes."""
    sam, services = made.actor("sam"), made.services
    session = plan_session(services, sam, made.community.id, day, read_template(code))
    closed_at = services.now if state is SessionState.CLOSED else None
    ids = (services.new_id(), services.new_id())
    with services.db.begin() as tx:
        freeze_readers(tx, session)
        stored_sessions.save_session(tx, replace(session, state=state, closed_at=closed_at))
        link = "http://127.0.0.1:1/board"
        stored_boards.save_board(tx, Board(session.id, f"board-{session.id}=", session.name, link))
        rows = ((ids[0], "Z2", Label.H, WORDS), (ids[1], "Z5", Label.S, PROPOSAL))
        for note_id, zone, label, text in rows:
            note = Note(
                id=note_id,
                session_id=session.id,
                zone_code=zone,
                label=label,
                kind="note",
                source="miro",
                text=text,
                miro_item_id=note_id,
                seen_at=services.now,
            )
            stored_notes.save_note(tx, note)
        counts = {"stored": 2, "new": 1, "dropped_off_record": 3, "messages": ["A box is gone."]}
        stored_sessions.add_capture(tx, services.new_id(), session.id, services.now, counts)
    return Filled(replace(session, state=state), *ids)


def ask_brake(made: TestHouse, filled: Filled) -> str:
    """Let the brake ask about a note of the session, and return the question's id."""
    brake_id = made.services.new_id()
    ids, now = (filled.note_id,), made.services.now
    with made.services.db.begin() as tx:
        stored_notes.set_brake(tx, Brake(brake_id, filled.session.id, "Z2", ids, False, now))
    return brake_id
