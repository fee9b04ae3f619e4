"""Meetings with notes for tests of the desk: what capture would have left, put there by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from plugin.convene.sessions import hold_without_board, plan_session
from plugin.convene.template_files import read_template
from plugin.curate.pieces import make_piece
from plugin.curate.read_backs import record_piece_read_back
from plugin.domain.agreements import Agreement
from plugin.domain.harm_questions import QUESTIONS
from plugin.domain.labels import Label
from plugin.domain.notes import GONE, Note
from plugin.domain.people import OPERATOR, Actor
from plugin.domain.pieces import PieceWhole, Source
from plugin.domain.sessions import Session, SessionState
from plugin.govern.held_notes import freeze_readers
from plugin.store import communities as stored_communities
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services

PHONE = "I said yes on the phone before the form was there."
PORTAL = "I might be wrong about the portal."
TRUST = "I might be wrong to trust phone calls."
HELD = "What struck me was how long nobody spoke."
NO_HARM_TYPED = {f"harm-{name}": "no" for name in QUESTIONS}
NOTES = (
    ("phone", "Z3", Label.M, "story", PHONE),
    ("trust", "Z5", Label.M, "doubt", TRUST),
    ("portal", "Z5", Label.M, "doubt", PORTAL),
    ("silence", "Z4", Label.H, "observation", HELD),
)


def meet(
    services: Services, community_id: str, state: SessionState = SessionState.CLOSED
) -> Session:
    """Hold a meeting (T3) today with the four notes above; kept and held as its design says."""
    with services.db.begin() as tx:
        if stored_communities.agreement(tx, community_id) is None:
            stored_communities.add_agreement(tx, community_id, Agreement(1), services.now)
    planned = plan_session(services, OPERATOR, community_id, services.today, read_template("T3"))
    closed_at = services.now if state is SessionState.CLOSED else None
    session = replace(planned, state=state, closed_at=closed_at)
    with services.db.begin() as tx:
        freeze_readers(tx, planned)
        stored_sessions.save_session(tx, session)
        for number, (name, zone, label, kind, text) in enumerate(NOTES):
            erase_on = session.held_until if label is Label.H else None
            note = a_note(session, name, zone, label, kind, text, y=float(number))
            stored_notes.save_note(tx, replace(note, seen_at=services.now, erase_on=erase_on))
    return session


def a_note(
    session: Session, name: str, zone: str, label: Label, kind: str, text: str, **more: Any
) -> Note:
    """Return a note as capture leaves it after Close."""
    seen_at = session.closed_at or more.pop("seen_at", None)
    more.setdefault("strand_id", f"strand-{name}-{session.id}")
    return Note(
        id=f"{name}-{session.id}",
        session_id=session.id,
        zone_code=zone,
        label=label,
        kind=kind,
        source="miro",
        text=text,
        miro_item_id=None,
        seen_at=seen_at,
        **more,
    )


def a_source(piece_id: str, note_id: str, session: Session, zone_code: str = "Z5") -> Source:
    """Return a note of a meeting as what a piece rests on."""
    return Source(
        piece_id=piece_id,
        note_id=note_id,
        session_id=session.id,
        zone_code=zone_code,
        day=session.day,
    )


def change_note(services: Services, note_id: str, **changes: Any) -> None:
    """Change a stored note, as capture or a withdrawal would."""
    with services.db.begin() as tx:
        note = stored_notes.note(tx, note_id)
        assert note is not None
        if (state := changes.get("state")) in GONE:
            stored_notes.save_note(tx, note.erased(state, "It is gone."))
        else:
            stored_notes.save_note(tx, replace(note, **changes))


def a_piece(services: Services, actor: Actor, session: Session, *names: str) -> PieceWhole:
    """Make a piece from notes of a meeting, two unless they are named."""
    chosen = [f"{name}-{session.id}" for name in names or ("phone", "trust")]
    return make_piece(
        services,
        actor,
        session.community_id,
        chosen,
        "When the right thing happens by phone",
        "When the right thing happens, it happens by phone, outside the form.",
        "People ring each other.\n\nThe form comes later, or never.",
        kind="doubt",
    )


def read_back_today(
    services: Services, actor: Actor, piece: PieceWhole, day: date | None = None
) -> None:
    """Hold a meeting without a board today and record that the piece was read back in it."""
    held = meet_without_board(services, piece.piece.community_id, day)
    record_piece_read_back(services, actor, piece.piece.id, held.id)


def meet_without_board(services: Services, community_id: str, day: date | None = None) -> Session:
    """Hold a meeting without a board today, in which something can be read back."""
    meeting = plan_session(
        services, OPERATOR, community_id, day or services.today, None, "Read back"
    )
    return hold_without_board(services, OPERATOR, meeting.id)


DAYS_UNTIL_CHECKED = timedelta(days=8)
