"""A session with a design that is held without a Miro board: on paper, by phone, or read in later.

Opening it does what building a board does besides the board: who reads its held notes is frozen.
A board can still be built afterwards, and prints the same names.
"""

from __future__ import annotations

from dataclasses import replace

from plugin.domain.people import Actor
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput
from plugin.govern.early_notes import show_early_notes
from plugin.govern.held_notes import freeze_readers
from plugin.govern.running_sessions import session_to_run
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services


def open_without_board(services: Services, actor: Actor, session_id: str) -> Session:
    """Open a planned session without building a board; one that is open stays as it is.

    Raise NotHere, Refused, and BadInput for a meeting without a design or one that is closed.
    """
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        if session.template_code is None:
            raise BadInput("This session has no boxes, so there is nothing to open.")
        if session.state is SessionState.CLOSED:
            raise BadInput("This session is closed. Nothing was changed.")
        if session.state is SessionState.OPEN:
            return session
        freeze_readers(tx, session)
        opened = replace(session, state=SessionState.OPEN)
        stored_sessions.save_session(tx, opened)
        show_early_notes(services, tx, session_id)
    return opened
