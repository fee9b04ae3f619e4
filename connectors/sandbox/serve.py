"""Serves a sandbox over the loopback of this machine, and nowhere else."""

import logging
import socket
from threading import Thread

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

_LOOPBACK = "127.0.0.1"
_log = logging.getLogger("hedgerow.sandbox")


class _Quiet(WSGIRequestHandler):
    """Writes no line per request: paths carry ids, and the calls are listed in the sandbox."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


class Server:
    """A running sandbox; `port` is the one that it listens on."""

    def __init__(self, app: Flask, port: int) -> None:
        # Bound here, for werkzeug would print and leave the process where the port is taken.
        with socket.create_server((_LOOPBACK, port)) as bound:
            self._server = make_server(
                _LOOPBACK, port, app, threaded=True, request_handler=_Quiet, fd=bound.fileno()
            )
        self._thread: Thread | None = None

    @property
    def port(self) -> int:
        """Return the port; with 0 asked for, the one that was picked."""
        return int(self._server.port)

    @property
    def url(self) -> str:
        """Return the address of the sandbox, without a slash at its end."""
        return f"http://{_LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Answer requests from a thread that does not keep the process alive."""
        self._thread = Thread(target=self._server.serve_forever, name="sandbox", daemon=True)
        self._thread.start()
        _log.info("Sandbox: a stand-in for Miro and Notion listens on this machine.")

    def run(self) -> None:
        """Answer requests until the process is interrupted."""
        self._server.serve_forever()

    def stop(self) -> None:
        """Stop answering and give the port back."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()


def serve(app: Flask, port: int = 0) -> Server:
    """Bind a sandbox to the loopback; raise `OSError` if the port is taken."""
    return Server(app, port)
