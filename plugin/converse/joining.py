"""Joining a session by its code: one link a session, revocable, which ends when it is closed.

Joining makes a random link of one's own. It is shown in the address of one's pages, and stored as a
hash as long as the session is open (`domain.taking_part`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from plugin.converse.dots_told import keep_dots_told
from plugin.converse.quiet_writing import keep_readiness
from plugin.domain.communities import Community
from plugin.domain.join_codes import new_code, read_code
from plugin.domain.people import Actor, readers_in_words
from plugin.domain.sessions import Session, SessionState
from plugin.domain.taking_part import MOST_PEOPLE, PhoneBox, phone_boxes
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere, NotNow
from plugin.govern import held_notes
from plugin.govern.rehearsal import pretend_notes
from plugin.govern.running_sessions import session_to_run
from plugin.languages import lazy_gettext
from plugin.store import communities as stored_communities
from plugin.store import participants as stored_participants
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.legal_holds import kept_until
from plugin.store.services import Services
from plugin.store.writing_windows import last_day

TemplateOf = Callable[[str], Template]
_NO_SESSION = lazy_gettext(
    "This code leads to no session. It may have a typing error, or the session is closed. Nothing "
    "was changed. Ask whoever gave you the code."
)
_FULL = lazy_gettext(
    "More than %(most)s people have joined this session, and it takes no more. Nothing was "
    "changed. Talk to your facilitator.",
    most=MOST_PEOPLE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPage:
    """What somebody reads before they take part: whose session it is, and what happens to words."""

    session: Session
    community: Community
    boxes: tuple[PhoneBox, ...]
    readers: str  # of held notes
    hold_until: date | None = None  # the last day of a legal hold
    write_until: date | None = None  # where people can write after the meeting
    pretended: int = 0  # notes of a rehearsal, which nobody wrote


def join_code_of(services: Services, actor: Actor, session_id: str) -> str | None:
    """Return the code of a session for whoever runs it, or None; raise NotHere, Refused."""
    with services.db.read() as tx:
        session_to_run(tx, actor, session_id)
        return stored_participants.join_code(tx, session_id)


def make_join_code(services: Services, actor: Actor, session_id: str) -> str:
    """Return the code of a session, made now where there is none; raise BadInput after Close."""
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        if session.policy is None:
            raise BadInput("This session has no boxes to write in. No code was made.")
        if session.state is SessionState.CLOSED:
            raise BadInput("This session is closed, so nobody can join it. No code was made.")
        code = stored_participants.join_code(tx, session_id)
        if code is None:
            code = _unused(tx)
            stored_participants.set_join_code(tx, session_id, code)
    return code


def stop_join_code(services: Services, actor: Actor, session_id: str) -> None:
    """Let the code lead nowhere; whoever has joined goes on."""
    with services.db.begin() as tx:
        session_to_run(tx, actor, session_id)
        stored_participants.forget_join_code(tx, session_id)


def open_code(services: Services, given: str, template_of: TemplateOf) -> JoinPage:
    """Return what a code leads to; raise NotHere for one that leads nowhere, or no more."""
    with services.db.read() as tx:
        session = session_of_code(tx, given)
        return join_page_in(tx, session, template_of, services.today)


def join_page_in(tx: Tx, session: Session, template_of: TemplateOf, today: date) -> JoinPage:
    """Return a session as people see it who take part by phone."""
    community = stored_communities.community(tx, session.community_id)
    if community is None or session.template_code is None:
        raise NotHere(_NO_SESSION)
    readers = readers_in_words(held_notes.names_of_readers(tx, session))
    template = session.form_of(template_of(session.template_code))
    return JoinPage(
        session=session,
        community=community,
        boxes=phone_boxes(template, session, readers),
        readers=readers,
        hold_until=kept_until(tx, community.id, session.id, today),
        write_until=last_day(tx, session.id),
        pretended=pretend_notes(tx, session),
    )


def take_part(services: Services, given: str) -> tuple[str, str]:
    """Let somebody take part; return the session, and the token of their own link."""
    token = secrets.token_urlsafe(24)
    with services.db.begin() as tx:
        session = session_of_code(tx, given)
        if stored_participants.participants(tx, session.id) >= MOST_PEOPLE:
            raise NotNow(_FULL)
        keep_readiness(services, tx, session.id)
        keep_dots_told(services, tx, session)
        stored_participants.add_participant(tx, session.id, token)
    return session.id, token


def session_of_code(tx: Tx, given: str) -> Session:
    """Return the session that a code leads to; raise NotHere."""
    session_id = stored_participants.session_of_code(tx, read_code(given))
    session = None if session_id is None else stored_sessions.session(tx, session_id)
    if session is None or session.state is SessionState.CLOSED:
        raise NotHere(_NO_SESSION)
    return session


def _unused(tx: Tx) -> str:
    while True:
        code = new_code()
        if stored_participants.session_of_code(tx, code) is None:
            return code
