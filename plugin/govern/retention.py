"""The daily tidy: erases what is due and forgets the keys of sessions whose window has ended.

It can run as often as anybody likes: it looks at days, not at when it last ran. A key of a session
that is still open stays: without it nobody could fold who wrote what, so such a session is closed
first, by `capture.closing.close_overdue`. Links and sign-ins that are used, ended or too old are
deleted a day later, links to object when their days are over, and reasons of objections once these
are settled; who made a link for whom is known for a year.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from plugin.domain.days import short_day
from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState
from plugin.domain.people import Actor
from plugin.domain.pieces import is_answered
from plugin.errors import Refused
from plugin.govern.withdrawal import confirm_erased
from plugin.store import exports as stored_exports
from plugin.store import notes as stored_notes
from plugin.store import objections as stored_objections
from plugin.store import passed_on_links, sign_ins
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

UNUSED_SIGN_IN_LASTS = timedelta(days=14)
SIGN_IN_LASTS = timedelta(days=60)
PROVIDER_SIGN_IN_LASTS = timedelta(hours=12)  # a working day; then the provider is asked again
_ENDED_STAYS = timedelta(days=1)
_LINK_IS_NAMED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Tidied:
    """What a tidy did, in counts; unconfirmed means that the next one finishes the erasing."""

    erased_left: int
    erased_held: int
    keys_forgotten: int
    is_confirmed: bool = True
    closed: int = 0  # sessions that nobody had closed; counted by `use_cases.tidy`


def tidy(services: Services, actor: Actor) -> Tidied:
    """Erase notes that left the board seven days ago and held ones at their date; forget keys."""
    if not actor.is_operator:
        raise Refused("Only the administrator can tidy. Nothing was changed.")
    with services.db.begin() as tx:
        tidied = tidy_in(services, tx)
    return replace(tidied, is_confirmed=confirm_erased(services))


def tidy_in(services: Services, tx: Tx) -> Tidied:
    """Erase and forget what is due, in a transaction that somebody else opened."""
    today = services.today
    due = stored_notes.due(tx, today)
    for note in due:
        stored_notes.erase_note(tx, note, NoteState.ERASED, _reason(note), services.now)
    waiting = {session.id for session in stored_sessions.unclosed(tx)}
    keys = sum(
        stored_sessions.forget_session_secret(tx, session.id)
        for session in stored_sessions.all_sessions(tx)
        if session.take_back_until < today and session.id not in waiting
    )
    _forget_sign_ins(services, tx)
    _forget_reasons(services, tx)
    left = sum(note.state is NoteState.LEFT_BOARD for note in due)
    return Tidied(left, len(due) - left, keys)


def _forget_sign_ins(services: Services, tx: Tx) -> None:
    now = services.now
    sign_ins.forget_old(tx, now - _ENDED_STAYS, now - UNUSED_SIGN_IN_LASTS, now - SIGN_IN_LASTS)
    passed_on_links.forget_old(tx, now - _LINK_IS_NAMED)
    stored_objections.drop_old_links(tx, now)
    stored_exports.drop_old_contents(tx, now)


def _forget_reasons(services: Services, tx: Tx) -> None:
    """Erase why people objected, once nobody has to answer it any more."""
    for read_back_id, piece_id in stored_objections.with_reasons(tx):
        whole = stored_pieces.piece(tx, piece_id)
        read = next(each for each in whole.read_backs if each.id == read_back_id) if whole else None
        if whole is None or read is None or is_answered(whole, read, services.now):
            stored_objections.drop_reasons(tx, read_back_id)


def _reason(note: Note) -> str:
    if note.state is NoteState.LEFT_BOARD:
        return "It left the board after the session, and seven days have passed."
    day = f" until {short_day(note.erase_on)}" if note.erase_on else ""
    if note.label is not Label.H:
        return f"The group keeps its notes{day}, and that day has come."
    return f"It was held{day}, and that day has come."
