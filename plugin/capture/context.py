"""What a collecting starts from: everything known of a session, read in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from plugin.capture.reading import FRAME
from plugin.capture.sightings import Known, Sighting
from plugin.domain.days import short_day
from plugin.domain.people import Actor
from plugin.domain.sent_notes import PLACE_NOTES, read_sent
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session, SessionState
from plugin.domain.taking_part import BOARD_IS_BEHIND, Sticky, StickyState
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.govern.erasing_identifiers import ErasedWords, erased_words_of
from plugin.govern.running_sessions import session_to_run
from plugin.store import boards as stored_boards
from plugin.store import copies as stored_copies
from plugin.store import intents as stored_intents
from plugin.store import notes as stored_notes
from plugin.store import phone_stickies, unread_items
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx


@dataclass(frozen=True, slots=True)
class CaptureContext:
    """What a collecting starts from."""

    known: Known
    miro_board_id: str
    key: SessionKey
    number: int  # of collectings before this one
    erased: Mapping[str, ErasedWords] = field(default_factory=dict)  # by note: what is not read

    def as_stored(self, sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
        """Return what was seen, without what was erased of these notes for good."""
        return tuple(self._as_stored(each) for each in sightings) if self.erased else (*sightings,)

    def _as_stored(self, sighting: Sighting) -> Sighting:
        note = self.known.note_of(sighting)
        erased = self.erased.get(note.id) if note else None
        if erased is None or sighting.text is None:
            return sighting
        return replace(sighting, text=erased.taken_out(sighting.text))


def context_of(tx: Tx, actor: Actor, session_id: str, template: Template) -> CaptureContext:
    """Return what is known; raise NotHere, BadInput for a board or a key that is not there."""
    session = session_to_run(tx, actor, session_id)
    board, secret = (
        stored_boards.board(tx, session_id),
        stored_sessions.session_secret(tx, session_id),
    )
    if board is None or session.policy is None:
        raise BadInput("This session has no board yet. Nothing was collected. Build it first.")
    if secret is None:
        raise BadInput(_too_late(session))
    last = stored_sessions.last_capture(tx, session_id)
    counts = last[1] if last else {}
    placed = stored_boards.placed_items(tx, session_id)
    notes = stored_notes.notes(tx, session_id)
    stickies = phone_stickies.stickies(tx, session_id)
    # Until the board shows what its writer sent last, what it shows of such a note does not count.
    behind = {each.note_id for each in stickies if each.state in BOARD_IS_BEHIND}
    known = Known(
        session=session,
        policy=session.policy,
        template=template,
        notes=tuple(each for each in notes if each.id not in behind),
        unread=unread_items.unread(tx, session_id),
        ours=frozenset(item_id for item_id, kind in placed.items() if kind != FRAME)
        | _not_to_be_read(stickies),
        frames=stored_boards.frame_zones(tx, session_id),
        brakes=stored_notes.open_brakes(tx, session_id),
        stored_before=counts.get("stored", 0),
        copies=stored_copies.suspected(tx, session_id),
        withdrawn=stored_copies.withdrawn(tx, session.community_id),
        on_their_way=_on_their_way(tx, session_id),
    )
    key = SessionKey(secret)
    erased = erased_words_of(tx, session, key)
    return CaptureContext(known, board.miro_board_id, key, counts.get("number", 0), erased)


def _not_to_be_read(stickies: Iterable[Sticky]) -> frozenset[str]:
    """Return the items of notes by phone that the board shows otherwise than their writers do."""
    return frozenset(
        each.miro_item_id
        for each in stickies
        if each.miro_item_id is not None and each.state is not StickyState.PLACED
    )


def _on_their_way(tx: Tx, session_id: str) -> frozenset[str]:
    """Return hashes of the words of stickies that were sent, and may be on the board unknown."""
    sent = (each for each in stored_intents.unfinished(tx, session_id) if each.kind == PLACE_NOTES)
    return frozenset(note.words_hash for each in sent for note in read_sent(each.payload))


def _too_late(session: Session) -> str:
    closed = "is closed" if session.state is SessionState.CLOSED else "is closed within a day"
    return (
        f"Hedgerow read this board until {short_day(session.take_back_until)}, and reads it no "
        f"more. Nothing was changed. The session {closed}; its notes are safe, and stand as they "
        "were last collected. A note can still be taken back on its own page."
    )
