"""The wire below HTTP: answers that never come, that break off, and connections that drop.

Over a served socket these really happen. Where an application is called without one, the two
exceptions say what a client would have met; `mounted` turns them into the errors of requests.
"""

import select
import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from connectors.sandbox.faults import CUT_OFF, NO_ANSWER, RESET

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FAULT = "hedgerow.sandbox.fault"
"""The key of the environment under which the application says what is to happen to its answer."""

_SOCKET = "werkzeug.socket"
_HOLD_S = 300


class NoAnswer(Exception):
    """The client waits until its own time-out."""


class Dropped(Exception):
    """The connection is gone."""


class Wire:
    """Lets faults happen that an application alone cannot make."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer, or do what the application asked for instead."""
        answer = self._inner(environ, start_response)
        fault = environ.get(FAULT)
        if fault == CUT_OFF:
            whole = b"".join(answer)
            return [whole[: len(whole) // 2]]  # its Content-Length still promises the whole
        if fault in (NO_ANSWER, RESET):
            _leave(environ.get(_SOCKET), fault)
        return answer


def _leave(connection: socket.socket | None, fault: str) -> None:
    if connection is None:
        raise NoAnswer if fault == NO_ANSWER else Dropped
    if fault == NO_ANSWER:
        # The client closes when it has waited enough; until then nothing more is to be read.
        select.select([connection], [], [], _HOLD_S)
    # The server would wait for the next request; nothing more to read makes it close instead.
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise ConnectionResetError
