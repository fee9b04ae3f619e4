"""Lets the faults that were set meet the calls of clients.

Flask's own steps decide (before the view, after the view), so that a call that goes wrong is still
listed among the calls; what HTTP cannot say is left to `transport`.
"""

from collections.abc import Callable
from typing import Protocol

from flask import Flask, Response, g, request

from connectors.sandbox.call_log import VENDORS, route_pattern
from connectors.sandbox.faults.answers import error_answer
from connectors.sandbox.faults.book import FaultBook
from connectors.sandbox.faults.fault import Fault, FaultKind, IncomingCall, Vendors


class _Sandbox(Vendors, Protocol):
    @property
    def faults(self) -> FaultBook: ...


def install_faults(app: Flask, sandbox: _Sandbox) -> None:
    """Let the sandbox's faults meet the calls of an application."""
    app.before_request(_before(sandbox))
    app.after_request(_after(sandbox))


def kind_met() -> FaultKind | None:
    """Return the kind of the fault that spoiled the answer to the present call, if one did."""
    met: FaultKind | None = g.get("fault_kind_met")
    return met


def _before(sandbox: _Sandbox) -> Callable[[], Response | None]:
    def before() -> Response | None:
        call = _incoming_call()
        fault = sandbox.faults.next(call) if call else None
        if call is None or fault is None:
            return None
        if fault.kind.edit is not None:
            fault.kind.edit(sandbox, fault, call)
            return None
        if fault.when == "after":
            g.fault_to_come = fault
            return None
        return _instead(sandbox, fault, None)

    return before


def _after(sandbox: _Sandbox) -> Callable[[Response], Response]:
    def after(response: Response) -> Response:
        fault: Fault | None = g.pop("fault_to_come", None)
        return response if fault is None else _instead(sandbox, fault, response)

    return after


def _instead(sandbox: _Sandbox, fault: Fault, done: Response | None) -> Response:
    g.fault_kind_met = fault.kind
    if fault.kind.respond is not None:
        return fault.kind.respond(Response(status=502) if done is None else done)
    return error_answer(fault, sandbox.miro.now(), sandbox.notion.make_id(), done)


def _incoming_call() -> IncomingCall | None:
    vendor, _, _ = request.path.lstrip("/").partition("/")
    if vendor not in VENDORS:
        return None
    request.get_data()  # so that nothing of it is left on the wire where no view reads it
    return IncomingCall(
        vendor=vendor,
        method=request.method,
        route=route_pattern(vendor, request.url_rule),
        cursor=_cursor(),
        board_id=dict(request.view_args or {}).get("board_id", ""),
        token=request.headers.get("Authorization", ""),
    )


def _cursor() -> str:
    """Return the cursor of a call for a later page, in whichever way it is given."""
    given = request.args.get("cursor") or request.args.get("start_cursor")
    if given:
        return given
    body = request.get_json(silent=True)
    asked = body.get("start_cursor") if isinstance(body, dict) else None
    if isinstance(asked, str):
        return asked
    offset = request.args.get("offset", "0")
    return "" if offset == "0" else offset
