"""What the panel inside Miro needs to know of a board: whose session it is, and where that stands.

A board's id may be anybody's claim, so that nothing is told here but to who runs the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from plugin.convene.live import state_of
from plugin.domain.people import Actor, Power
from plugin.domain.returns import NOTE, OPEN, PIECE
from plugin.domain.sessions import Brake, Session, SuspectedCopy
from plugin.store import boards as stored_boards
from plugin.store import copies as stored_copies
from plugin.store import notes as stored_notes
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.panel_marks import panel_marks
from plugin.store.services import Services

CARDS = (PIECE, NOTE, OPEN)


@dataclass(frozen=True, slots=True)
class WhereItStands:
    """A running session without a word: its step, and when it was last collected.

    `seen` differs from before when something of the session or its design was changed.
    """

    seen: str
    step: int | None
    collected_at: datetime | None
    is_quiet: bool  # people write quietly in a box
    marks: str  # all of it as one text, to be compared


@dataclass(frozen=True, slots=True)
class Hands:
    """Questions that wait for a person: notes that left together, and what looks like a copy."""

    brakes: tuple[Brake, ...]
    copies: tuple[SuspectedCopy, ...]


def session_run_by(services: Services, actor: Actor, miro_board_id: str) -> Session | None:
    """Return the session of a board, if this person may run it."""
    with services.db.read() as tx:
        session = stored_boards.session_of_board(tx, miro_board_id)
    if session is None:
        return None
    may = actor.may(Power.RUN_SESSION, session.partnership_id, session.community_id)
    return session if may else None


def runs_sessions(actor: Actor) -> bool:
    """Say whether somebody runs sessions of any group."""
    return any(
        actor.may(Power.RUN_SESSION, held.partnership_id, held.community_id)
        for held in actor.memberships
    )


def where_it_stands(services: Services, actor: Actor, session: Session) -> WhereItStands:
    """Return where a session stands, without reading a note; many panels ask every few seconds."""
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    with services.db.read() as tx:
        marks = panel_marks(tx, session.id)
    state = state_of(session, [marks.step] if marks.step else [], marks.collected_at)
    seen = f"{state} {session.name} {session.day} {marks.asked} {marks.join_code}"
    return WhereItStands(
        seen=sha256(seen.encode()).hexdigest()[:12],
        step=marks.step.number if marks.step else None,
        collected_at=marks.collected_at,
        is_quiet=marks.quiet_boxes > 0,
        marks=marks.all,
    )


def stands_as(services: Services, session_id: str, marks: str) -> bool:
    """Say whether a session stands as it did when these marks were told to who may run it."""
    with services.db.read() as tx:
        return panel_marks(tx, session_id).all == marks


def hands_of(services: Services, actor: Actor, session: Session) -> Hands:
    """Return the questions of a session that wait for a person."""
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    with services.db.read() as tx:
        return _hands(tx, session.id)


def cards_on(services: Services, actor: Actor, session: Session) -> dict[str, str]:
    """Return the cards that came back to a session's board: Miro's id of each → our key of it."""
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    with services.db.read() as tx:
        links = stored_boards.item_links(tx, session.id)
    keys = (
        (key[key.index(kind) :], item)
        for key, item in links.items()
        for kind in CARDS
        if kind in key
    )
    return {item: key for key, item in keys}


def _hands(tx: Tx, session_id: str) -> Hands:
    open_copies = (
        each for each in stored_copies.suspected(tx, session_id) if each.is_meant is None
    )
    return Hands(stored_notes.open_brakes(tx, session_id), tuple(open_copies))


def name_of(services: Services, person_id: str | None, partnership_id: str) -> str:
    """Return what a partnership calls somebody; empty for who runs the server."""
    if person_id is None:
        return ""
    with services.db.read() as tx:
        return stored_people.name_in(tx, person_id, partnership_id)
