"""What the panel's script asks and sends, under `/api/v1/panel`: JSON, by Miro's id token alone.

`state` is asked for every few seconds: it holds ids, counts and times and no words, and is not sent
again while nothing changed. `session` has the words of the design, and of no note.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request, url_for

from plugin.accounts.miro_app import user_of_token
from plugin.convene import linked_names
from plugin.convene.live import add_minutes, live_page, move_to
from plugin.convene.panel import session_run_by
from plugin.domain.people import Actor
from plugin.domain.problems import ErrorNotice
from plugin.domain.sessions import Session
from plugin.errors import BadInput, NotNow, Refused
from plugin.jobs import asking
from plugin.jobs.board_access import BoardAccess, board_access
from plugin.jobs.session_jobs import COLLECT
from plugin.use_cases import Runtime
from plugin.web.errors import IN_PAGE, error_notice
from plugin.web.panel import views
from plugin.web.panel.views import Looker

_SCHEME = "bearer "
_NOT_MIRO = ErrorNotice(
    401,
    "Miro has to say who you are",
    "This was asked without Miro's word for who looks at the board, or that word is too old. "
    "Nothing was changed. Close the panel and open it again.",
)
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
_ADDED_MINUTES = 2


class _NoToken(Exception):
    """A request without a token that Miro signed for us."""


def routes(runtime: Runtime) -> Blueprint:
    """Return the answers of this module."""
    api = Blueprint("panel_api", __name__, url_prefix="/api/v1/panel")

    @api.get("/state")
    def state() -> Response:
        return _conditional(runtime, views.state(runtime, _looker(runtime), _board()))

    @api.get("/session")
    def session() -> Response:
        actor, found = _at_board(runtime)
        zone = runtime.settings.time_zone
        return jsonify(views.session(runtime, live_page(runtime.services, actor, found.id, zone)))

    _link(runtime, api)
    _hold(runtime, api)
    for kind in IN_PAGE:
        api.register_error_handler(kind, lambda error: _problem(error_notice(error)))
    api.register_error_handler(_NoToken, lambda _error: _problem(_NOT_MIRO))
    return api


def _link(runtime: Runtime, api: Blueprint) -> None:
    @api.post("/link")
    def link() -> Response:
        looker = _looker(runtime)
        code = linked_names.new_code(runtime.services, looker.user_hash)
        return jsonify({"address": url_for("panel.link", code=code, _external=True)})

    @api.post("/unlink")
    def unlink() -> Response:
        linked_names.unlink(runtime.services, _looker(runtime).user_hash)
        return jsonify({})


def _hold(runtime: Runtime, api: Blueprint) -> None:
    @api.post("/step")
    def step() -> Response:
        actor, found = _at_board(runtime)
        said = move_to(runtime.services, actor, found.id, _number("to"), _number("shown"))
        return jsonify({"said": said or ""})

    @api.post("/longer")
    def longer() -> Response:
        actor, found = _at_board(runtime)
        shown = _number("shown")
        said = add_minutes(runtime.services, actor, found.id, shown, _ADDED_MINUTES)
        return jsonify({"said": said or ""})

    @api.post("/collect")
    def collect() -> Response:
        actor, found = _at_board(runtime)
        job = asking.ask(runtime, actor, COLLECT, found.id)
        return jsonify({"job": job.id, "said": views.whose(runtime, actor, found, job)})


def _looker(runtime: Runtime) -> Looker:
    """Return who asks, by Miro's word; raise where there is none that is for us."""
    given = request.headers.get("Authorization", "")
    token = given[len(_SCHEME) :].strip() if given.lower().startswith(_SCHEME) else ""
    found = user_of_token(runtime.accounts, token, runtime.services.now) if token else None
    if found is None:
        raise _NoToken
    return Looker(found, linked_names.person_of(runtime.services, found))


def _at_board(runtime: Runtime) -> tuple[Actor, Session]:
    """Return who asks and the session of the board that they name, if Miro lets them change it."""
    looker = _looker(runtime)
    if looker.actor is None:
        raise Refused(_NOT_LINKED)
    session = session_run_by(runtime.services, looker.actor, _board())
    if session is None:
        raise Refused(_NOT_YOURS)
    access = board_access(runtime, looker.actor, session, looker.user_hash)
    if access in (BoardAccess.ASKED, BoardAccess.NO_ANSWER):
        raise NotNow(_ASKED)
    if access is not BoardAccess.MAY_CHANGE:
        raise Refused(_NOT_YOURS)
    return looker.actor, session


def _board() -> str:
    given = request.args.get("board", "")
    if not 0 < len(given) <= 80:
        raise BadInput("No board was named. Nothing was changed. Open the panel on a board.")
    return given


def _number(name: str) -> int | None:
    body = request.get_json(silent=True)
    found = body.get(name) if isinstance(body, dict) else None
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    return found if 0 <= found < 1_000 else None


def _conditional(runtime: Runtime, state: dict[str, Any]) -> Response:
    """Answer 304 while nothing changed; the server's time is beside it, for the timer."""
    response = jsonify(state)
    response.add_etag()
    response = make_response(response.make_conditional(request))
    response.headers["Hedgerow-Now"] = str(int(runtime.services.now.timestamp()))
    return response


def _problem(notice: ErrorNotice) -> Response:
    """Answer as RFC 9457 says; `sentence` is ours and safe to show."""
    said = {"title": notice.title, "detail": notice.sentence, "status": notice.status}
    response = jsonify({"type": "about:blank", **said})
    response.status_code = notice.status
    response.mimetype = "application/problem+json"
    if notice.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
