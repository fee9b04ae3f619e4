"""The application: Miro under `/miro`, Notion under `/notion`, people's pages under `/_sandbox`.

Everything it knows hangs on the application object; two applications share nothing. One request
is answered after the other, so that no state needs a lock of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING, Literal

from flask import Flask, Response, g, redirect, request, url_for

from connectors.sandbox.calls import CallLog, VendorCall, telling_query
from connectors.sandbox.control import control_blueprint
from connectors.sandbox.gate import keep_gate
from connectors.sandbox.miro.api import miro_blueprint
from connectors.sandbox.miro.board_page import board_pages
from connectors.sandbox.miro.people import people_blueprint
from connectors.sandbox.miro.state import MiroState
from connectors.sandbox.notion import NotionState, notion_blueprint, notion_pages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Clock = Callable[[], datetime]
VENDORS = ("miro", "notion")


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What one sandbox holds."""

    miro: MiroState
    notion: NotionState
    calls: CallLog
    clock: Clock
    lock: RLock


def create_sandbox(*, clock: Clock | None = None, rate: Literal["real", "off"] = "off") -> Flask:
    """Make a fresh sandbox; its `Sandbox` is `app.extensions["hedgerow_sandbox"]`.

    With `rate="real"` Notion's limit of 180 requests a minute holds, as `hedgerow sandbox` serves
    it; tests and the demo's story leave it off, so as not to wait.
    """
    clock = clock or _utc_now
    sandbox = Sandbox(MiroState(clock), NotionState(clock, rate=rate), CallLog(), clock, RLock())
    app = Flask(__name__, static_url_path="/_sandbox/static")
    app.extensions["hedgerow_sandbox"] = sandbox
    keep_gate(app)
    app.after_request(_recorder(sandbox))
    app.register_blueprint(miro_blueprint(sandbox.miro), url_prefix="/miro")
    app.register_blueprint(notion_blueprint(sandbox), url_prefix="/notion")
    app.register_blueprint(
        control_blueprint(sandbox.miro, sandbox.notion, sandbox.calls), url_prefix="/_sandbox"
    )
    app.register_blueprint(board_pages(sandbox.miro), url_prefix="/_sandbox/miro")
    app.register_blueprint(people_blueprint(sandbox.miro), url_prefix="/_sandbox/miro")
    app.register_blueprint(notion_pages(sandbox), url_prefix="/_sandbox/notion")
    app.add_url_rule("/", "front", lambda: redirect(url_for("sandbox_control.home")))
    app.wsgi_app = _OneAtATime(app.wsgi_app, sandbox.lock)  # type: ignore[method-assign] # Flask's documented way to add middleware
    return app


class _OneAtATime:
    """Lets one request into the application at a time."""

    def __init__(self, inner: "WSGIApplication", lock: RLock) -> None:
        self._inner = inner
        self._lock = lock

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        with self._lock:
            return self._inner(environ, start_response)


def _recorder(sandbox: Sandbox) -> Callable[[Response], Response]:
    def record(response: Response) -> Response:
        vendor, _, _ = request.path.lstrip("/").partition("/")
        if vendor in VENDORS:
            sandbox.calls.add(
                VendorCall(
                    vendor=vendor,
                    method=request.method,
                    route=_pattern(vendor),
                    status=response.status_code,
                    credits=g.get("vendor_credits", 0),
                    query=telling_query(request.args),
                    at=sandbox.clock(),
                )
            )
        return response

    return record


def _pattern(vendor: str) -> str:
    """Return the route as a pattern; an address that nobody knows is not repeated."""
    rule = "<path:rest>" if request.url_rule is None else request.url_rule.rule
    if rule.endswith("<path:rest>"):
        return "(unknown)"
    return rule.removeprefix(f"/{vendor}").replace("<", "{").replace(">", "}") or "/"


def _utc_now() -> datetime:
    return datetime.now(UTC)
