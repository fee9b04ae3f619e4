"""Counterparts elsewhere, remote writes on their way, and texts on which two sides differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

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
