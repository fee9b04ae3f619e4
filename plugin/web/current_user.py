"""Who acts: the signed-in person of a request, with the roles they hold at this moment.

The cookie holds the token of a sign-in and nothing about the person, so that a sign-in that was
ended, or a role that was taken away, is gone with the next page.
"""

from __future__ import annotations

from flask import abort, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from plugin.convene.sign_in import SignedIn, actor_of_sign_in, sign_out
from plugin.domain.people import Actor
from plugin.use_cases import Runtime

_SIGN_IN = "sign_in"


def current_user(runtime: Runtime) -> Actor:
    """Return the signed-in person; leave for the sign-in page if nobody is signed in."""
    actor = signed_in(runtime)
    if actor is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        abort(redirect(url_for("sign_in.show", next=back)))
    return actor


def signed_in(runtime: Runtime) -> Actor | None:
    """Return the signed-in person, or None; asked once in a request."""
    if "actor" not in g:
        token = sign_in()
        g.actor = actor_of_sign_in(runtime.services, token) if token else None
    found: Actor | None = g.actor
    return found


def sign_in() -> str:
    """Return the token of this browser's sign-in, empty where it has none."""
    token = session.get(_SIGN_IN)
    return token if isinstance(token, str) else ""


def begin(begun: SignedIn) -> None:
    """Keep a new sign-in in this browser; the cookie is a new one, whatever was in it before."""
    session.clear()
    session.permanent = True
    session[_SIGN_IN] = begun.token
    g.actor = begun.actor


def enter(begun: SignedIn) -> Response:
    """Begin a sign-in and lead to the page that the person wanted before."""
    back = own_path(session.get("back"))
    begin(begun)
    return go_to(back)


def end(runtime: Runtime) -> None:
    """Sign the person out, here and wherever this cookie was copied to."""
    token = sign_in()
    session.clear()
    g.actor = None
    if token:
        sign_out(runtime.services, token)


def go_to(path: str) -> Response:
    """Lead to a path of this server, wherever its pages lie."""
    return redirect(f"{request.script_root}{path}")


def own_path(given: str | None) -> str:
    """Return where to go after signing in: a path of this server, else the first page.

    It begins where our pages begin, see `go_to`.
    """
    path = given or "/"
    if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable():
        return path
    return "/"
