"""Quiet writing in a box, for its facilitator: begin it, see in three words how far it is, reveal.

Notes are shown in an order of chance, as if they had all been written in that moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plugin.domain.labels import Label
from plugin.domain.people import Actor
from plugin.domain.quiet_writing import LEAST_PEOPLE, TOO_FEW, Readiness, last_tick, readiness
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput
from plugin.govern.early_notes import show_quiet_note
from plugin.govern.running_sessions import session_to_run
from plugin.govern.sticky_work import ask_for_sticky_work
from plugin.store import participants as stored_participants
from plugin.store import quiet_notes as stored_quiet
from plugin.store.database import Tx
from plugin.store.services import Services

_NO_BOX = "People do not write in this box, or the session is not open. Nothing was changed."


def begin_quiet(services: Services, actor: Actor, session_id: str, zone_code: str) -> None:
    """Let people by phone write quietly in a box; raise BadInput where they would be recognised."""
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        labels: Mapping[str, Label] = session.policy.labels if session.policy else {}
        if session.state is not SessionState.OPEN or labels.get(zone_code, Label.X) is Label.X:
            raise BadInput(_NO_BOX)
        if stored_participants.participants(tx, session_id) < LEAST_PEOPLE:
            raise BadInput(TOO_FEW)
        stored_quiet.begin(tx, session_id, zone_code)


def reveal(services: Services, actor: Actor, session_id: str, zone_code: str) -> str:
    """Show the notes of a quiet box to everybody; return the job that brings them to the board."""
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        _show(services, tx, session, zone_code)
        return ask_for_sticky_work(services, tx, session_id)


def stop_quiet(services: Services, actor: Actor, session_id: str, zone_code: str) -> None:
    """End quiet writing in a box and show nothing: its notes are held back until Close.

    Whoever runs the session can still show one by one; their writers still change or delete them.
    """
    with services.db.begin() as tx:
        session_to_run(tx, actor, session_id)
        for each in stored_quiet.quiet_notes(tx, session_id):
            if each.zone_code == zone_code and not each.is_held_back:
                stored_quiet.save_quiet_note(tx, replace(each, is_held_back=True))
        stored_quiet.end(tx, session_id, zone_code)


def quiet_state(services: Services, actor: Actor, session_id: str) -> dict[str, Readiness]:
    """Return how far each quiet box of a session is, by its code."""
    with services.db.read() as tx:
        session_to_run(tx, actor, session_id)
        return quiet_state_in(services, tx, session_id)


def quiet_state_in(services: Services, tx: Tx, session_id: str) -> dict[str, Readiness]:
    """Return the same in a transaction that somebody else opened."""
    now, since = _state(tx, session_id), last_tick(services.now)
    return now and now | stored_quiet.readiness_told(tx, session_id, since)


def keep_readiness(services: Services, tx: Tx, session_id: str) -> None:
    """Keep what is told of quiet boxes, before somebody writes, deletes or joins.

    The first one within twenty seconds finds it as it was when these began.
    """
    since = last_tick(services.now)
    known = stored_quiet.readiness_told(tx, session_id, since)
    fresh = {code: words for code, words in _state(tx, session_id).items() if code not in known}
    stored_quiet.keep_told(tx, session_id, since, fresh)


def _state(tx: Tx, session_id: str) -> dict[str, Readiness]:
    boxes = sorted(stored_quiet.quiet_boxes(tx, session_id))
    if not boxes:
        return {}
    people = stored_participants.participants(tx, session_id)
    notes = stored_quiet.quiet_notes(tx, session_id)
    return {
        code: readiness([each for each in notes if each.zone_code == code], people)
        for code in boxes
    }


def _show(services: Services, tx: Tx, session: Session, zone_code: str) -> None:
    for each in stored_quiet.taken_out(tx, session.id, zone_code):
        show_quiet_note(services, tx, each)
