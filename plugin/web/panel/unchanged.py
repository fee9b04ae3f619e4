"""What panels were told a moment ago, so that *nothing changed* is answered by one statement.

Every panel asks every few seconds, and nearly every time nothing changed. Who asks is known by
Miro's token each time; their roles, and Miro's word for this board, were asked within the last
half minute. Such an answer (304) says nothing that the panel does not show already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

BELIEVED_FOR = timedelta(seconds=30)
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class ToldState:
    """A session as a panel was told of it: `marks` are all of what its state follows from."""

    session_id: str
    marks: str


class LatelyTold:
    """What this process told which panel; by Miro's user, the board, and the answer's tag."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._told: dict[tuple[str, str, str], tuple[ToldState, datetime]] = {}

    def of(self, key: tuple[str, str, str], now: datetime) -> ToldState | None:
        """Return what was told, if it was a moment ago."""
        with self._lock:
            found = self._told.get(key)
        return found[0] if found is not None and now < found[1] else None

    def add(self, key: tuple[str, str, str], told: ToldState, now: datetime) -> None:
        """Remember what was told; forget all that is over, and everything where it grows."""
        with self._lock:
            if len(self._told) >= _MOST:
                fresh = {known: each for known, each in self._told.items() if now < each[1]}
                self._told = fresh if len(fresh) < _MOST else {}
            self._told[key] = (told, now + BELIEVED_FOR)
