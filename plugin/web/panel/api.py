"""What the panel's script asks and sends, under `/api/v1/panel`: JSON, by Miro's id token alone.

`state` is asked for every few seconds: it holds ids, counts and times and no words, and is not sent
again while nothing changed. `session` has the words of the design, and of no note.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request, url_for

from plugin.convene import linked_names
from plugin.convene.live import add_minutes, live_page, move_to
from plugin.convene.panel import stands_as
from plugin.domain.problems import ErrorNotice
from plugin.jobs import asking
from plugin.jobs.session_jobs import COLLECT
from plugin.use_cases import Runtime
from plugin.web.errors import problem_json
from plugin.web.panel import (
    board_writers,
    closing,
    hands,
    holding,
    letting_in,
    new_on_board,
    phones,
    piece_cards,
    piece_read_backs,
    read_sentences,
    views,
)
from plugin.web.panel.bearer import NoToken, at_board, board_id, looker_of, miro_user, number
from plugin.web.panel.unchanged import LatelyTold

_NOT_MIRO = ErrorNotice(
    401,
    "Miro has to say who you are",
    "This was asked without Miro's word for who looks at the board, or that word is too old. "
    "Nothing was changed. Close the panel and open it again.",
)
_ADDED_MINUTES = 2


def routes(runtime: Runtime) -> Blueprint:
    """Return the answers of this module."""
    api = Blueprint("panel_api", __name__, url_prefix="/api/v1/panel")

    lately = LatelyTold()

    @api.get("/state")
    def state() -> Response:
        user, board, now = miro_user(runtime), board_id(), runtime.services.now
        tag = request.headers.get("If-None-Match", "")
        known = lately.of((user, board, tag), now)
        if known is not None and stands_as(runtime.services, known.session_id, known.marks):
            return _dated(runtime, Response(status=304, headers={"ETag": tag}))
        found, told = views.state(runtime, looker_of(runtime, user), board)
        response = _conditional(found)
        if told is not None:
            lately.add((user, board, response.headers["ETag"]), told, now)
        return _dated(runtime, response)

    @api.get("/session")
    def session() -> Response:
        actor, found = at_board(runtime)
        zone = runtime.settings.time_zone
        view = live_page(runtime.services, actor, found.id, zone)
        return jsonify(views.session(runtime, actor, view))

    _link(runtime, api)
    _hold(runtime, api)
    new_on_board.add_to(api, runtime)
    letting_in.add_to(api, runtime)
    closing.add_to(api, runtime)
    phones.add_to(api, runtime)
    read_sentences.add_to(api, runtime)
    hands.add_to(api, runtime)
    holding.add_to(api, runtime)
    piece_cards.add_to(api, runtime)
    piece_read_backs.add_to(api, runtime)
    board_writers.add_to(api, runtime)
    api.register_error_handler(NoToken, lambda _error: _who_looks())
    return api


def _link(runtime: Runtime, api: Blueprint) -> None:
    @api.post("/link")
    def link() -> Response:
        looker = looker_of(runtime)
        code = linked_names.new_code(runtime.services, looker.user_hash)
        return jsonify({"address": url_for("panel.link", code=code, _external=True)})

    @api.post("/unlink")
    def unlink() -> Response:
        linked_names.unlink(runtime.services, looker_of(runtime).user_hash)
        return jsonify({})


def _hold(runtime: Runtime, api: Blueprint) -> None:
    @api.post("/step")
    def step() -> Response:
        actor, found = at_board(runtime)
        said = move_to(runtime.services, actor, found.id, number("to"), number("shown"))
        return jsonify({"said": said or ""})

    @api.post("/longer")
    def longer() -> Response:
        actor, found = at_board(runtime)
        shown = number("shown")
        said = add_minutes(runtime.services, actor, found.id, shown, _ADDED_MINUTES)
        return jsonify({"said": said or ""})

    @api.get("/running")
    def running() -> Response:
        actor, found = at_board(runtime)
        return jsonify({"said": views.running(runtime, actor, found)})

    @api.post("/collect")
    def collect() -> Response:
        actor, found = at_board(runtime)
        job = asking.ask(runtime, actor, COLLECT, found.id)
        return jsonify({"job": job.id, "said": views.whose(runtime, actor, found, job)})


def _conditional(state: dict[str, Any]) -> Response:
    """Answer 304 while nothing changed."""
    response = jsonify(state)
    response.add_etag()
    return make_response(response.make_conditional(request))


def _dated(runtime: Runtime, response: Response) -> Response:
    """Put the server's time beside an answer, for the timer."""
    response.headers["Hedgerow-Now"] = str(int(runtime.services.now.timestamp()))
    return response


def _who_looks() -> Response:
    response = problem_json(_NOT_MIRO)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response
