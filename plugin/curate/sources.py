"""What a piece rests on: kept notes of closed sessions of its own community, and no others."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.curate.desk import is_past_its_day, may_be_a_source
from plugin.domain.notes import Note
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import PieceWhole, Source, own_yes_of, read_backs_of
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput, NotHere
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
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


def takes_notes(whole: PieceWhole) -> bool:
    """Say whether notes can be added to what a piece rests on."""
    is_answered = read_backs_of(whole, whole.newest) or own_yes_of(whole, whole.newest)
    return whole.is_written_in_notion and not is_answered


def rest_on(services: Services, actor: Actor, piece_id: str, note_ids: Sequence[str]) -> PieceWhole:
    """Let a piece that was written in Notion rest on kept notes; those it has stay.

    Raise BadInput for notes that cannot be a source, and once these words were read back: what the
    group agreed to would rest on other notes than it knew of.
    """
    with services.db.begin() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            raise NotHere(NOTHING_HERE)
        here = (whole.piece.partnership_id, whole.piece.community_id)
        actor.require(Power.CURATE, *here)
        if not takes_notes(whole):
            raise BadInput(
                "Notes can be added to a piece that was written in Notion, until it is read back. "
                "Nothing was changed."
            )
        known = {source.note_id for source in whole.sources}
        found = sources_of(tx, services, whole.piece.community_id, piece_id, note_ids)
        stored_pieces.add_sources(tx, (each for each in found if each.note_id not in known))
    return whole


def may_be_quoted(whole: PieceWhole, note: Note) -> bool:
    """Say whether the piece rests on a note that is kept, and may be quoted in it."""
    rests = {each.note_id for each in whole.sources if each.gone_because is None}
    return note.id in rests and may_be_a_source(note)


def _source(tx: Tx, services: Services, community_id: str, piece_id: str, note_id: str) -> Source:
    note = stored_notes.note(tx, note_id)
    session = stored_sessions.session(tx, note.session_id) if note else None
    if note is None or session is None or session.community_id != community_id:
        raise NotHere("One of these notes is not here any more. Nothing was made.")
    if session.state is not SessionState.CLOSED:
        raise BadInput("That session is still open: its notes can change. Nothing was made.")
    if not may_be_a_source(note) or is_past_its_day(note, services.today):
        raise BadInput(
            "Held notes, and notes that left the board, cannot go into a piece. Nothing was made."
        )
    return Source(piece_id, note.id, session.id, note.zone_code, session.day, added_at=services.now)
