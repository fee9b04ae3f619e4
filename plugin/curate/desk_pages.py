"""Which notes stand on one page of the desk: after years there are too many for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.domain.sessions import Session

NOTES_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class SessionPart:
    """The notes of a session, in the order of its board, from `first` up to `end`."""

    session: Session
    first: int
    end: int
    is_whole: bool


def parts_from(
    start: int, sessions: Sequence[Session], numbers: Mapping[str, int], most: int = NOTES_A_PAGE
) -> tuple[tuple[SessionPart, ...], int | None]:
    """Return what a page shows from note `start` on, and where the next begins, None at the end.

    `numbers` are how many notes each session has, be they shown or not.
    """
    found: list[SessionPart] = []
    before = 0
    for session in sessions:
        number = numbers.get(session.id, 0)
        first, end = max(start - before, 0), min(start + most - before, number)
        is_empty_here = number == 0 and start <= before < start + most
        if first < end or is_empty_here:
            found.append(SessionPart(session, first, end, is_whole=end - first == number))
        before += number
    return tuple(found), start + most if start + most < before else None
