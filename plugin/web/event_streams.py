"""What happens while a page is open: server-sent events for a job's page and for a live session.

A stream lasts a few seconds, and the browser opens the next one: none holds the server's end up,
and who may look is asked anew each time. There are few at once, since each takes a thread; whoever
gets none asks in the plain way. Between two looks a stream holds no connection to the database.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore

from flask import Response

MOST_STREAMS = 8  # of each kind: of 32 threads at least half are left for pages
_LASTS_S = 4.0
_OPENS_AGAIN_IN_MS = 250


class Streams:
    """Streams of one kind of page, so that many pages of one kind leave the other its own."""

    def __init__(self, looks_every_s: float) -> None:
        self._looks_every_s = looks_every_s
        self._free = BoundedSemaphore(MOST_STREAMS)

    def stream(self, look: Callable[[], str | None]) -> Response:
        """Return what `look` shows, each time that it is new, until it shows None: the end.

        Where too many look on already, the answer is 503, which ends a browser's asking.
        """
        if not self._free.acquire(blocking=False):
            return Response(status=503)
        response = Response(_events(look, self._looks_every_s), mimetype="text/event-stream")
        response.call_on_close(self._free.release)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"  # nginx would keep it until it is whole
        return response


def _events(look: Callable[[], str | None], looks_every_s: float) -> Iterator[str]:
    yield f"retry: {_OPENS_AGAIN_IN_MS}\n\n"
    until, shown = time.monotonic() + _LASTS_S, ""
    while True:
        seen = look()
        if seen is None:
            yield _event("over", "over")
            return
        if seen != shown:
            yield _event("progress", seen)
            shown = seen
        if time.monotonic() >= until:
            return
        time.sleep(looks_every_s)


def _event(name: str, text: str) -> str:
    data = "".join(f"data: {line}\n" for line in text.splitlines() if line.strip())
    return f"event: {name}\n{data}\n"
