"""Who acts: the signed-in person of a request, with the roles they hold at this moment.

The cookie holds the person's id and nothing else about them, so that a role which was taken away
is gone with the next page.
"""

from __future__ import annotations

import secrets

from flask import abort, g, redirect, request, session, url_for

from plugin.convene.sign_in import actor_of
from plugin.domain.people import Actor
from plugin.jobs import House

_PERSON = "person_id"


def acting(house: House) -> Actor:
    """Return the signed-in person; leave for the sign-in page if nobody is signed in."""
    actor = signed_in(house)
    if actor is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        abort(redirect(url_for("sign_in.show", next=back)))
    return actor


def signed_in(house: House) -> Actor | None:
    """Return the signed-in person, or None; asked once in a request."""
    if "actor" not in g:
        person_id = session.get(_PERSON)
        g.actor = actor_of(house.ground, person_id) if isinstance(person_id, str) else None
    found: Actor | None = g.actor
    return found


def begin(actor: Actor) -> None:
    """Sign a person in; the cookie is a new one, whatever was in it before."""
    session.clear()
    session.permanent = True
    session[_PERSON] = actor.person_id
    session["began"] = secrets.token_urlsafe(8)
    g.actor = actor


def end() -> None:
    """Sign the person out."""
    session.clear()
    g.actor = None


def own_path(given: str | None) -> str:
    """Return where to go after signing in: a path of this server, else the first page."""
    path = given or "/"
    if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable():
        return path
    return "/"
