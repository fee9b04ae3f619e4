"""Who asks in the panel, and on which board: by Miro's id token, our roles, and Miro's members."""

from __future__ import annotations

from collections.abc import Callable

from flask import g, request

from plugin.accounts.miro_app import PersonInMiro, author_of_token, user_of_token
from plugin.convene import linked_names
from plugin.convene.panel import session_run_by
from plugin.domain.people import Actor
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session
from plugin.errors import BadInput, ConnectionBroken, NotNow, Refused
from plugin.jobs.board_access import BoardAccess, board_access
from plugin.use_cases import Runtime
from plugin.web.panel.views import Looker
from plugin.web.who_opened import opened_in_panel

_SCHEME = "bearer "
_NOT_LINKED = (
    "This Miro name is not linked to a person in Hedgerow. Nothing was changed. Link it first."
)
_NOT_YOURS = (
    "Hedgerow does not know that you may change this board. Nothing was changed. Ask its owner for "
    "editing, then try again in ten minutes."
)
_ASKED = (
    "Miro is being asked whether you may change this board. Nothing was changed. Press again in a "
    "moment."
)
_ENDED = (
    "Hedgerow may no longer open this board. Notes on it are safe. Nothing is collected until you "
    "connect again."
)


class NoToken(Exception):
    """A request without a token that Miro signed for us."""


def user_by_token(runtime: Runtime) -> PersonInMiro:
    """Return who asks, by Miro's word; raise where there is none for us."""
    found = user_of_token(runtime.accounts, _token(), runtime.services.now)
    if found is None:
        raise NoToken
    return found


def miro_user() -> PersonInMiro:
    """Return who asks, as Miro's word for this request said."""
    user: PersonInMiro = g.miro_user
    return user


def looker_of(runtime: Runtime) -> Looker:
    """Return who asks, by Miro's word, and who that is here."""
    user = miro_user()
    return Looker(user, linked_names.person_of(runtime.services, user.user_hash))


def author_of(runtime: Runtime) -> Callable[[SessionKey], str]:
    """Return as whose a session's key marks the notes of who asks; raise without Miro's word."""
    found = author_of_token(runtime.accounts, _token(), runtime.services.now)
    if found is None:
        raise NoToken
    return found


def at_board(runtime: Runtime) -> tuple[Actor, Session]:
    """Return who asks and the session of the board that they name, if Miro lets them change it."""
    looker = looker_of(runtime)
    if looker.actor is None:
        raise Refused(_NOT_LINKED)
    session = session_run_by(runtime.services, looker.actor, board_id())
    if session is None:
        raise Refused(_NOT_YOURS)
    access = board_access(runtime, looker.actor, session, looker.in_miro)
    if access in (BoardAccess.ASKED, BoardAccess.NO_ANSWER):
        raise NotNow(_ASKED)
    if access is BoardAccess.ENDED:
        raise ConnectionBroken(_ENDED)
    if access is not BoardAccess.MAY_CHANGE:
        raise Refused(_NOT_YOURS)
    opened_in_panel(looker.actor, {"session_id": session.id})
    return looker.actor, session


def _token() -> str:
    given = request.headers.get("Authorization", "")
    return given[len(_SCHEME) :].strip() if given.lower().startswith(_SCHEME) else ""


def board_id() -> str:
    """Return the board that a request names; raise BadInput where it names none."""
    given = request.args.get("board", "")
    if not 0 < len(given) <= 80:
        raise BadInput("No board was named. Nothing was changed. Open the panel on a board.")
    return given
