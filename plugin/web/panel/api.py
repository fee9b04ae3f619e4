"""What the panel's script asks and sends, under `/api/v1/panel`: JSON, by Miro's id token alone.

`state` is asked for every few seconds: it holds ids, counts and times and no words, and is not sent
again while nothing changed. `session` has the words of the design, and of no note.
"""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request, url_for
from flask_smorest import Blueprint

from plugin.convene import linked_names
from plugin.convene.live import add_minutes, live_page, move_to
from plugin.convene.panel import stands_as
from plugin.domain.problems import ErrorNotice
from plugin.jobs import asking
from plugin.jobs.session_jobs import COLLECT
from plugin.use_cases import Runtime
from plugin.web.api.etags import unless_known
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
from plugin.web.panel.answers import (
    AddressAnswer,
    DoneAnswer,
    PanelSessionAnswer,
    SaidAnswer,
    SaidJobAnswer,
    StateAnswer,
)
from plugin.web.panel.asked import ShownSent, StepSent
from plugin.web.panel.bearer import NoToken, at_board, board_id, looker_of, miro_user
from plugin.web.panel.operations import Operations, Sent
from plugin.web.panel.unchanged import LatelyTold

_NOT_MIRO = ErrorNotice(
    401,
    "Miro has to say who you are",
    "This was asked without Miro's word for who looks at the board, or that word is too old. "
    "Nothing was changed. Close the panel and open it again.",
)
_ADDED_MINUTES = 2
_MODULES = (
    *(new_on_board, letting_in, closing, phones, read_sentences, hands, holding),
    *(piece_cards, piece_read_backs, board_writers),
)


def routes(runtime: Runtime) -> Blueprint:
    """Return what the panel asks and sends."""
    return _operations(runtime, is_described=False)


def described(runtime: Runtime) -> Blueprint:
    """Return the same with its description; nobody asks these."""
    return _operations(runtime, is_described=True)


def _operations(runtime: Runtime, *, is_described: bool) -> Blueprint:
    api = Operations(runtime, is_described=is_described)
    _look(runtime, api)
    _link(runtime, api)
    _hold(runtime, api)
    for each in _MODULES:
        each.add_to(api, runtime)
    api.blueprint.register_error_handler(NoToken, lambda _error: _who_looks())
    return api.blueprint


def _look(runtime: Runtime, api: Operations) -> None:
    lately = LatelyTold()

    @api.get("/state", StateAnswer, "Say which screen is to be shown.")
    def state() -> Response:
        user, board, now = miro_user().user_hash, board_id(), runtime.services.now
        tag = request.headers.get("If-None-Match", "")
        known = lately.of((user, board, tag), now)
        if known is not None and stands_as(runtime.services, known.session_id, known.marks):
            return _dated(runtime, Response(status=304, headers={"ETag": tag}))
        found, told = views.state(runtime, looker_of(runtime), board)
        response = unless_known(jsonify(found))
        if told is not None:
            lately.add((user, board, response.headers["ETag"]), told, now)
        return _dated(runtime, response)

    @api.get("/session", PanelSessionAnswer, "Show the words of the session’s design.")
    def session() -> Any:
        actor, found = at_board(runtime)
        zone = runtime.settings.time_zone
        view = live_page(runtime.services, actor, found.id, zone)
        return views.session(runtime, actor, view)


def _link(runtime: Runtime, api: Operations) -> None:
    @api.post("/link", AddressAnswer, "Make an address at which somebody links their Miro name.")
    def link() -> Any:
        looker = looker_of(runtime)
        code = linked_names.new_code(runtime.services, looker.in_miro.user_hash)
        return {"address": url_for("panel.link", code=code, _external=True)}

    @api.post("/unlink", DoneAnswer, "Forget whose Miro name it is.")
    def unlink() -> Any:
        linked_names.unlink(runtime.services, looker_of(runtime).in_miro.user_hash)
        return {}


def _hold(runtime: Runtime, api: Operations) -> None:
    @api.post("/step", SaidAnswer, "Go to a step of the session.", StepSent)
    def step(sent: Sent) -> Any:
        actor, found = at_board(runtime)
        said = move_to(runtime.services, actor, found.id, sent["to"], sent["shown"])
        return {"said": said or ""}

    @api.post("/longer", SaidAnswer, "Give the step that it is now two minutes more.", ShownSent)
    def longer(sent: Sent) -> Any:
        actor, found = at_board(runtime)
        said = add_minutes(runtime.services, actor, found.id, sent["shown"], _ADDED_MINUTES)
        return {"said": said or ""}

    @api.get("/running", SaidAnswer, "Say who else works at the board.")
    def running() -> Any:
        actor, found = at_board(runtime)
        return {"said": views.running(runtime, actor, found)}

    @api.post("/collect", SaidJobAnswer, "Collect the notes of the board.")
    def collect() -> Any:
        actor, found = at_board(runtime)
        job = asking.ask(runtime, actor, COLLECT, found.id)
        return {"job": job.id, "said": views.whose(runtime, actor, found, job)}


def _dated(runtime: Runtime, response: Response) -> Response:
    """Put the server's time beside an answer, for the timer."""
    response.headers["Hedgerow-Now"] = str(int(runtime.services.now.timestamp()))
    return response


def _who_looks() -> Response:
    response = problem_json(_NOT_MIRO)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response
