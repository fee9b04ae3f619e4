"""A served sandbox that can be put back to where it was, and that ends a client's process."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from connectors.sandbox.app import Sandbox, create_sandbox
from connectors.sandbox.serve import Server, serve
from plugin.demo.environment import StoryClock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LONGEST_HOLD_S = 30
_MIRO = ("boards", "_people", "_made")
_NOTION = ("things", "bots", "people", "comments", "cursors", "shared")


class ShownClock(StoryClock):
    """The story's clock, which tests may also put back."""

    def show(self, moment: datetime) -> None:
        """Show a moment, earlier ones too, and go on from there."""
        self._set_to, self._set_at = moment, monotonic()


class Switch:
    """Counts the calls of vendors; ends the client's process before or after one, or holds one."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner
        self.calls = 0
        self.lines: list[str] = []  # method and path of each call
        self.victim: BaseProcess | None = None
        self.number: int | None = None
        self.moment = ""
        self.held = Event()
        self.go_on = Event()
        self.is_started = Event()

    def set(self, victim: BaseProcess, number: int | None, moment: str) -> None:
        """Count from now on; at the call of this number end `victim`, or let it wait."""
        self.held.clear()
        self.go_on.clear()
        self.is_started.clear()
        self.calls, self.victim, self.number, self.moment = 0, victim, number, moment
        self.lines = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a call, unless its client is to die before it is done or heard of."""
        if not environ["PATH_INFO"].startswith(("/miro/", "/notion/")):
            return self._inner(environ, start_response)
        self.calls += 1
        self.lines.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        is_the_one = self.calls == self.number
        if is_the_one and self.moment == "hold":
            # Its body has arrived too, and is not lost with its client.
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = BytesIO(body)
            self.held.set()
            self.go_on.wait(_LONGEST_HOLD_S)
            return self._inner(environ, start_response)
        if is_the_one and self.moment == "before":
            return self._kill(start_response)
        answer = self._inner(environ, start_response)
        return self._kill(None) if is_the_one else answer

    def _kill(self, start_response: StartResponse | None) -> Iterable[bytes]:
        self.is_started.wait(_LONGEST_HOLD_S)  # a child may call before its parent knows it
        if self.victim is None or self.victim.pid is None:
            raise AssertionError("nobody was to be killed")
        os.kill(self.victim.pid, signal.SIGKILL)
        wait([self.victim.sentinel], timeout=30)
        if start_response is not None:
            start_response("503 Killed", [("Content-Length", "0")])
        return [b""]


@dataclass(frozen=True, slots=True)
class Served:
    """The sandbox of this process, what it holds, and the switch in front of it."""

    server: Server
    clock: ShownClock
    switch: Switch
    sandbox: Sandbox

    def keep(self) -> bytes:
        """Return all that both vendors hold."""
        held = [
            {name: getattr(state, name) for name in names}
            for state, names in ((self.sandbox.miro, _MIRO), (self.sandbox.notion, _NOTION))
        ]
        return pickle.dumps(held)

    def put_back(self, kept: bytes) -> None:
        """Let both vendors hold again what they held."""
        miro, notion = pickle.loads(kept)  # noqa: S301 - made by `keep` in this process
        _restore(self.sandbox.miro, miro)
        _restore(self.sandbox.notion, notion)
        self.sandbox.calls.clear()


def _restore(state: object, held: dict[str, Any]) -> None:
    for name, value in held.items():
        setattr(state, name, value)


def serve_one(clock: ShownClock) -> Served:
    """Serve a fresh sandbox on the loopback."""
    app = create_sandbox(clock=clock)
    switch = Switch(app.wsgi_app)
    app.wsgi_app = switch  # type: ignore[method-assign] # Flask's documented way to add middleware
    server = serve(app)
    server.start()
    return Served(server, clock, switch, app.extensions["hedgerow_sandbox"])
