"""Writing notes on one's own page: stored here first, and placed on the board by a job.

The form carries a press, so that a lost line, a reload and a double tap make one note. The back
button brings a form with a new press and the words that were typed: where one's own note in that
box says just these words, they are sent already; one that was returned goes to whoever runs the
session again. A note that was deleted leaves a mark without words, so that a form sent late does
not bring it back.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from plugin.converse.joining import TemplateOf
from plugin.converse.moderating import wait_again
from plugin.converse.own_page import CLOSED, NOT_BEGUN, box_in, stored_holder
from plugin.converse.quiet_writing import keep_readiness
from plugin.domain.blankness import is_blank
from plugin.domain.presses import id_of
from plugin.domain.quiet_writing import QuietNote
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session, SessionState
from plugin.domain.taking_part import (
    MOST_NOTES,
    ONLY_TALK,
    PhoneBox,
    as_written,
    author_of,
    own_hash,
    phone_boxes,
    why_none_sent,
)
from plugin.domain.writing_window import is_over, takes_ideas
from plugin.errors import BadInput
from plugin.govern.sticky_work import newly_asked_sticky_work
from plugin.languages import lazy_gettext
from plugin.store import notes as stored_notes
from plugin.store import participants as stored_participants
from plugin.store import phone_stickies, quiet_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.store.sign_ins import hash_of
from plugin.store.writing_windows import last_day

_WITH_THE_SESSION = lazy_gettext(
    "Held boxes open with the session. Nothing was sent, and your words are still here. Choose "
    "another box, or wait until the session begins."
)
_DAYS_OVER = lazy_gettext(
    "The days for writing are over. Nothing was sent, and your words are still here. Talk to your "
    "facilitator: they can give more days."
)
_DAY_PASSED = lazy_gettext(
    "The day has come on which notes of this box are deleted. Nothing was sent, and your words are "
    "still here. Choose another box."
)
_TOO_MANY = lazy_gettext(
    "You have sent %(most)s notes, and no more can be sent. Nothing was sent.", most=MOST_NOTES
)


@dataclass(frozen=True, slots=True)
class Sending:
    """What came of a form: the job that places its stickies, and where its words are."""

    job_id: str | None  # to wake a worker for; None where none is new
    is_kept_back: bool = False  # they came before; whoever runs the session decides about them


def write_notes(
    services: Services,
    session_id: str,
    token: str,
    box_code: str,
    texts: Sequence[str],
    press: str | None,
    template_of: TemplateOf,
    kind: str = "",
) -> Sending:
    """Store the notes of one form and ask for their stickies.


    A story has several answers, of which some may be empty. `kind` is what its writer says that a
    note is, where a box lets them choose. Pressed again, it does nothing. Raise NotHere for a link
    that leads nowhere, BadInput for what cannot be sent.
    """
    session = _writing_in(services, session_id, token)
    box = box_in(_boxes(session, template_of), box_code)
    box = replace(box, kind=kind if kind in box.kinds else box.kind)
    if not box.takes_notes:
        raise BadInput(ONLY_TALK)
    answers = [as_written(text) for text in texts]
    problem = why_none_sent(answers)
    if problem is not None:
        raise BadInput(problem)
    whose, press = f"{session_id} {hash_of(token)}", press or secrets.token_urlsafe(12)
    pressed = [(id_of(whose, f"{press} {at}"), words) for at, words in enumerate(answers)]
    with services.db.begin() as tx:
        session, own = stored_holder(tx, session_id, token)
        kept_back, new, own_ids = False, [], {each.id for each in own}
        for note_id, words in pressed:
            same = {e.id for e in own if (e.zone_code, e.text) == (box_code, words)}
            if is_blank(words):
                continue
            if same:
                kept_back |= _come_again(services, tx, session_id, same)
            elif note_id not in own_ids and not _is_known(tx, note_id):
                new.append((note_id, words))
        job_id = _add(services, tx, session, token, box, new, len(own)) if new else None
        return Sending(job_id, is_kept_back=kept_back)


def _come_again(services: Services, tx: Tx, session_id: str, note_ids: Collection[str]) -> bool:
    """Let a note that was returned be decided about anew; say if all with its words are held back.

    Where others of their writer's say the same and are not held back, nothing is sent again.
    """
    quiet = {each.id: each for each in quiet_notes.quiet_notes(tx, session_id)}
    found = [quiet[each] for each in sorted(note_ids) if each in quiet]
    held_back = [each for each in found if each.is_held_back]
    if len(held_back) < len(note_ids):
        return False
    for each in held_back:
        if not each.may_be_read(services.today):
            raise BadInput(_DAY_PASSED)
        if each.returned_with is not None:
            wait_again(tx, each)
    return True


def _writing_in(services: Services, session_id: str, token: str) -> Session:
    """Return the session of a link; one that leads nowhere waits for no other writer."""
    with services.db.read() as tx:
        session = stored_sessions.session_as_stored(tx, session_id)
        if session is None or not stored_participants.is_participant(tx, session_id, token):
            session, _ = stored_holder(tx, session_id, token)
    return session


def _boxes(session: Session, template_of: TemplateOf) -> tuple[PhoneBox, ...]:
    if session.template_code is None:
        return ()
    return phone_boxes(session.form_of(template_of(session.template_code)), session, "")


def _is_known(tx: Tx, note_id: str) -> bool:
    """Say whether a form was sent whose note is no more one's own, or was deleted."""
    is_there = stored_notes.note(tx, note_id) is not None
    return is_there or phone_stickies.sticky(tx, note_id) is not None


def _require_open(services: Services, tx: Tx, session: Session, box: PhoneBox, many: int) -> bytes:
    """Return the key of a session in which somebody may have so many notes; raise BadInput."""
    secret = stored_sessions.session_secret(tx, session.id)
    until = last_day(tx, session.id)
    is_early = session.state is SessionState.PLANNED
    if is_early and (until is None or not takes_ideas(box.label)):
        raise BadInput(NOT_BEGUN if until is None else _WITH_THE_SESSION)
    if session.state is SessionState.CLOSED or secret is None:
        raise BadInput(CLOSED)
    if is_over(until, services.today):
        raise BadInput(_DAYS_OVER)
    if many > MOST_NOTES:
        raise BadInput(_TOO_MANY)
    return secret


def _as_sent(
    services: Services,
    session: Session,
    token: str,
    author: str,
    box: PhoneBox,
    sent: tuple[str, str],
) -> QuietNote:
    note_id, words = sent
    made = QuietNote(
        id=note_id,
        session_id=session.id,
        zone_code=box.code,
        label=box.label,
        kind=box.kind,
        text=words,
        author_hash=author,
        own_hash=own_hash(token, note_id),
        erase_on=session.erases_on(box.label),
        written_at=services.now,
    )
    if not made.may_be_read(services.today):  # nobody would read it, its writer neither
        raise BadInput(_DAY_PASSED)
    return made


def _add(
    services: Services,
    tx: Tx,
    session: Session,
    token: str,
    box: PhoneBox,
    new: Sequence[tuple[str, str]],
    many: int,
) -> str | None:
    """Store new notes beside so `many`, where nobody else sees them yet or as the session's.

    Return the job that places their stickies; None where one waits, or there is nothing to place.
    """
    secret = _require_open(services, tx, session, box, many + len(new))
    author = SessionKey(secret).of_author(author_of(hash_of(token)))
    sent = [_as_sent(services, session, token, author, box, each) for each in new]
    is_early = session.state is SessionState.PLANNED
    is_quiet = box.code in quiet_notes.quiet_boxes(tx, session.id)
    if is_quiet and not is_early:
        keep_readiness(services, tx, session.id)
    if is_quiet or is_early:
        for each in sent:
            quiet_notes.save_quiet_note(tx, each)
        return None
    stored_notes.add_notes(tx, [each.as_note(services.now) for each in sent])
    phone_stickies.add_stickies(tx, session.id, [each.id for each in sent])
    return newly_asked_sticky_work(services, tx, session.id)
