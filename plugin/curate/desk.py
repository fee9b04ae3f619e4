"""The desk: the notes of closed sessions by box, with the question and the label they had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plugin.domain.communities import Community
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template, Zone
from plugin.errors import NotHere
from plugin.store import communities as stored_communities
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.ground import Ground


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a closed session: kept notes can be chosen, held ones only read."""

    zone: Zone
    label: Label
    kept: tuple[Note, ...]
    held: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class DeskSession:
    """A closed session on the desk."""

    session: Session
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A community's desk; open sessions are not on it, since their notes can still change."""

    community: Community
    sessions: tuple[DeskSession, ...]
    still_open: tuple[Session, ...]


def desk(
    ground: Ground, actor: Actor, community_id: str, template_of: Callable[[str], Template]
) -> Desk:
    """Return the desk of a community for its learning partner; boxes without notes are left out."""
    with ground.db.read() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere("There is no community here. Nothing was changed.")
        actor.require(Power.CURATE, community.partnership_id, community.id)
        sessions = [s for s in stored_sessions.sessions(tx, community_id) if s.template_code]
        return Desk(
            community,
            tuple(
                DeskSession(session, _boxes(tx, session, template_of(session.template_code or "")))
                for session in sessions
                if session.state is SessionState.CLOSED
            ),
            tuple(session for session in sessions if session.state is SessionState.OPEN),
        )


def _boxes(tx: Tx, session: Session, template: Template) -> tuple[Box, ...]:
    notes = [note for note in stored_notes.notes(tx, session.id) if note.is_on_desk and note.text]
    boxes = (_box(zone, session, notes) for zone in template.zones)
    return tuple(box for box in boxes if box.kept or box.held)


def _box(zone: Zone, session: Session, notes: Sequence[Note]) -> Box:
    own = [note for note in notes if note.zone_code == zone.code]
    label = session.policy.labels.get(zone.code, zone.label) if session.policy else zone.label
    return Box(
        zone,
        label,
        tuple(note for note in own if may_be_a_source(note)),
        tuple(note for note in own if note.label is Label.H),
    )


def may_be_a_source(note: Note) -> bool:
    """Say whether a piece may rest on this note: kept, on the desk, and not waiting."""
    return note.label is Label.M and note.is_on_desk and not note.is_waiting
