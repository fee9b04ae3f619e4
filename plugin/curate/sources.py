"""What a piece rests on: kept notes of closed sessions of its own community, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plugin.curate.desk import may_be_a_source
from plugin.domain.notes import Note
from plugin.domain.pieces import PieceWhole, Source, own_yes_of, read_backs_of
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput, NotHere
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services


def sources_of(
    tx: Tx, services: Services, community_id: str, piece_id: str, note_ids: Sequence[str]
) -> tuple[Source, ...]:
    """Return what a new piece rests on; raise BadInput for notes that cannot be a source."""
    if not note_ids:
        raise BadInput("Tick at least one kept note for the piece to rest on. Nothing was changed.")
    return tuple(
        _source(tx, services, community_id, piece_id, note_id)
        for note_id in dict.fromkeys(note_ids)
    )


def wants_notes(whole: PieceWhole) -> bool:
    """Say whether notes can be put under a piece without making its next wording."""
    is_answered = read_backs_of(whole, whole.newest) or own_yes_of(whole, whole.newest)
    return whole.is_written_in_notion and not is_answered


def may_be_quoted(whole: PieceWhole, note: Note, today: date) -> bool:
    """Say whether the piece rests on a note that is kept and read today: it may be quoted in it."""
    rests = {each.note_id for each in whole.sources if not (each.gone_because or each.is_against)}
    return note.id in rests and may_be_a_source(note) and note.may_be_read(today)


def _source(tx: Tx, services: Services, community_id: str, piece_id: str, note_id: str) -> Source:
    note = stored_notes.note(tx, note_id)
    session = stored_sessions.session(tx, note.session_id) if note else None
    if note is None or session is None or session.community_id != community_id:
        raise NotHere("One of these notes is not here any more. Nothing was made.")
    if session.state is not SessionState.CLOSED:
        raise BadInput("That session is still open: its notes can change. Nothing was made.")
    if not may_be_a_source(note) or not note.may_be_read(services.today):
        raise BadInput(
            "Held notes, and notes that left the board, cannot go into a piece. Nothing was made."
        )
    return Source(
        piece_id=piece_id,
        note_id=note.id,
        session_id=session.id,
        zone_code=note.zone_code,
        day=session.day,
        added_at=services.now,
    )
