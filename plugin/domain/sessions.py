"""Meetings: planned, open, closed; with or without a board, each with its frozen policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from plugin.domain.agreements import Policy
from plugin.domain.days import long_day
from plugin.domain.templates import Template


class SessionState(Enum):
    """Until CLOSED the board is the writers' pen; from then on words stay as written."""

    PLANNED = "planned"  # no board yet
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One meeting of a community; `template_code` None means a meeting without a board."""

    id: str
    partnership_id: str
    community_id: str
    name: str
    meeting_kind: str
    day: date
    state: SessionState
    template_code: str | None = None
    policy: Policy | None = None
    closed_at: datetime | None = None
    collects_other_items: bool = False  # texts, shapes and cards too, as its facilitator chose
    is_short: bool = False  # held in the short form of its design

    def form_of(self, template: Template) -> Template:
        """Return its design in the form in which this session is held."""
        return template.in_short if self.is_short else template

    @property
    def held_until(self) -> date:
        """Return the day on which held notes of this session are erased."""
        return self.day + timedelta(days=self.policy.held_days if self.policy else 0)

    @property
    def take_back_until(self) -> date:
        """Return the last day on which the board is read for notes that their writers deleted."""
        return self.day + timedelta(days=self.policy.take_back_days if self.policy else 0)


def how_to_take_back(session: Session, today: date) -> str:
    """Return how a note of this session can be taken back today, in sentences.

    Taking back never ends: a facilitator can do it on the note's page as long as the note is here.
    What ends is reading the board, which can show that a writer deleted a note
    (`capture.desk`, `take_back_until`).
    """
    if session.state is not SessionState.CLOSED:
        return (
            "Delete it on the board until the session is closed. After that, ask your facilitator, "
            "at any time."
        )
    always = "At any time: ask your facilitator."
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
