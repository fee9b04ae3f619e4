"""Meetings: planned, open, closed; with or without a board, each with its frozen policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from plugin.domain.agreements import Policy
from plugin.domain.days import long_day
from plugin.domain.labels import Label
from plugin.domain.rooms import in_rooms
from plugin.domain.templates import Template, room_of
from plugin.languages import SessionLanguage


class SessionState(Enum):
    """Until CLOSED the board is the writers' pen; from then on words stay as written."""

    PLANNED = "planned"  # no board yet
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPlan:
    """How a meeting with a board is held: by which design, and under which frozen policy."""

    template_code: str
    policy: Policy
    is_short: bool = False  # in the short form of its design
    collects_other_items: bool = False  # texts, shapes and cards too, as its facilitator chose
    # By box, what this session asks instead of its design's questions.
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One meeting of a community; `on_board` None means a meeting without a board."""

    id: str
    partnership_id: str
    community_id: str
    name: str
    meeting_kind: str
    day: date
    state: SessionState
    on_board: BoardPlan | None = None
    closed_at: datetime | None = None  # of a closed session
    language: SessionLanguage = SessionLanguage.ENGLISH  # of its board and invitation

    def __post_init__(self) -> None:
        """Refuse a moment of closing where nothing is closed."""
        if self.closed_at is not None and self.state is not SessionState.CLOSED:
            raise ValueError(f"a session that is {self.state.value} was not closed")

    @property
    def fields(self) -> dict[str, Any]:
        """Return what the form that changes a session asks for, in the order of the form."""
        return {"name": self.name, "day": self.day, "language": self.language}

    @property
    def template_code(self) -> str | None:
        """Return the code of its design, None for a meeting without a board."""
        return self.on_board.template_code if self.on_board else None

    @property
    def policy(self) -> Policy | None:
        """Return the policy frozen for it, None for a meeting without a board."""
        return self.on_board.policy if self.on_board else None

    @property
    def is_short(self) -> bool:
        """Say whether it is held in the short form of its design."""
        return self.on_board is not None and self.on_board.is_short

    @property
    def collects_other_items(self) -> bool:
        """Say whether texts, shapes and cards are collected too, as its facilitator chose."""
        return self.on_board is not None and self.on_board.collects_other_items

    @property
    def asked(self) -> tuple[str, ...]:
        """Return every question that this session asks instead of its design's."""
        questions = self.on_board.questions if self.on_board else {}
        return tuple(line for lines in questions.values() for line in lines)

    def form_of(self, template: Template) -> Template:
        """Return its design in the form in which this session is held, with the boxes of rooms."""
        return self.with_rooms(template.in_short if self.is_short else template)

    def with_rooms(self, template: Template) -> Template:
        """Return a design with what this session asks, its boxes once for each room."""
        questions = self.on_board.questions if self.on_board else {}
        asking = template.asking(questions) if questions else template
        return in_rooms(asking, self.policy.labels) if self.policy else asking

    @property
    def rooms(self) -> tuple[str, ...]:
        """Return the names of its rooms, A and so on; none where all work together."""
        labels = self.policy.labels if self.policy else {}
        return tuple(sorted({room for code in labels if (room := room_of(code))}))

    @property
    def held_until(self) -> date:
        """Return the day on which held notes of this session are erased."""
        return self.day + timedelta(days=self.policy.held_days if self.policy else 0)

    @property
    def kept_until(self) -> date | None:
        """Return the day on which kept notes of this session are erased; None for no such day."""
        kept_days = self.policy.limits.kept_days if self.policy else None
        return None if kept_days is None else self.day + timedelta(days=kept_days)

    def erases_on(self, label: Label) -> date | None:
        """Return the day on which a note of this label is erased; None for no such day."""
        return self.held_until if label is Label.H else self.kept_until

    @property
    def take_back_until(self) -> date:
        """Return the last day on which the board is read for notes that their writers deleted."""
        return self.day + timedelta(days=self.policy.take_back_days if self.policy else 0)


def how_to_take_back(session: Session, today: date, *, has_board: bool = True) -> str:
    """Return how a note of this session can be taken back today, in sentences.

    Taking back never ends: a facilitator can do it on the note's page as long as the note is here.
    What ends is reading the board, which can show that a writer deleted a note
    (`capture.desk`, `take_back_until`).
    """
    always = "At any time: ask your facilitator."
    if not has_board and session.state is not SessionState.PLANNED:
        return always
    if session.state is not SessionState.CLOSED:
        return (
            "Delete it on the board until the session is closed. After that, ask your facilitator, "
            "at any time."
        )
    if session.template_code is None or today > session.take_back_until:
        return always
    last = session.take_back_until
    return (
        f"{always} Until {long_day(last)} you can also delete it on the board; "
        "Hedgerow follows when it next collects notes."
    )


@dataclass(frozen=True, slots=True)
class Board:
    """The Miro board of a session."""

    session_id: str
    miro_board_id: str
    name: str
    view_link: str


@dataclass(frozen=True, slots=True)
class SuspectedCopy:
    """An item with the words of a note that was taken back; `is_meant` None: not answered yet.

    Both hashes are made with the key of the session that is being collected.
    """

    item_hash: str
    zone_code: str
    words_hash: str
    is_meant: bool | None = None


@dataclass(frozen=True, slots=True)
class Brake:
    """The question a capture asks when many notes left a box together: tidying, or taken back?"""

    id: str
    session_id: str
    zone_code: str
    note_ids: tuple[str, ...]
    frame_is_gone: bool
    asked_at: datetime
