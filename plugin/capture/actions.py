"""What a collecting may do to what we hold, as values; and what it counts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from plugin.domain.agreements import DAYS_UNTIL_ERASED
from plugin.domain.notes import Note, NoteState, NoteVersion
from plugin.domain.sessions import Brake, Session, SessionState, SuspectedCopy


@dataclass(frozen=True, slots=True)
class AddNote:
    """Store a note that was not known."""

    note: Note


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """Store a note as it is now; `older` keeps the words that it had, after Close only."""

    note: Note
    older: NoteVersion | None = None


@dataclass(frozen=True, slots=True)
class ForgetNote:
    """Erase a note without a trace: its session is open, the board is its writer's pen.

    One that is lost lies on the board no more: its item is remembered, by keyed hash.
    """

    note: Note
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class EraseNote:
    """Erase a note's content and leave a stub with the reason: its session is closed."""

    note: Note
    reason: str


@dataclass(frozen=True, slots=True)
class LeaveUnread:
    """Remember an item of a box that stays here, by keyed hash; or where it waits by now."""

    item_hash: str
    zone_code: str | None


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """Forget that an item had to stay unread: its own writer moved it out."""

    item_hash: str


@dataclass(frozen=True, slots=True)
class AskAboutCopy:
    """Ask about an item that has the words of a note taken back, instead of collecting it."""

    copy: SuspectedCopy


@dataclass(frozen=True, slots=True)
class ForgetCopy:
    """Ask about an item no longer: it is gone, or has other words."""

    item_hash: str


@dataclass(frozen=True, slots=True)
class KnowFrame:
    """Know a frame by its id from now on, so that another title cannot loosen its label."""

    miro_item_id: str
    zone_code: str


Action = (
    AddNote
    | ChangeNote
    | ForgetNote
    | EraseNote
    | LeaveUnread
    | ReadAgain
    | AskAboutCopy
    | ForgetCopy
    | KnowFrame
)


def lose(note: Note, session: Session, now: datetime) -> Action:
    """Return what becomes of a note whose sticky is gone: forgotten, or off the desk."""
    if session.state is not SessionState.CLOSED:
        return ForgetNote(note, is_lost=True)
    left = (now + timedelta(days=DAYS_UNTIL_ERASED)).date()
    due = min(left, note.erase_on) if note.erase_on else left
    return ChangeNote(replace(note, state=NoteState.LEFT_BOARD, erase_on=due))


@dataclass(slots=True)
class Counts:
    """What a collecting counted; no number here counts people."""

    ignored_blank: int = 0
    dropped_off_record: int = 0
    dropped_outside: int = 0
    new: int = 0
    replaced: int = 0
    new_versions: int = 0
    moved: int = 0
    recoloured: int = 0
    waiting_for_writer: int = 0
    asked_about: int = 0
    removed_from_board: int = 0


@dataclass(frozen=True, slots=True)
class CapturePlan:
    """What is to be done; open `brakes` mean that collecting stopped and a person must answer."""

    actions: tuple[Action, ...]
    counts: Counts
    stored: int
    forgotten: int
    brakes: tuple[Brake, ...] = ()
    messages: tuple[str, ...] = field(default=())
