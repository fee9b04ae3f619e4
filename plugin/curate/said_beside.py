"""What was said beside a piece: notes that people put beside its card on a later board.

They change nothing in it, and are no source of it until somebody who curates adds them.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.notes import Note
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Session
from plugin.store.chosen_sessions import sessions_by_id
from plugin.store.said_beside import beside
from plugin.store.services import Services


@dataclass(frozen=True, slots=True)
class SaidBeside:
    """What was said beside a piece in one session, in the order of the board."""

    session: Session
    notes: tuple[Note, ...]


def said_beside(services: Services, actor: Actor, piece_id: str) -> tuple[SaidBeside, ...]:
    """Return the notes beside a piece, by session, as far as `actor` may read that group's notes.

    Notes that are held are read at the desk alone.
    """
    with services.db.read() as tx:
        notes = beside(tx, piece_id)
        sessions = sessions_by_id(tx, {each.session_id for each in notes}) if notes else ()
    mine = [
        each
        for each in sorted(sessions, key=lambda each: each.day)
        if actor.may(Power.READ_NOTES, each.partnership_id, each.community_id)
    ]
    return tuple(
        SaidBeside(each, tuple(note for note in notes if note.session_id == each.id))
        for each in mine
    )
