"""Commitments and asks of a group, for tests of what happens between sessions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from plugin.convene.agreements import record_read_back
from plugin.convene.design_lookup import find_design
from plugin.curate.pieces import make_piece
from plugin.curate.releasing import release
from plugin.domain.agreements import Outcome, Setting
from plugin.domain.follow_ups import FollowUpKind
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Rung
from plugin.domain.returns import OPEN, PIECE, ReturnCard
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.mirror.follow_ups import (
    BetweenSessions,
    between_sessions,
    choose_kind,
)
from plugin.mirror.returns import cards_for
from plugin.store import notes as stored_notes
from tests.unit.plugin.curate.meeting import a_note, read_back_today
from tests.world import World

PROMISE = "We ring five people before we meet again."
ASK = "Somebody from the portal team joins us once."


def promise(made: World, met: Session, text: str = PROMISE, label: Label = Label.M) -> str:
    """Store a note in a box for commitments; return its id."""
    note = a_note(met, "promise", "Z7", label, "commitment", text)
    with made.services.db.begin() as tx:
        stored_notes.save_note(tx, note)
    return note.id


def agreed_ask(made: World, met: Session, text: str = ASK) -> str:
    """Let the group agree an ask as a sentence; return its key."""
    services, sam = made.services, made.actor("sam")
    plain = Setting(other=("note", ""))
    said = record_read_back(services, sam, met.id, None, text, plain, Outcome.AGREED)
    key = f"{OPEN}{said.id}"
    choose_kind(services, sam, made.community.id, key, FollowUpKind.ASK, finder(made))
    return key


def released_ask(made: World, met: Session) -> str:
    """Make a piece that is an ask, and let it go to the partners; return its key."""
    services, helen = made.services, made.actor("helen")
    notes = [f"{name}-{met.id}" for name in ("phone", "trust")]
    said = (ASK, ASK, "Why we ask.")
    piece = make_piece(services, helen, made.community.id, notes, *said, kind="ask")
    read_back_today(services, made.actor("sam"), piece)
    made.clock.pass_days(8)
    release(services, helen, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    made.clock.pass_days(3)
    return f"{PIECE}{piece.piece.id}"


def finder(made: World) -> Callable[[str], Template]:
    """Return what finds a design by its code."""
    return partial(find_design, made.services)


def page_of(made: World, who: str = "sam") -> BetweenSessions:
    """Return what somebody reads between sessions."""
    return between_sessions(made.services, made.actor(who), made.community.id, finder(made))


def cards_of(made: World) -> tuple[ReturnCard, ...]:
    """Return what comes back to the next board of itself."""
    return cards_for(made.services, OPERATOR, made.community.id, finder(made))
