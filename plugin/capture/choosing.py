"""The facilitator's choice for a session: collect texts, shapes and cards like sticky notes.

It can be changed until Close. What was collected goes on being followed when the choice is taken
back, for only its writer, on the board, lets go of it.
"""

from __future__ import annotations

from dataclasses import replace

from plugin.domain.people import Actor
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput
from plugin.govern.running_sessions import session_to_run
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services


def choose_other_items(
    services: Services, actor: Actor, session_id: str, *, is_chosen: bool
) -> str:
    """Store whether texts, shapes and cards are collected too; say what follows.

    Raise NotHere, Refused for people who run no session here, BadInput after Close.
    """
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        if session.state is SessionState.CLOSED:
            raise BadInput(
                "This session is closed. Nothing was changed. What is collected can be chosen "
                "before a session is closed."
            )
        if session.on_board is None:
            raise BadInput("This session has no board, so nothing is collected from it.")
        on_board = replace(session.on_board, collects_other_items=is_chosen)
        stored_sessions.save_session(tx, replace(session, on_board=on_board))
    if is_chosen:
        return "From the next collecting on, texts, shapes and cards are collected too."
    return (
        "New texts, shapes and cards are not collected any more. Those that were collected stay "
        "until they are deleted on the board."
    )
