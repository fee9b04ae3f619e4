"""The session that somebody runs: looked up here by every verb that changes one."""

from __future__ import annotations

from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Session
from plugin.errors import NotHere
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx


def session_to_run(tx: Tx, actor: Actor, session_id: str) -> Session:
    """Return a session; raise NotHere, and Refused for people who run no session there."""
    session = stored_sessions.session(tx, session_id)
    if session is None:
        raise NotHere("There is no such session. Nothing was changed.")
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    return session
