"""Signing in by a one-time link; the link itself is never stored, only its hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from plugin.domain.people import Actor
from plugin.store import people as stored
from plugin.store.ground import Ground

LINK_LASTS = timedelta(minutes=30)


def make_link(ground: Ground, email: str) -> str | None:
    """Return a new one-time token for the person with this address, or None if nobody has it.

    Callers answer both cases with the same words, so that nobody learns who is here.
    """
    token = secrets.token_urlsafe(32)
    with ground.db.begin() as tx:
        person_id = stored.person_id_of(tx, email)
        if person_id is None:
            return None
        stored.add_sign_in_link(tx, _hash(token), person_id, ground.now + LINK_LASTS)
    return token


def known_address(ground: Ground, email: str) -> str | None:
    """Return the address as it is stored, to which alone a link may go; None if nobody has it.

    Other letters can be equal to it in small ones, and may be somebody else's address.
    """
    with ground.db.read() as tx:
        person_id = stored.person_id_of(tx, email)
        return None if person_id is None else stored.email_of(tx, person_id)


def use_link(ground: Ground, token: str) -> Actor | None:
    """Use a token up and return whose it is; None if it is unknown, used or too old."""
    with ground.db.begin() as tx:
        person_id = stored.use_sign_in_link(tx, _hash(token), ground.now)
        return None if person_id is None else stored.actor(tx, person_id)


def actor_of(ground: Ground, person_id: str) -> Actor | None:
    """Return a signed-in person as they are now, with their present roles, or None."""
    with ground.db.read() as tx:
        return stored.actor(tx, person_id)


def cast(ground: Ground) -> tuple[Actor, ...]:
    """Return everybody; for the demo's sign-in only."""
    with ground.db.read() as tx:
        return stored.everybody(tx)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
