"""What the panel inside Miro needs to know of a board: whose session it is, and where that stands.

A board's id may be anybody's claim, so that nothing is told here but to who runs the session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from plugin.convene.live import state_of
from plugin.domain.people import Actor, Power
from plugin.domain.returns import NOTE, OPEN, PIECE
from plugin.domain.sessions import Brake, Session, SuspectedCopy
from plugin.domain.taking_part import StickyState
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import copies as stored_copies
from plugin.store import notes as stored_notes
from plugin.store import people as stored_people
from plugin.store import phone_stickies, talk_wishes
from plugin.store import piece_choices as choices
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.panel_marks import panel_marks
from plugin.store.quiet_notes import quiet_notes
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
    has_dots: bool  # that nobody has shown yet
    marks: str  # all of it as one text, to be compared


@dataclass(frozen=True, slots=True)
class Hands:
    """Questions that wait for a person: notes that left together, and what looks like a copy."""

    brakes: tuple[Brake, ...]
    copies: tuple[SuspectedCopy, ...]
    are_held_back: bool  # notes by phone, of which who may read them hears how many
    talks: int = 0  # notes about which their writers ask to talk before they take them back


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
    waits = f"{marks.asked} {marks.by_phone}"
    seen = f"{state} {session.name} {session.day} {waits} {marks.join_code}"
    return WhereItStands(
        seen=sha256(seen.encode()).hexdigest()[:12],
        step=marks.step.number if marks.step else None,
        collected_at=marks.collected_at,
        is_quiet=marks.quiet_boxes > 0,
        has_dots=marks.dots > 0,
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


def have_pieces_to_read(services: Services, actor: Actor, session: Session) -> bool:
    """Say whether a group has pieces that nobody read to it yet."""
    here = (session.partnership_id, session.community_id)
    actor.require(Power.RUN_SESSION, *here)
    with services.db.read() as tx:
        return choices.is_any(tx, *here, choices.was_not_read())


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


def card_days(
    services: Services, actor: Actor, session: Session, keys: Collection[str]
) -> dict[str, date]:
    """Return the day of the meeting from which each card came back, by our key of the card.

    Of a piece that rests on several meetings it is the last one. What another group made, or what
    is gone, has no day here.
    """
    here = (session.partnership_id, session.community_id)
    actor.require(Power.RUN_SESSION, *here)
    own = {key for key in keys if key.startswith(PIECE)}
    with services.db.read() as tx:
        pieces = choices.chosen(tx, *here, choices.is_one_of(_ids(own, PIECE))) if own else ()
        sources = {
            f"{PIECE}{whole.piece.id}": [each.note_id for each in whole.sources] for whole in pieces
        }
        sources |= {key: [key.removeprefix(NOTE)] for key in keys if key.startswith(NOTE)}
        asked = {key: key.removeprefix(OPEN) for key in keys if key.startswith(OPEN)}
        proposals = stored_communities.proposals(tx, session.community_id) if asked else ()
        notes = stored_notes.notes_by_id(tx, [each for ids in sources.values() for each in ids])
        held = stored_sessions.sessions(tx, session.community_id) if notes else ()
    days = {each.id: each.day for each in held}
    of_notes = {
        each.id: days[each.session_id] for each in notes.values() if each.session_id in days
    }
    said = {each.id: each.day for each in proposals}
    found = {
        key: [of_notes[each] for each in ids if each in of_notes] for key, ids in sources.items()
    }
    return {
        **{key: max(each) for key, each in found.items() if each},
        **{key: said[each] for key, each in asked.items() if each in said},
    }


def _ids(keys: Collection[str], kind: str) -> list[str]:
    return [key.removeprefix(kind) for key in keys]


def waiting_by_phone(services: Services, actor: Actor, session: Session) -> Mapping[str, int]:
    """Count the notes by phone that are not on the board yet, by the code of their box.

    What people write quietly, and what is held back, is not counted.
    """
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    with services.db.read() as tx:
        stickies = phone_stickies.stickies(tx, session.id)
        ids = [each.note_id for each in stickies if each.state is StickyState.TO_PLACE]
        notes = stored_notes.notes_by_id(tx, ids) if ids else {}
    return Counter(each.zone_code for each in notes.values() if each.may_be_read(services.today))


def _hands(tx: Tx, session_id: str) -> Hands:
    open_copies = (
        each for each in stored_copies.suspected(tx, session_id) if each.is_meant is None
    )
    quiet = quiet_notes(tx, session_id)
    return Hands(
        brakes=stored_notes.open_brakes(tx, session_id),
        copies=tuple(open_copies),
        are_held_back=any(each.is_held_back and each.returned_with is None for each in quiet),
        talks=talk_wishes.number_in(tx, session_id),
    )


def name_of(services: Services, person_id: str | None, partnership_id: str) -> str:
    """Return what a partnership calls somebody; empty for who runs the server."""
    if person_id is None:
        return ""
    with services.db.read() as tx:
        return stored_people.name_in(tx, person_id, partnership_id)
