"""Linking a Miro name to a person here, once, so that the panel inside Miro knows who presses.

The panel asks for a one-time code with Miro's word for who looks at the board; the person opens it
in a window of ours, signs in there, and confirms. What is kept is a keyed hash of Miro's id. Like a
sign-in, a link ends with the rights of whoever let the person in.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from plugin.convene.sign_in import actor_still_let_in
from plugin.domain.people import Actor
from plugin.errors import BadInput
from plugin.store import miro_links as stored
from plugin.store.services import Services

CODE_LASTS = timedelta(minutes=10)
_NOT_GOOD = (
    "This address is good once and for ten minutes, and it is over. Nothing was linked. Press "
    "Link me in the panel once more."
)


def person_of(services: Services, miro_user_hash: str) -> Actor | None:
    """Return who a Miro name is here, with their present roles; None where nobody is linked."""
    with services.db.read() as tx:
        found = stored.linked_person(tx, miro_user_hash)
    if found is None:
        return None
    return actor_still_let_in(services, found.person_id, found.let_in_by, found.only_in)


def new_code(services: Services, miro_user_hash: str) -> str:
    """Return a new one-time code for a Miro name; an older one is good no more."""
    code = secrets.token_urlsafe(24)
    with services.db.begin() as tx:
        stored.add_code(tx, code, miro_user_hash, services.now + CODE_LASTS)
    return code


def require_code(services: Services, code: str) -> None:
    """Return for a code that can still be used; raise BadInput for any other."""
    with services.db.read() as tx:
        if not stored.is_open(tx, code, services.now):
            raise BadInput(_NOT_GOOD)


def link_by_code(services: Services, actor: Actor, code: str) -> None:
    """Link the Miro name of a code to who is signed in; raise BadInput for a code that is over."""
    with services.db.begin() as tx:
        miro_user_hash = stored.take_code(tx, code, services.now)
        if miro_user_hash is None:
            raise BadInput(_NOT_GOOD)
        stored.link(
            tx, miro_user_hash, actor.person_id, actor.let_in_by, actor.only_in, services.now
        )


def unlink(services: Services, miro_user_hash: str) -> None:
    """Forget whose a Miro name is; safe to do twice."""
    with services.db.begin() as tx:
        stored.unlink(tx, miro_user_hash)
