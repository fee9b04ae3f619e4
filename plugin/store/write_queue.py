"""One writer at a time within a process, in the order of asking.

SQLite lets one connection write and makes the others poll with growing pauses: among many threads
the unlucky ones poll until their time-out. On PostgreSQL waiting threads would use up the
connections that readers need. Threads that queue here are never refused by each other, and hold no
connection while they wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from plugin.errors import NotNow

LONGEST_S = 60.0
BUSY = "Somebody else is writing just now. Nothing was changed. Try again."


class WriteQueue:
    """A fair lock; `longest_s` bounds the waiting, so that a defect ends in a sentence."""

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self._longest_s = longest_s
        self._guard = Lock()
        self._waiting: deque[Event] = deque()
        self._is_taken = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this thread's turn and hold it; raise NotNow if it does not come."""
        self._take()
        try:
            yield
        finally:
            self._pass_on()

    def _take(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = Event()
            self._waiting.append(mine)
        try:
            came = mine.wait(self._longest_s)
        except BaseException:
            self._leave(mine)
            raise
        if not came:
            self._leave(mine)
            raise NotNow(BUSY)

    def _leave(self, mine: Event) -> None:
        """Give up waiting; a turn that came in the same moment goes to the next."""
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return
        self._pass_on()

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
