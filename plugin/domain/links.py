"""Counterparts elsewhere, remote writes on their way, and texts on which two sides differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from plugin.domain.row_states import HAVE_BODIES, Origin, Phase, RowState


def page_address(page_id: str) -> str:
    """Return the address of a page without the title that Notion puts there: it may say too much.

    Titles can be newer than the checked ones, and repeat words that were taken back.
    """
    return f"https://www.notion.so/{page_id.replace('-', '')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The Notion page of one of our things, and the values on which both sides last agreed."""

    id: str
    partnership_id: str
    kind: str  # piece, session, community
    our_id: str
    key: str  # the Hedgerow key: recognises our row even when an answer was lost
    notion_page_id: str
    agreed: Mapping[str, str] = field(default_factory=dict)  # field name → text
    blocks: tuple[str, ...] = ()  # ids of the paragraphs that are ours, in order
    state: RowState = field(default_factory=RowState)

    def __post_init__(self) -> None:
        """Refuse words of a row that is followed no more, and a body where there is none."""
        if not self.is_followed and (self.agreed or self.blocks):
            raise ValueError("a link of a row that is not followed keeps no words and no blocks")
        if self.kind != "piece" and self.state.phase in HAVE_BODIES:
            raise ValueError(f"a row of a {self.kind} has no body that could be {self.state.phase}")

    @property
    def is_followed(self) -> bool:
        """Say whether the row is ours still."""
        return self.state.is_followed

    @property
    def address(self) -> str:
        """Return the address of the page, without its title."""
        return page_address(self.notion_page_id)

    @property
    def is_former(self) -> bool:
        """Say whether the row still stands, and is followed no more."""
        return self.state.phase is Phase.FORMER

    @property
    def is_made_there(self) -> bool:
        """Say whether a person made the row in Notion."""
        return self.state.origin is not Origin.OURS

    @property
    def stands_alone(self) -> bool:
        """Say whether a person made the row, and no words of ours may be written on it yet."""
        return self.state.origin is Origin.ALONE

    def taken_down(self, boxed: tuple[str, ...] = (), copies: tuple[str, ...] = ()) -> Link:
        """Return the link of a row in the trash: its key is known, and no words of the piece."""
        state = RowState(phase=Phase.TRASHED, boxed=boxed, copies=copies)
        return replace(self, agreed={}, blocks=(), state=state)

    def let_go(self, key: str, boxed: tuple[str, ...] = ()) -> Link:
        """Return the link of a row that stands, and is followed no more."""
        state = RowState(phase=Phase.FORMER, boxed=boxed, copies=self.state.copies)
        return replace(self, key=key, agreed={}, blocks=(), state=state)


class IntentState(Enum):
    """A remote write that we decided on: sent or not, its outcome known or not."""

    OPEN = "open"  # recorded; sent or about to be
    DONE = "done"
    FAILED = "failed"  # refused for good; nothing was written
    IN_DOUBT = "in doubt"  # sent, outcome unknown: look before repeating


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One remote write with everything needed to repeat or recognise it."""

    id: str
    kind: str  # create_board, create_frame, create_items, invite, create_page, …
    subject: str  # what it is about: a session id, a partnership id
    key: str  # unique among unfinished intents of this subject
    payload: Mapping[str, object]
    state: IntentState
    made_at: datetime
    outcome: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Three texts of one field: what both sides had agreed on, ours, theirs."""

    id: str
    link_id: str
    piece_id: str
    field: str  # title, line, narrative, kind
    agreed: str
    ours: str
    theirs: str
    seen_at: datetime
    resolved_at: datetime | None = None
    theirs_by: str = ""  # who edited the page in Notion last; empty where nobody tells us
    theirs_at: datetime | None = None  # the minute in which they did
    settled_by: str | None = None  # the person who chose; None: nobody had to, or it is open
    settled_with: Take | None = None


class Take(Enum):
    """What somebody chose who settled a conflict; the value is that of the button."""

    OURS = "ours"
    THEIRS = "theirs"
    WRITTEN = "written"  # a third text


def seen(ours: str, theirs: str) -> str:
    """Return a short sign of two texts, by which a later look knows whether one has changed."""
    return hashlib.sha256(json.dumps([ours, theirs]).encode()).hexdigest()[:32]


class StepOutcome(StrEnum):
    """What came of one action of a sync."""

    DONE = "done"
    FAILED = "failed"
    LEFT = "left"  # for the next run, because something that it needs was not done
    STOPPED = "stopped"  # the run ended at it
    AGAIN = "compared again"  # it was not done, and the same run read and decided once more


@dataclass(frozen=True, slots=True)
class SyncStep:
    """One action of a sync: done, or not done and why (empty where an earlier step says it)."""

    number: int
    action: str  # the action's name, CreateRow
    kind: str  # piece, session, community; page or a table's name where a memory is made
    our_id: str
    fields: tuple[str, ...]
    is_done: bool
    why: str


@dataclass(frozen=True, slots=True)
class SyncRun:
    """One run of a sync; no outcome yet: it is running, or broke off."""

    id: str
    at: datetime
    outcome: Mapping[str, Any]
    steps: tuple[SyncStep, ...]

    def outcome_of(self, step: SyncStep) -> StepOutcome:
        """Return what came of a step, told from what came of the run.

        Up to the step `compared_again` everything was decided on anew in the same run.
        """
        if step.is_done:
            return StepOutcome.DONE
        if step.number == self.outcome.get("stopped_at"):
            return StepOutcome.STOPPED
        if step.number <= self.outcome.get("compared_again", 0):
            return StepOutcome.AGAIN
        return StepOutcome.FAILED if step.why else StepOutcome.LEFT


@dataclass(frozen=True, slots=True)
class DataSource:
    """One of our three Notion data sources, and what is known of its properties by their ids."""

    database_id: str
    data_source_id: str
    columns: Mapping[str, str] = field(default_factory=dict)  # property ids by our name of them
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # offered, by column
    back_relations: Mapping[str, str] = field(default_factory=dict)  # ids, by who leads here
    views: Mapping[str, str] = field(default_factory=dict)  # ids by our names; empty: refused

    def with_known(
        self,
        *,
        columns: Mapping[str, str] | None = None,
        options: Mapping[str, tuple[str, ...]] | None = None,
        back_relations: Mapping[str, str] | None = None,
        views: Mapping[str, str] | None = None,
    ) -> DataSource:
        """Return the source with more known of it."""
        return replace(
            self,
            columns={**self.columns, **(columns or {})},
            options={**self.options, **(options or {})},
            back_relations={**self.back_relations, **(back_relations or {})},
            views={**self.views, **(views or {})},
        )

    def without_back_relation(self, source: str) -> DataSource:
        """Return the source without the end of a relation that is made anew."""
        kept = {name: id for name, id in self.back_relations.items() if name != source}
        return replace(self, back_relations=kept)


@dataclass(frozen=True, slots=True)
class NotionPlace:
    """Where a partnership's memory lives in Notion."""

    partnership_id: str
    parent_page_id: str
    memory_page_id: str
    communities: DataSource | None = None
    sessions: DataSource | None = None
    memory: DataSource | None = None
    is_small: bool | None = None  # its workspace may hold few blocks; None: not asked yet

    def source(self, name: str) -> DataSource | None:
        """Return a source by its name, None while it is not made."""
        return {
            "communities": self.communities,
            "sessions": self.sessions,
            "memory": self.memory,
        }[name]

    def with_source(self, name: str, source: DataSource) -> NotionPlace:
        """Return the place with a source made or learnt."""
        if name == "communities":
            return replace(self, communities=source)
        return (
            replace(self, sessions=source) if name == "sessions" else replace(self, memory=source)
        )
