"""The application: Miro under `/miro`, Notion under `/notion`, people's pages under `/_sandbox`.

Everything it knows hangs on the application object; two applications share nothing. One request
is answered after the other, so that no state needs a lock of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING

from flask import Flask, Response, g, redirect, request, url_for

from connectors.sandbox.call_log import VENDORS, CallLog, VendorCall, route_pattern, telling_query
from connectors.sandbox.control import control_blueprint
from connectors.sandbox.faults.book import FaultBook
from connectors.sandbox.faults.hooks import install_faults, kind_met
from connectors.sandbox.faults.routes import faults_blueprint
from connectors.sandbox.faults.transport import FaultyTransport
from connectors.sandbox.host_check import check_hosts
from connectors.sandbox.miro.api import miro_blueprint
from connectors.sandbox.miro.routes_oauth import miro_oauth
from connectors.sandbox.miro.state import MiroState
from connectors.sandbox.notion import NotionState, notion_blueprint
from connectors.sandbox.notion.routes_oauth import notion_oauth
from connectors.sandbox.notion.settings import settings_blueprint
from connectors.sandbox.people.miro_apps import Apps, apps_blueprint
from connectors.sandbox.people.miro_board import board_pages
from connectors.sandbox.people.miro_json import people_blueprint
from connectors.sandbox.people.miro_presence import Presence, presence_blueprint
from connectors.sandbox.people.notion_pages import notion_pages
from connectors.sandbox.rate_window import Rate

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What one sandbox holds."""

    miro: MiroState
    notion: NotionState
    calls: CallLog
    faults: FaultBook
    clock: Clock
    lock: RLock


def create_sandbox(*, clock: Clock | None = None, rate: Rate = "off") -> Flask:
    """Make a fresh sandbox; its `Sandbox` is `app.extensions["hedgerow_sandbox"]`.

    With `rate="real"` the vendors' limits of a minute hold, with "fast" the same limits in a
    minute of two seconds, for tests; with "off" nobody waits.
    """
    clock = clock or _utc_now
    miro, notion = MiroState(clock, rate=rate), NotionState(clock, rate=rate)
    sandbox = Sandbox(miro, notion, CallLog(), FaultBook(), clock, RLock())
    app = Flask(__name__, static_url_path="/_sandbox/static")
    app.extensions["hedgerow_sandbox"] = sandbox
    check_hosts(app)
    app.after_request(_recorder(sandbox))
    install_faults(app, sandbox)
    app.register_blueprint(miro_blueprint(miro), url_prefix="/miro")
    app.register_blueprint(notion_blueprint(sandbox), url_prefix="/notion")
    control = control_blueprint(miro, notion, sandbox.calls, sandbox.faults)
    app.register_blueprint(control, url_prefix="/_sandbox")
    app.register_blueprint(faults_blueprint(sandbox.faults), url_prefix="/_sandbox")
    apps = Apps()
    app.register_blueprint(board_pages(miro, apps), url_prefix="/_sandbox/miro")
    app.register_blueprint(apps_blueprint(miro, apps), url_prefix="/_sandbox/miro")
    app.register_blueprint(presence_blueprint(miro, Presence()), url_prefix="/_sandbox/miro")
    app.register_blueprint(people_blueprint(miro), url_prefix="/_sandbox/miro")
    app.register_blueprint(notion_pages(sandbox), url_prefix="/_sandbox/notion")
    app.register_blueprint(settings_blueprint(notion), url_prefix="/_sandbox/notion")
    app.register_blueprint(miro_oauth(miro))
    app.register_blueprint(notion_oauth(sandbox))
    app.add_url_rule("/", "front", lambda: redirect(url_for("sandbox_control.home")))
    app.wsgi_app = FaultyTransport(_OneAtATime(app.wsgi_app, sandbox.lock))  # type: ignore[method-assign] # Flask's documented way to add middleware
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
            fault = kind_met()
            sandbox.calls.add(
                VendorCall(
                    vendor=vendor,
                    method=request.method,
                    route=route_pattern(vendor, request.url_rule),
                    status=0 if fault and fault.is_silent else response.status_code,
                    credits=g.get("vendor_credits", 0),
                    query=telling_query(request.args),
                    at=sandbox.clock(),
                )
            )
        return response

    return record


def _utc_now() -> datetime:
    return datetime.now(UTC)
