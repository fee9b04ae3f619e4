"""A gunicorn worker that slow clients cannot stop: requests arrive in the loop, whole, before any
thread is given to them, and no wait has no end.

Plain `gthread` gives each connection a thread and reads without a time-out, so that forty slow
connections stop it. What a client sent is never logged: a malformed request may hold a token.
"""

from __future__ import annotations

import logging
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from selectors import EVENT_READ
from time import monotonic
from typing import Any

from gunicorn import http, util  # type: ignore[import-untyped] # it ships no types
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped] # as above
from gunicorn.workers.gthread import (  # type: ignore[import-untyped] # as above
    TConn,
    ThreadWorker,
)

from plugin.app import LARGEST_FORM_BYTES
from plugin.web.framing import Arrival, Arriving

LOG = logging.getLogger("hedgerow.serve")
ARRIVES_WITHIN_S = 30.0
MOST_ARRIVING = 300  # beyond it the oldest goes: an honest request has arrived by then
_LINGERS_S = 2.0
_BLOCKS_AT_MOST = struct.pack("ll", 10, 0)  # seconds and microseconds, for reading and writing
_AT_ONCE = 65536


@dataclass(slots=True)
class _Waiting:
    """A connection in the loop: its request arrives, or its client is to close it."""

    conn: Any
    deadline: float
    arriving: Arriving | None = None


class GuardedWorker(ThreadWorker):  # type: ignore[misc] # as above
    """Serves one request a connection, from the moment at which all of it is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: dict[socket.socket, _Waiting] = {}

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection into the loop."""
        try:
            client, address = listener.accept()
        except OSError:
            return  # it went away again, or somebody else has it
        self.nr_conns += 1
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            client.setsockopt(socket.SOL_SOCKET, option, _BLOCKS_AT_MOST)
        conn = TConn(self.cfg, client, address, listener.getsockname())
        arriving = Arriving(LARGEST_FORM_BYTES)
        self._wait(_Waiting(conn, monotonic() + ARRIVES_WITHIN_S, arriving), self._more)
        if len(self._waiting) > MOST_ARRIVING:
            self._drop(next(iter(self._waiting.values())))

    def finish_request(self, conn: Any, _done: Any) -> None:
        """Let a client close its connection; nobody waits for it."""
        self._linger(conn)

    def murder_pending(self) -> None:
        """Drop the connections whose time is over; gunicorn asks every second."""
        now = monotonic()
        for waiting in [each for each in self._waiting.values() if each.deadline < now]:
            self._drop(waiting)

    def handle_error(self, _req: Any, client: Any, _address: Any, error: BaseException) -> None:
        """Answer what cannot be read, or was not answered; log the kind of error alone."""
        LOG.warning("A request was not answered (%s).", type(error).__name__)
        is_theirs = isinstance(error, ParseException)
        status, reason = (400, "Bad Request") if is_theirs else (500, "Internal Server Error")
        with suppress(OSError):
            util.write_error(client, status, reason, "")

    def _more(self, waiting: _Waiting, client: socket.socket) -> None:
        data = _received(client) if client in self._waiting else None
        if data is None or waiting.arriving is None:
            return
        if not data:
            self._drop(waiting)
            return
        verdict = waiting.arriving.add(data)
        if verdict is Arrival.ANSWER:
            self._forget(client)
            self._hand_over(waiting.conn, waiting.arriving.taken())
        elif verdict.is_refused:
            self._forget(client)
            with suppress(OSError):
                util.write_error(client, *verdict.value, "")
            self._linger(waiting.conn)

    def _hand_over(self, conn: Any, arrived: bytes) -> None:
        conn.parser = http.get_parser(self.cfg, conn.sock, conn.client)
        conn.parser.unreader.unread(arrived)
        conn.data_ready = True
        self.enqueue_req(conn)

    def _linger(self, conn: Any) -> None:
        """Say that nothing more comes, and read until the client has closed, or for 2 seconds.

        Closed at once, the last of an answer could be lost (RFC 9112 section 9.6).
        """
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            self.nr_conns -= 1
            conn.close()
            return
        self._wait(_Waiting(conn, monotonic() + _LINGERS_S), self._rest)

    def _rest(self, waiting: _Waiting, client: socket.socket) -> None:
        if client in self._waiting and _received(client) == b"":
            self._drop(waiting)

    def _wait(self, waiting: _Waiting, callback: Any) -> None:
        self._waiting[waiting.conn.sock] = waiting
        self.poller.register(waiting.conn.sock, EVENT_READ, partial(callback, waiting))

    def _forget(self, client: socket.socket) -> None:
        del self._waiting[client]
        self.poller.unregister(client)

    def _drop(self, waiting: _Waiting) -> None:
        self._forget(waiting.conn.sock)
        self.nr_conns -= 1
        waiting.conn.close()


def _received(client: socket.socket) -> bytes | None:
    """Return what has come, nothing at its end, None where nothing has come."""
    try:
        return client.recv(_AT_ONCE)
    except BlockingIOError:
        return None
    except OSError:
        return b""
