"""Who asks in the panel, and on which board: by Miro's id token, our roles, and Miro's members."""

from __future__ import annotations

from collections.abc import Callable

from flask import request

from plugin.accounts.miro_app import author_of_token, user_of_token
from plugin.convene import linked_names
from plugin.convene.panel import session_run_by
from plugin.domain.people import Actor
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session
from plugin.errors import BadInput, NotNow, Refused
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


class NoToken(Exception):
    """A request without a token that Miro signed for us."""


def miro_user(runtime: Runtime) -> str:
    """Return the keyed hash of who asks, by Miro's word; raise where there is none for us."""
    found = user_of_token(runtime.accounts, _token(), runtime.services.now)
    if found is None:
        raise NoToken
    return found


def looker_of(runtime: Runtime, user: str | None = None) -> Looker:
    """Return who asks, by Miro's word, and who that is here; raise where there is no such word."""
    user = user or miro_user(runtime)
    return Looker(user, linked_names.person_of(runtime.services, user))


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
    access = board_access(runtime, looker.actor, session, looker.user_hash)
    if access in (BoardAccess.ASKED, BoardAccess.NO_ANSWER):
        raise NotNow(_ASKED)
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


def number(name: str) -> int | None:
    """Return a whole number that was sent, None for anything else."""
    found = sent().get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    return found if 0 <= found < 1_000 else None


def sent() -> dict[str, object]:
    """Return what was sent, by name."""
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def words(name: str) -> str:
    """Return a text that was sent, empty for anything else."""
    found = sent().get(name)
    return found.strip() if isinstance(found, str) else ""
