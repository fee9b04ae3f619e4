"""The desk: the notes of closed sessions by box, with the question and the label they had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plugin.curate.desk_pages import NOTES_A_PAGE, SessionPart, parts_from
from plugin.domain import held
from plugin.domain.communities import Community, Partnership
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import NOTHING_HERE, Actor, Power, readers_in_words
from plugin.domain.pieces import PieceWhole, Standing, standing
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template, Zone
from plugin.errors import NotHere
from plugin.govern import held_notes
from plugin.store import chosen_sessions
from plugin.store import communities as stored_communities
from plugin.store import dots as stored_dots
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

PIECES_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotes:
    """Which notes of a desk are shown: of one session, of one of its boxes, or these alone.

    *Sort* shows a cluster, a theme, or what was set aside of a session too.
    """

    session_id: str = ""
    zone_code: str = ""
    start: int = 0
    note_ids: tuple[str, ...] | None = None
    cluster_id: str = ""
    theme_id: str = ""
    piece_id: str = ""
    shows_aside: bool = False
    shows_unsorted: bool = False  # kept notes that are in no cluster
    shows_columns: bool = False  # a column for each cluster
    words: str = ""  # that are looked for in kept notes of the session


@dataclass(frozen=True, slots=True)
class DeskBox:
    """One box of a closed session: kept notes can be chosen, held ones only read."""

    zone: Zone
    label: Label
    kept: tuple[Note, ...]
    held: tuple[Note, ...]

    @property
    def shared_strands(self) -> frozenset[str]:
        """Return the strands of which several notes are kept in this box."""
        counted = Counter(note.strand_id for note in self.kept if note.strand_id)
        return frozenset(strand for strand, number in counted.items() if number > 1)


@dataclass(frozen=True, slots=True)
class DeskSession:
    """A closed session on the desk."""

    session: Session
    boxes: tuple[DeskBox, ...]
    kept_from: str = ""  # who reads its held notes, where the person at the desk is not among them


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A community's desk; open sessions are not on it, since their notes can still change."""

    community: Community
    partnership: Partnership
    sessions: tuple[DeskSession, ...]
    still_open: tuple[Session, ...]
    in_pieces: frozenset[str]  # the notes that a piece rests on already
    dots: Mapping[str, int]  # that people put on notes in a session, by note
    next_start: int | None  # where the next page begins

    @property
    def has_notes(self) -> bool:
        """Say whether this page shows any note."""
        return any(each.boxes for each in self.sessions)

    @property
    def kept_ids(self) -> tuple[str, ...]:
        """Return the notes of this page that can be selected."""
        boxes = (box for each in self.sessions for box in each.boxes)
        return tuple(note.id for box in boxes for note in box.kept)


def desk(
    services: Services,
    actor: Actor,
    community_id: str,
    template_of: Callable[[str], Template],
    shown: ShownNotes | None = None,
) -> Desk:
    """Return one page of a community's desk for its learning partner.

    The newest meeting comes first; boxes without notes are left out.
    """
    with services.db.read() as tx:
        community, partnership = curated(tx, actor, community_id)
        sessions = [s for s in stored_sessions.sessions(tx, community_id) if s.template_code]
        parts, notes, next_start = _page(tx, community_id, sessions, shown or ShownNotes())
        readers = held_notes.readers_of_closed(tx, [each.session for each in parts])
        here = {note.id for each in notes.values() for note in each}
        return Desk(
            community=community,
            partnership=partnership,
            sessions=tuple(
                _on_desk(
                    actor,
                    each.session,
                    template_of(each.session.template_code or ""),
                    [note for note in notes[each.session.id] if note.may_be_read(services.today)],
                    readers[each.session.id],
                )
                for each in parts
            ),
            still_open=tuple(each for each in sessions if each.state is SessionState.OPEN),
            in_pieces=stored_pieces.in_pieces(tx, here),
            dots=stored_dots.dots_on(tx, here),
            next_start=next_start,
        )


def _page(
    tx: Tx, community_id: str, sessions: Sequence[Session], shown: ShownNotes
) -> tuple[Sequence[SessionPart], dict[str, tuple[Note, ...]], int | None]:
    """Return what one page shows: parts of sessions, their notes, and where the next one begins."""
    closed = [each for each in sessions if each.state is SessionState.CLOSED]
    if shown.note_ids is not None:
        found = stored_notes.notes_by_id(tx, shown.note_ids)
        ordered = [found[each] for each in shown.note_ids if each in found]
        by_session = {
            each.id: tuple(note for note in ordered if note.session_id == each.id)
            for each in closed
        }
        has_notes = [each for each in closed if by_session[each.id]]
        return [SessionPart(each, 0, 0, is_whole=True) for each in has_notes], by_session, None
    if shown.session_id:
        closed = [each for each in closed if each.id == shown.session_id]
    if shown.zone_code and closed:
        first = shown.start
        some = stored_notes.notes(
            tx, closed[0].id, first, NOTES_A_PAGE + 1, zone_code=shown.zone_code
        )
        end = first + NOTES_A_PAGE
        part = SessionPart(closed[0], first, end, is_whole=False)
        has_more = len(some) > NOTES_A_PAGE
        return [part], {part.session.id: some[:NOTES_A_PAGE]}, end if has_more else None
    numbers = stored_notes.numbers_of_notes(tx, community_id)
    parts, next_start = parts_from(shown.start, closed, numbers)
    return parts, _notes_of(tx, parts), next_start


def _notes_of(tx: Tx, parts: Sequence[SessionPart]) -> dict[str, tuple[Note, ...]]:
    """Return the notes of each part, by session."""
    whole = [each.session.id for each in parts if each.is_whole]
    found = stored_notes.notes_of_sessions(tx, whole)
    for each in parts:
        if not each.is_whole:
            found[each.session.id] = stored_notes.notes(
                tx, each.session.id, each.first, each.end - each.first
            )
    return found


def zones_of(
    notes: Sequence[Note], sessions: Mapping[str, Session], template_of: Callable[[str], Template]
) -> dict[str, Zone | None]:
    """Return the box of each note, None where its design has no such box any more."""
    codes = {each.session_id: sessions[each.session_id].template_code for each in notes}
    templates = {session_id: template_of(code) for session_id, code in codes.items() if code}
    return {
        note.id: templates[note.session_id].zone(note.zone_code)
        for note in notes
        if note.session_id in templates
    }


def standing_of(
    tx: Tx, services: Services, community: Community, pieces: Sequence[PieceWhole]
) -> tuple[tuple[PieceWhole, Standing], ...]:
    """Return pieces, the newest first, with where each of them stands."""
    ids = [whole.piece.id for whole in pieces]
    returned = chosen_sessions.returned_until(tx, community.id, services.today, ids)
    return tuple(
        (whole, standing(whole, services.now, was_returned=whole.piece.id in returned))
        for whole in reversed(pieces)
    )


def desk_of(services: Services, actor: Actor, community_id: str) -> tuple[Community, Partnership]:
    """Return whose desk somebody opens; raise NotHere or Refused for who may not."""
    with services.db.read() as tx:
        return curated(tx, actor, community_id)


def curated(tx: Tx, actor: Actor, community_id: str) -> tuple[Community, Partnership]:
    """Return a community whose notes this person may make pieces of; raise NotHere or Refused."""
    found = stored_communities.with_its_partnership(tx, community_id)
    if found is None:
        raise NotHere(NOTHING_HERE)
    community, partnership = found
    actor.require(Power.CURATE, partnership.id, community.id)
    return found


def _on_desk(
    actor: Actor,
    session: Session,
    template: Template,
    notes: Sequence[Note],
    readers: Sequence[held.HeldReader],
) -> DeskSession:
    """Return a session with the notes that the person at the desk may read."""
    shown = held.readable(actor, session, readers, notes)
    zones = session.with_rooms(template).zones
    boxes = (_box(zone, session, shown) for zone in zones)
    return DeskSession(
        session,
        tuple(box for box in boxes if box.kept or box.held),
        readers_in_words([each.name for each in readers]) if len(shown) < len(notes) else "",
    )


def _box(zone: Zone, session: Session, notes: Sequence[Note]) -> DeskBox:
    own = [note for note in notes if note.zone_code == zone.code]
    label = session.policy.labels.get(zone.code, zone.label) if session.policy else zone.label
    return DeskBox(
        zone,
        label,
        tuple(note for note in own if may_be_a_source(note)),
        tuple(note for note in own if note.label is Label.H),
    )


def is_usable(note: Note, sessions: Mapping[str, Session], today: date) -> bool:
    """Say whether a piece may be made from this note today; its session must be closed."""
    session = sessions.get(note.session_id)
    is_closed = session is not None and session.state is SessionState.CLOSED
    return is_closed and may_be_a_source(note) and note.may_be_read(today)


def may_be_a_source(note: Note) -> bool:
    """Say whether a piece may rest on this note: kept, on the desk, and not waiting."""
    return note.label is Label.M and note.is_on_desk and not note.is_waiting
