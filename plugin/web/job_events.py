"""A job's steps as they happen: server-sent events for its page.

A stream lasts a few seconds, and the browser opens the next one: none holds the server's end up,
and who may look is asked anew each time. There are few at once, since each takes a thread; whoever
gets none loads the page again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore

from flask import Response

MOST_STREAMS = 8
_LASTS_S = 4.0
_LOOKS_EVERY_S = 0.25
_OPENS_AGAIN_IN_MS = 250
_STREAMS = BoundedSemaphore(MOST_STREAMS)


def stream(look: Callable[[], str | None]) -> Response:
    """Return what `look` shows, each time that it is something new, until it shows None: the end.

    Where too many look on already, the answer is 503, which ends a browser's asking.
    """
    if not _STREAMS.acquire(blocking=False):
        return Response(status=503)
    response = Response(_events(look), mimetype="text/event-stream")
    response.call_on_close(_STREAMS.release)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # nginx would keep it until it is whole
    return response


def _events(look: Callable[[], str | None]) -> Iterator[str]:
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
        time.sleep(_LOOKS_EVERY_S)


def _event(name: str, text: str) -> str:
    data = "".join(f"data: {line}\n" for line in text.splitlines() if line.strip())
    return f"event: {name}\n{data}\n"
