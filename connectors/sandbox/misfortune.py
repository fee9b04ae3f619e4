"""Lets the faults that were set happen to the calls of clients, and takes orders for them.

Flask's own steps decide (before the view, after the view), so that a call that goes wrong is still
listed among the calls; what HTTP cannot say is left to `wire`.
"""

from collections.abc import Callable
from typing import Protocol

from flask import Blueprint, Flask, Response, g, jsonify, request

from connectors.sandbox.calls import VENDORS, route_pattern
from connectors.sandbox.fault_answers import answer_of
from connectors.sandbox.faults import (
    ACCEPTED,
    CUT_OFF,
    ITEM_CHANGED,
    ITEM_DELETED,
    SILENT,
    Asked,
    Fault,
    FaultBook,
    NoSuchFault,
)
from connectors.sandbox.meddling import cursor_of, meddle_in_miro, meddle_in_notion
from connectors.sandbox.miro.state import MiroState
from connectors.sandbox.notion.state import NotionState
from connectors.sandbox.wire import FAULT


class _Sandbox(Protocol):
    @property
    def miro(self) -> MiroState: ...
    @property
    def notion(self) -> NotionState: ...
    @property
    def faults(self) -> FaultBook: ...


def let_faults_happen(app: Flask, sandbox: _Sandbox) -> None:
    """Let the sandbox's faults meet the calls of an application."""
    app.before_request(_before(sandbox))
    app.after_request(_after(sandbox))


def faults_blueprint(book: FaultBook) -> Blueprint:
    """Return `/faults`, where faults are set (POST), shown (GET) and cleared (DELETE)."""
    blueprint = Blueprint("sandbox_faults", __name__)

    def show() -> Response:
        return jsonify({"faults": [fault.as_json() for fault in book.all()]})

    def set_one() -> Response:
        given = request.get_json(silent=True)
        try:
            fault = book.set(given if isinstance(given, dict) else {})
        except NoSuchFault as refused:
            return _with_status(jsonify({"error": str(refused)}), 400)
        return _with_status(jsonify({"fault": fault.as_json()}), 201)

    def clear() -> Response:
        book.clear()
        return jsonify({"faults": []})

    for method, view in (("GET", show), ("POST", set_one), ("DELETE", clear)):
        blueprint.add_url_rule("/faults", f"{method}_faults", view, methods=[method])
    return blueprint


def _before(sandbox: _Sandbox) -> Callable[[], Response | None]:
    def before() -> Response | None:
        call = _asked()
        fault = sandbox.faults.next(call) if call else None
        if fault is None:
            return None
        if fault.kind in (ITEM_CHANGED, ITEM_DELETED):
            _meddle(sandbox, fault)
            return None
        if fault.when == "after":
            g.vendor_fault = fault
            return None
        return _instead(sandbox, fault, None)

    return before


def _after(sandbox: _Sandbox) -> Callable[[Response], Response]:
    def after(response: Response) -> Response:
        fault: Fault | None = g.pop("vendor_fault", None)
        return response if fault is None else _instead(sandbox, fault, response)

    return after


def _instead(sandbox: _Sandbox, fault: Fault, done: Response | None) -> Response:
    g.vendor_fault_kind = fault.kind
    if fault.kind in SILENT or fault.kind == CUT_OFF:
        request.environ[FAULT] = fault.kind
        return done if done is not None and fault.kind == CUT_OFF else Response(status=502)
    if fault.kind == ACCEPTED and done is not None:
        # The body of a 202 is not described; it has none here.
        return done if done.status_code >= 400 else _emptied(done)
    return answer_of(fault, sandbox.miro.now(), sandbox.notion.make_id(), done)


def _emptied(done: Response) -> Response:
    done.status_code = 202
    done.set_data(b"")
    return done


def _asked() -> Asked | None:
    vendor, _, _ = request.path.lstrip("/").partition("/")
    if vendor not in VENDORS:
        return None
    request.get_data()  # so that nothing of it is left on the wire where no view reads it
    return Asked(
        vendor=vendor,
        method=request.method,
        route=route_pattern(vendor, request.url_rule),
        is_next_page=bool(_cursor()),
        token=request.headers.get("Authorization", ""),
    )


def _cursor() -> str:
    return cursor_of(request.args, request.get_json(silent=True))


def _meddle(sandbox: _Sandbox, fault: Fault) -> None:
    if fault.vendor == "notion":
        meddle_in_notion(sandbox.notion, fault, _cursor())
    else:
        board_id = dict(request.view_args or {}).get("board_id", "")
        meddle_in_miro(sandbox.miro, fault, board_id, _cursor())


def _with_status(response: Response, status: int) -> Response:
    response.status_code = status
    return response
