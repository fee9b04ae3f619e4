"""Counterparts elsewhere, remote writes on their way, and texts on which two sides differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

ADDED, WHERE, BOXED = "added", "where", "boxed"  # in a link's extras
MADE_THERE = "made there"  # in extras: a person made the row in Notion; one of the two below
ALONE, JOINED = "alone", "joined"  # nothing of it was checked and released yet; it was
SAID = "said"  # in extras: comments in Notion
GONE = "gone"  # the kind of a link whose row was taken down: it stays so that its key is known
FORMER = "former"  # in extras of one that is GONE: its row still stands, and is followed no more


@dataclass(frozen=True, slots=True)
class Said:
    """A comment in Notion on a page, or (`block_id`) on one of its blocks."""

    who: str  # empty where Notion does not tell this connection
    at: datetime | None
    text: str
    block_id: str = ""

    def as_list(self) -> list[str]:
        """Return it as a link keeps it."""
        return [self.who, self.at.isoformat() if self.at else "", self.text, self.block_id]

    @classmethod
    def from_list(cls, kept: list[str]) -> Said:
        """Read what a link keeps."""
        who, at, text, block_id = kept
        return cls(who, datetime.fromisoformat(at) if at else None, text, block_id)


@dataclass(frozen=True, slots=True)
class Link:
    """The Notion page of one of our things, and the values on which both sides last agreed."""

    id: str
    partnership_id: str
    kind: str  # piece, session, community, or GONE
    our_id: str
    key: str  # the Hedgerow key: recognises our row even when an answer was lost
    notion_page_id: str
    agreed: Mapping[str, str] = field(default_factory=dict)  # field name → text
    blocks: tuple[str, ...] = ()  # ids of the paragraphs that are ours, in order
    extras: Mapping[str, str] = field(default_factory=dict)  # named in plugin.sync.pieces.fields

    @property
    def added(self) -> tuple[tuple[str, str], ...]:
        """Return type and text of the blocks that people added to the page, in its order."""
        return tuple((kind, text) for kind, text in json.loads(self.extras.get(ADDED, "[]")))

    @property
    def boxed(self) -> tuple[str, ...]:
        """Return what people wrote into Hedgerow's own box on the page, before it was put right."""
        return tuple(json.loads(self.extras.get(BOXED, "[]")))

    @property
    def said(self) -> tuple[Said, ...]:
        """Return the comments on the page, as they were when somebody last looked."""
        return tuple(Said.from_list(each) for each in json.loads(self.extras.get(SAID, "[]")))

    @property
    def address(self) -> str:
        """Return the address of the page, without the title that Notion would put there."""
        return f"https://www.notion.so/{self.notion_page_id.replace('-', '')}"

    @property
    def is_former(self) -> bool:
        """Say whether the row still stands, and is followed no more."""
        return FORMER in self.extras

    @property
    def is_made_there(self) -> bool:
        """Say whether a person made the row in Notion."""
        return MADE_THERE in self.extras

    @property
    def stands_alone(self) -> bool:
        """Say whether a person made the row, and no words of ours may be written on it yet."""
        return self.extras.get(MADE_THERE) == ALONE

    @property
    def where(self) -> str:
        """Return where the row is in words (*in the trash*), empty while it is in its table."""
        return self.extras.get(WHERE, "")


class IntentState(Enum):
    """A remote write that we decided on: sent or not, its outcome known or not."""

    OPEN = "open"  # recorded; sent or about to be
    DONE = "done"
    FAILED = "failed"  # refused for good; nothing was written
    IN_DOUBT = "in doubt"  # sent, outcome unknown: look before repeating


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    """One of our three Notion data sources: ids, and property ids by our own name of them.

    Beside them stands, under *options:* and a column's name, which options were offered there.
    """

    database_id: str
    data_source_id: str
    properties: Mapping[str, str]

    @property
    def columns(self) -> Mapping[str, str]:
        """Return the ids of the columns alone."""
        return {key: id for key, id in self.properties.items() if not key.startswith("options:")}


@dataclass(frozen=True, slots=True)
class NotionPlace:
    """Where a partnership's memory lives in Notion."""

    partnership_id: str
    parent_page_id: str
    memory_page_id: str
    communities: DataSource | None = None
    sessions: DataSource | None = None
    memory: DataSource | None = None

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
