"""How far people are with the dots of the current step, in words, as of the last twenty seconds.

What is told changes at full twenty seconds alone, so that nobody reads a single press off a page.
"""

from __future__ import annotations

from dataclasses import replace

from plugin.domain.dots import readiness
from plugin.domain.pulse import fewest_answers
from plugin.domain.quiet_writing import last_tick
from plugin.domain.sessions import Session
from plugin.store import dots as stored_dots
from plugin.store import live_steps as stored_live_steps
from plugin.store import participants as stored_participants
from plugin.store.database import Tx
from plugin.store.services import Services


def keep_dots_told(services: Services, tx: Tx, session: Session) -> None:
    """Keep what is told, before somebody puts dots, deletes a note or joins.

    The first one within twenty seconds finds it as it was when these began.
    """
    begun = stored_live_steps.live_steps(tx, session.id)
    since = last_tick(services.now)
    if begun and begun[-1].told_since != since:
        words = _readiness(tx, session, begun[-1].number)
        told = replace(begun[-1], told=words, told_since=since)
        stored_live_steps.keep_told(tx, session.id, told)


def dots_told(services: Services, tx: Tx, session: Session) -> str:
    """Return how far people are with the dots of the current step; "" where too few take part."""
    begun = stored_live_steps.live_steps(tx, session.id)
    if not begun:
        return ""
    if begun[-1].told_since == last_tick(services.now):
        return begun[-1].told
    return _readiness(tx, session, begun[-1].number)


def _readiness(tx: Tx, session: Session, step: int) -> str:
    people = stored_participants.participants(tx, session.id)
    dots = stored_dots.dots(tx, session.id)
    return readiness(dots, step, people, fewest_answers(session.policy))
