"""Showing the dots of a step once, and those that nobody showed when their session is closed."""

from __future__ import annotations

from plugin.domain.dots import counted
from plugin.domain.pulse import fewest_answers
from plugin.domain.sessions import Session
from plugin.store import dots as stored_dots
from plugin.store.database import Tx


def publish_dots(tx: Tx, session: Session, step: int) -> bool:
    """Count the dots of a step, and forget whose they were; say whether enough people put any.

    Where they are too few, nothing is changed.
    """
    given = [each for each in stored_dots.dots(tx, session.id) if each.step == step]
    counts = counted(given, fewest_answers(session.policy))
    if counts:
        stored_dots.publish(tx, session.id, step, counts)
    return bool(counts)


def publish_every_dot(tx: Tx, session: Session) -> None:
    """Count what is left when a session is closed; too few people's dots go uncounted."""
    for step in sorted({each.step for each in stored_dots.dots(tx, session.id)}):
        if not publish_dots(tx, session, step):
            stored_dots.publish(tx, session.id, step, {})
