"""What the writer of a held note answers by their own link: may it stay?

Nobody else answers: no page, no command and no collecting makes a held note a kept one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from plugin.converse.own_page import holder
from plugin.domain.erasure_log import change_of_note
from plugin.domain.may_stay import (
    StayQuestion,
    day_without_yes,
    is_open,
    let_go_again,
    let_stay,
)
from plugin.domain.notes import Note
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput, NotHere
from plugin.intents.leases import alone_with, still_alone
from plugin.languages import lazy_gettext
from plugin.store import exports as stored_exports
from plugin.store import notes as stored_notes
from plugin.store import stay_questions
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.held_words import look_again
from plugin.store.services import Services

_NOT_HERE = lazy_gettext("This note is not here. Nothing was changed.")
_NOT_ASKED = lazy_gettext(
    "Nobody asks about this note any more: it is gone, was changed, or lies in another box. "
    "Nothing was changed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """What a writer is asked about a note, or that it stays because they said yes."""

    question: StayQuestion | None  # one that can be answered now
    may_stay: bool
    held_until: date  # on which it goes without a yes, or sooner where it left the board
    is_over: bool  # that day has come


def asked_of(services: Services, session_id: str, token: str, note_id: str) -> Staying:
    """Return what stands open about one's own note; raise NotHere for anybody else's."""
    with services.db.read() as tx:
        session, note = _own(tx, session_id, token, note_id)
        question = stay_questions.question(tx, note_id)
    goes_on = day_without_yes(note, session.held_until)
    can_answer = session.state is SessionState.CLOSED and is_open(question, note, services.today)
    return Staying(
        question=question if can_answer else None,
        may_stay=note.may_stay and note.is_its_links_own,
        held_until=goes_on,
        is_over=goes_on <= services.today,
    )


def asked_about(services: Services, session_id: str, token: str) -> frozenset[str]:
    """Return the notes about which the holder of a link is asked, and has said nothing."""
    with services.db.read() as tx:
        session, notes = holder(tx, session_id, token)
        if session.state is not SessionState.CLOSED:
            return frozenset()
        found = stay_questions.questions(tx, [each.id for each in notes])
    return frozenset(
        each.id
        for each in notes
        if is_open(found.get(each.id), each, services.today) and not found[each.id].is_no
    )


def answer(
    services: Services, session_id: str, token: str, note_id: str, *, may_stay: bool
) -> None:
    """Let one's own held note stay, or not; a yes is taken back by the same no.

    Raise NotHere for anybody else's note, BadInput where nobody asks about it any more, NotNow
    while its board is collected.
    """
    with alone_with(services, session_id), services.db.begin() as tx:
        still_alone(tx)
        session, note = _own(tx, session_id, token, note_id)
        question = stay_questions.question(tx, note_id)
        if note.may_stay and note.is_its_links_own:
            if not may_stay:
                _take_back(services, tx, session, note, question)
            return
        is_closed = session.state is SessionState.CLOSED
        if question is None or not is_closed or not is_open(question, note, services.today):
            raise BadInput(_NOT_ASKED)
        if not may_stay:
            stay_questions.ask(tx, [replace(question, is_no=True)])
            return
        days = [day for day in (question.until, session.kept_until) if day is not None]
        _save(tx, note, let_stay(note, min(days, default=None)))


def _take_back(
    services: Services, tx: Tx, session: Session, note: Note, question: StayQuestion | None
) -> None:
    _save(tx, note, let_go_again(note, session.held_until))
    asked = question or StayQuestion(
        note_id=note.id, version=note.version, until=session.kept_until
    )
    stay_questions.ask(tx, [replace(asked, is_no=True)])
    stored_exports.drop_contents(tx, session.id)


def _save(tx: Tx, before: Note, after: Note) -> None:
    """Store a note as its writer lets it be, and let the log of what went know it."""
    told = change_of_note(before, after, is_closed=True)
    if told is not None:
        note_gone(tx, told[0], after.id, **told[1])
    stored_notes.save_note(tx, after)
    look_again(tx)


def _own(tx: Tx, session_id: str, token: str, note_id: str) -> tuple[Session, Note]:
    session, notes = holder(tx, session_id, token)
    note = next((each for each in notes if each.id == note_id), None)
    if note is None:
        raise NotHere(_NOT_HERE)
    return session, note
