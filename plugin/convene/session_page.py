"""The page of a session: its boxes with their notes, its board, and who is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plugin.convene.communities import read_group
from plugin.convene.sessions import session_of
from plugin.domain.agreements import (
    Outcome,
    Proposal,
)
from plugin.domain.communities import Community, Partnership
from plugin.domain.held import may_read_held, readable
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import Actor, Power, named_with, readers_in_words
from plugin.domain.pieces import PieceWhole, is_for_the_group
from plugin.domain.sessions import Board, Brake, Session, SuspectedCopy
from plugin.govern import held_notes, held_words
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import copies as stored_copies
from plugin.store import notes as stored_notes
from plugin.store import people as stored_people
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session's page; `notes` and `brakes` are empty for those who may not read notes.

    Held notes are in `notes` only for people whom the board named.
    """

    session: Session
    community: Community
    partnership: Partnership
    board: Board | None
    notes: Mapping[str, tuple[Note, ...]]  # zone code → notes with content, in reading order
    last_capture: tuple[datetime, Mapping[str, Any]] | None
    brakes: tuple[Brake, ...]
    copies: tuple[SuspectedCopy, ...]  # that nobody has answered about
    proposals: tuple[Proposal, ...]
    open_proposals: tuple[Proposal, ...]
    returned: tuple[tuple[str, str, str], ...]
    pieces: tuple[PieceWhole, ...]
    readers: str  # of its held notes, as its board names them
    has_readers: bool  # somebody is named
    may_read_held: bool
    unseen: int  # held notes that are not in `notes`, since this person was not named
    curators: tuple[str, ...] = ()  # first names of those on whose desk kept notes are

    @property
    def where_kept_notes_are(self) -> str:
        """Return who can work with the kept notes of a closed session, in a sentence."""
        notes = (note for found in self.notes.values() for note in found)
        if not any(note.label is Label.M and note.is_on_desk for note in notes):
            return "No kept notes were collected from it."
        if not self.curators:
            return (
                "Kept notes wait for a learning partner. Nobody in this group is one yet: add one "
                "on the group’s page."
            )
        return f"Kept notes are on the desk of {readers_in_words(self.curators)}."

    @property
    def is_closed_unread(self) -> bool:
        """Say whether nobody closed it in time: its notes stand as they were last collected."""
        closed_at = self.session.closed_at
        if self.board is None or closed_at is None:
            return False
        was_read = self.last_capture is not None and self.last_capture[1].get("is_closed", False)
        return not was_read and closed_at.date() > self.session.take_back_until


def session_page(services: Services, actor: Actor, session_id: str) -> SessionView:
    """Return a session's page for one person of its community."""
    session = session_of(services, session_id)
    here = (session.partnership_id, session.community_id)
    actor.require(Power.READ_COMMUNITY, *here)
    reads_notes = actor.may(Power.READ_NOTES, *here)
    with services.db.read() as tx:
        community, partnership = read_group(tx, actor, session.community_id)
        proposals = stored_communities.proposals(tx, community.id)
        readers = held_notes.readers_of(tx, session)
        every = _with_words(tx, session_id, services.today) if reads_notes else ()
        shown = readable(actor, session, readers, every)
        return SessionView(
            session=session,
            community=community,
            partnership=partnership,
            board=stored_boards.board(tx, session_id),
            notes=_by_zone(shown),
            last_capture=stored_sessions.last_capture(tx, session_id),
            brakes=stored_notes.open_brakes(tx, session_id) if reads_notes else (),
            copies=_open_copies(tx, session_id) if reads_notes else (),
            proposals=tuple(each for each in proposals if each.session_id == session_id),
            open_proposals=tuple(each for each in proposals if each.outcome is Outcome.NOT_YET),
            returned=stored_boards.cards_as_read(tx, session),
            pieces=tuple(
                held_words.as_read_by(tx, actor, piece)
                for piece in stored_pieces.pieces_of_session(tx, session_id)
                if reads_notes or is_for_the_group(piece, services.now)
            ),
            readers=readers_in_words([each.name for each in readers]),
            has_readers=bool(readers),
            may_read_held=may_read_held(actor, session, readers),
            unseen=len(every) - len(shown),
            curators=named_with(Power.CURATE, _people(tx, here[0]), *here),
        )


def _with_words(tx: Tx, session_id: str, today: date) -> tuple[Note, ...]:
    notes = [each.as_of(today) for each in stored_notes.notes(tx, session_id)]
    return tuple(note for note in notes if note.text is not None and note.label is not Label.X)


def _people(tx: Tx, partnership_id: str) -> tuple[Actor, ...]:
    return tuple(actor for actor, _ in stored_people.people_of(tx, partnership_id))


def _open_copies(tx: Tx, session_id: str) -> tuple[SuspectedCopy, ...]:
    every = stored_copies.suspected(tx, session_id)
    return tuple(copy for copy in every if copy.is_meant is None)


def _by_zone(notes: Iterable[Note]) -> dict[str, tuple[Note, ...]]:
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.zone_code, []).append(note)
    return {code: tuple(notes) for code, notes in found.items()}
