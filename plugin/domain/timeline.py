"""A group's way so far, to be drawn: its sessions in order, and the pieces that grew from each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plugin.domain.checking import last_checked
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.sessions import Session, SessionState

MOST_POINTS, MOST_COMING, MOST_LEAVES = 4, 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePoint:
    """A session, with a leaf for each piece from its notes: True once checked."""

    session: Session
    leaves: tuple[bool, ...]
    is_coming: bool

    @property
    def drawn(self) -> tuple[bool, ...]:
        """Return the leaves for which there is room, checked pieces first."""
        return tuple(sorted(self.leaves, reverse=True))[:MOST_LEAVES]

    @property
    def says(self) -> str:
        """Write what came of the session: *3 pieces, 2 of them checked*."""
        number, checked = len(self.leaves), sum(self.leaves)
        if not number:
            return "" if self.is_coming else "no piece yet"
        pieces = "one piece" if number == 1 else f"{number} pieces"
        if not checked:
            return f"{pieces}, not checked yet"
        if checked == number:
            return f"{pieces}, checked"
        return f"{pieces}, {'one' if checked == 1 else checked} of them checked"


def timeline(
    sessions: Iterable[Session], pieces: Sequence[PieceWhole], now: datetime, today: date
) -> tuple[TimelinePoint, ...]:
    """Return the latest sessions that took place and the next ones, by day.

    `pieces` are those that the reader may see.
    """
    points = [
        TimelinePoint(
            session=session,
            leaves=tuple(
                last_checked(piece, now) is not None
                for piece in pieces
                if any(source.session_id == session.id for source in piece.sources)
            ),
            is_coming=is_coming(session, today),
        )
        for session in sorted(sessions, key=lambda each: (each.day, each.id))
    ]
    coming = [point for point in points if point.is_coming][:MOST_COMING]
    past = [point for point in points if not point.is_coming]
    return (*past[len(past) - min(len(past), MOST_POINTS - len(coming)) :], *coming)


def is_coming(session: Session, today: date) -> bool:
    """Say whether a session is still to take place: not closed, and not on a day that is over."""
    return session.state is not SessionState.CLOSED and session.day >= today
