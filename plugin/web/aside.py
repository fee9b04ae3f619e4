"""Does small work after a page was answered, one piece at a time, so that how long the page took
tells nothing of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from queue import Full, Queue
from threading import Lock, Thread

LOG = logging.getLogger("hedgerow.web")
_MOST_WAITING = 200


class Aside:
    """A queue with one thread, which begins with the first piece of work."""

    def __init__(self, most: int = _MOST_WAITING) -> None:
        self._queue: Queue[Callable[[], object]] = Queue(most)
        self._lock = Lock()
        self._thread: Thread | None = None

    def do(self, work: Callable[[], object]) -> None:
        """Do `work` soon; where too much waits already, it is left out, and the log says so."""
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="aside", daemon=True)
                self._thread.start()
        try:
            self._queue.put_nowait(work)
        except Full:
            LOG.error("Too much was asked for at once; a sign-in link was not made.")

    def wait(self) -> None:
        """Return when nothing waits any more."""
        self._queue.join()

    def _run(self) -> None:
        while True:
            work = self._queue.get()
            try:
                work()
            except Exception as error:  # its text may quote an address
                LOG.error("A sign-in link was not made (%s).", type(error).__name__)
            finally:
                self._queue.task_done()
