"""What lets a program of somebody's ask the API in their place: a token, its scopes and its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

DAYS_TO_LAST = (30, 90, 365)
MOST_TOKENS = 20
LONGEST_NAME = 60


class Scope(Enum):
    """One thing that a token may be good for; the person's own rights still decide each time."""

    READ_SESSIONS = "sessions:read"
    READ_DESIGNS = "designs:read"
    READ_NOTES = "notes:read"
    READ_PIECES = "pieces:read"
    SYNC = "sync"

    @property
    def in_words(self) -> str:
        """Return what the token may do, as the page that makes it says it."""
        return {
            Scope.READ_SESSIONS: "Read the sessions of your groups",
            Scope.READ_DESIGNS: "Read the session designs that your groups can use",
            Scope.READ_NOTES: "Read the kept notes of sessions that you run or curate",
            Scope.READ_PIECES: "Read the pieces that you can read, and how they were checked",
            Scope.SYNC: "Ask for a sync with Notion, and follow it",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token as it is stored: everything but the token itself, of which only a hash is kept."""

    id: str
    person_id: str
    name: str  # what it is for, in its person's words
    scopes: frozenset[Scope]
    made_at: datetime
    until: datetime
    used_on: date | None = None  # the last day; None: never
    let_in_by: tuple[str, ...] = ()  # as the sign-in under which it was made said
    only_in: str | None = None  # the partnership in which alone that sign-in held

    @property
    def scope_names(self) -> tuple[str, ...]:
        """Return its scopes as they are written, in one order."""
        return tuple(scope.value for scope in Scope if scope in self.scopes)
