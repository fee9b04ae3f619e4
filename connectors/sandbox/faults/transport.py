"""The transport below HTTP: answers that never come, that break off, and connections that drop.

Over a served socket these really happen. Where an application is called without one, the two
exceptions say what a client would have met; `mounted` turns them into the errors of requests.
"""

import select
import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from enum import Enum, auto
from typing import TYPE_CHECKING

from flask import Response, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_KEY = "hedgerow.sandbox.transport_fault"
_SOCKET = "werkzeug.socket"
_HOLD_S = 300


class _TransportFault(Enum):
    CUT_OFF = auto()
    NO_ANSWER = auto()
    RESET = auto()


class NoAnswer(Exception):
    """The client waits until its own time-out."""


class Dropped(Exception):
    """The connection is gone."""


def cut_off(done: Response) -> Response:
    """Let the true answer break off in its middle."""
    request.environ[_KEY] = _TransportFault.CUT_OFF
    return done


def no_answer(done: Response) -> Response:
    """Let the client wait in vain."""
    request.environ[_KEY] = _TransportFault.NO_ANSWER
    return done


def reset(done: Response) -> Response:
    """Drop the connection."""
    request.environ[_KEY] = _TransportFault.RESET
    return done


class FaultyTransport:
    """WSGI middleware that lets faults happen which an application alone cannot make."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer, or do what the application asked for instead."""
        answer = self._inner(environ, start_response)
        fault = environ.get(_KEY)
        if fault is _TransportFault.CUT_OFF:
            whole = b"".join(answer)
            return [whole[: len(whole) // 2]]  # its Content-Length still promises the whole
        if fault is not None:
            _end(environ.get(_SOCKET), is_waiting=fault is _TransportFault.NO_ANSWER)
        return answer


def _end(connection: socket.socket | None, *, is_waiting: bool) -> None:
    if connection is None:
        raise NoAnswer if is_waiting else Dropped
    if is_waiting:
        # The client closes when it has waited enough; until then nothing more is to be read.
        select.select([connection], [], [], _HOLD_S)
    # The server would wait for the next request; nothing more to read makes it close instead.
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise ConnectionResetError
