"""Who opened what of a group, as its members read it: a day, a person, a kind of page.

Kinds are coarse, and no moment is kept: the log is there to see who reads a group's words, and not
to follow anybody. People who only take part stand in it as *a member*, however many they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LOG_IS_KEPT = timedelta(days=90)
A_MEMBER = "a member"


class Opened(StrEnum):
    """What kind of page or file was opened."""

    NOTES = "notes"  # of one session
    DESK = "desk"
    PIECES = "pieces"
    COMMITMENTS = "commitments"
    MEMORY = "memory"
    SPONSORS_PAGE = "sponsor's page"
    FILE = "file"  # an export, downloaded
    BY_PROGRAM = "by program"
    LOOKED_UP = "looked up"
    NEXT_BOARD = "next board"


IN_WORDS: Mapping[Opened, str] = {
    Opened.NOTES: "Notes",
    Opened.DESK: "The desk, where pieces are made from notes",
    Opened.PIECES: "Pieces",
    Opened.COMMITMENTS: "Commitments and asks",
    Opened.MEMORY: "The memory of the whole partnership",
    Opened.SPONSORS_PAGE: "The sponsor’s page",
    Opened.FILE: "A file that was exported",
    Opened.LOOKED_UP: "Looked up a person or a word",
    Opened.NEXT_BOARD: "The form of a new session, which can lay out notes",
    Opened.BY_PROGRAM: "Read by a program, with a token of",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """One person opened one kind of page on one day; `session_id` is empty but for notes.

    Without a community it was a page of the whole partnership.
    """

    partnership_id: str
    community_id: str | None
    day: date
    person_id: str
    what: Opened
    session_id: str = ""


@dataclass(frozen=True, slots=True)
class OpenedLine:
    """What was opened on one day, in words, and who did."""

    what: Opened
    session_id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenedDay:
    """One day of the log."""

    day: date
    lines: tuple[OpenedLine, ...]


def days_of(openings: Iterable[Opening], names: Mapping[str, str]) -> tuple[OpenedDay, ...]:
    """Put openings together: the newest day first, in it one line a kind and session.

    `names` says how to call each person; those who are called alike stand there once.
    """
    found: dict[date, dict[tuple[Opened, str], set[str]]] = {}
    for each in openings:
        lines = found.setdefault(each.day, {})
        lines.setdefault((each.what, each.session_id), set()).add(names[each.person_id])
    order = list(Opened)
    return tuple(
        OpenedDay(
            day,
            tuple(
                OpenedLine(what, session_id, tuple(sorted(lines[what, session_id], key=_last)))
                for what, session_id in sorted(lines, key=lambda key: (order.index(key[0]), key[1]))
            ),
        )
        for day, lines in sorted(found.items(), reverse=True)
    )


def _last(name: str) -> tuple[bool, str]:
    """Order people by name, and *a member* after them."""
    return (name == A_MEMBER, name)
