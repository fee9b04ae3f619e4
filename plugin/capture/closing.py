"""Closes sessions: who wrote what is folded once, and the table and the hashes it rested on go.

A session that nobody closed is closed when its take-back window ends, without reading its board:
its notes stand as they were last collected, for nobody may decide about them any later.
"""

from __future__ import annotations

from dataclasses import replace

from plugin.capture.fold import fold
from plugin.domain.agreements import SMALLEST_FOLD, Attribution
from plugin.domain.people import Actor
from plugin.domain.sessions import Session, SessionState
from plugin.domain.webhooks import Happened
from plugin.errors import Refused
from plugin.govern.dots_at_close import publish_every_dot
from plugin.govern.pulse_at_close import publish_pulse
from plugin.govern.rehearsal import forget_pretend_notes
from plugin.govern.side_tables import fold_side_tables
from plugin.store import live_steps as stored_live_steps
from plugin.store import notes as stored_notes
from plugin.store import quiet_notes
from plugin.store import sessions as stored_sessions
from plugin.store import webhooks as stored_webhooks
from plugin.store.database import Tx
from plugin.store.let_go import let_go_of_returned
from plugin.store.services import Services


def close(services: Services, tx: Tx, session: Session) -> Session:
    """Close a session in the transaction of its last collecting; return it closed.

    Pretend notes of a rehearsal that nobody cleared are forgotten with it.
    """
    forget_pretend_notes(services, tx, session.id)
    let_go_of_returned(tx, session.id, services.now)
    for each in quiet_notes.taken_out(tx, session.id):  # nobody revealed them: kept, not placed
        stored_notes.save_note(tx, each.as_note(services.now).as_of(services.today))
    folded = fold(
        stored_notes.notes(tx, session.id),
        stored_sessions.who_is_who(tx, session.id),
        session.policy.attribution if session.policy else Attribution.NONE,
        session.day,
        services.new_id,
        session.policy.limits.smallest_group if session.policy else SMALLEST_FOLD,
    )
    stored_notes.change_notes(tx, tuple(folded))
    stored_sessions.set_who_is_who(tx, session.id, {})
    publish_pulse(tx, session)
    publish_every_dot(tx, session)
    closed = replace(session, state=SessionState.CLOSED, closed_at=services.now)
    stored_sessions.save_session(tx, closed)
    ended = (session.partnership_id, Happened.SESSION_CLOSED, session.id)
    stored_webhooks.tell(tx, *ended, services.now)
    stored_live_steps.forget_live_steps(tx, session.id)
    return closed


def close_overdue(services: Services, actor: Actor) -> int:
    """Close what nobody closed while notes could be taken back; return how many sessions.

    One transaction a session: whatever dies in between, the next run finds the others. The keys
    are forgotten by `retention.tidy`, which leaves those of open sessions alone.
    """
    if not actor.is_operator:
        raise Refused("Only the administrator can tidy. Nothing was changed.")
    with services.db.read() as tx:
        found = _overdue(tx, services)
    return sum(_closed(services, session.id) for session in found)


def _closed(services: Services, session_id: str) -> bool:
    with services.db.begin() as tx:
        for session in _overdue(tx, services):
            if session.id == session_id:  # nobody closed it in the meantime
                fold_side_tables(tx, close(services, tx, session), has_new_notes=True)
                return True
    return False


def _overdue(tx: Tx, services: Services) -> tuple[Session, ...]:
    today = services.today
    return tuple(each for each in stored_sessions.unclosed(tx) if each.take_back_until < today)
