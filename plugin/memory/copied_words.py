"""What a program may copy of what its person can read: the rule is that of exports.

A copy outlives what pages show, whoever made it, so that an answer of the API holds no more than an
export would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugin.domain.notes import Note
from plugin.domain.sessions import Session
from plugin.memory.export_contents import why_note_stays
from plugin.store import identifier_decisions
from plugin.store.services import Services


@dataclass(frozen=True, slots=True)
class CopiedNote:
    """A note with the words that may be copied; `why` says why there are none."""

    note: Note
    words: str | None
    why: str | None


def copied_notes(
    services: Services, session: Session, notes: Iterable[Note]
) -> tuple[CopiedNote, ...]:
    """Return notes of a session as they may be copied; the caller asks who may read them."""
    with services.db.read() as tx:
        known = identifier_decisions.known_in(tx, session.partnership_id)
    found = ((note, why_note_stays(note, session, known, services.today)) for note in notes)
    return tuple(
        CopiedNote(note, None, why)
        if why
        else CopiedNote(note, known.disguised(note.text or ""), None)
        for note, why in found
    )
