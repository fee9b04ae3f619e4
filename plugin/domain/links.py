"""Our rows in Notion: what both sides agreed on, and on which texts they differ.

The state of a row says how far it has come, who made it, where it is.

    phase     │ the row                                        │ it may also say
    ──────────┼────────────────────────────────────────────────┼──────────────────────────────
    arriving  │ made; which of its blocks are ours is unknown  │ what of its body was sent
    standing  │ there, and its body is known                   │ when its body was last read
    writing   │ its story is being written, half of it may be  │ which wording that is
    emptying  │ being taken down: its words are no edits       │ what of its body was sent
    trashed   │ taken down; its link stays, for its key        │ what people wrote into our box
    former    │ it stands in a former memory, not followed     │ what people wrote into our box

Of a row in any phase people may have made copies, which keep the words when the row is emptied.

What a phase may not say cannot be made: `RowState` raises ValueError.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import Enum, StrEnum

from plugin.domain.judgements import THEMES
from plugin.domain.line_digests import MARK, agreed_among, with_digests


class Phase(StrEnum):
    """How far one of our rows has come; the value is what is stored."""

    ARRIVING = "arriving"
    STANDING = "standing"
    WRITING = "writing"
    EMPTYING = "emptying"
    TRASHED = "trashed"
    FORMER = "former"


HAVE_BODIES = frozenset({Phase.ARRIVING, Phase.WRITING, Phase.EMPTYING})
FOLLOWED = HAVE_BODIES | {Phase.STANDING}


READ_AS = "read_as"  # among agreed values: how people of each origin read a piece
_BESIDE = (READ_AS, THEMES)  # what was agreed on beside the words of a wording


class Origin(Enum):
    """Who made a row; of one that people made no words of ours are written before it joined."""

    OURS = "ours"
    ALONE = "alone"  # people made it; nothing of it was checked and released yet
    JOINED = "joined"  # people made it; something was


class Absence(Enum):
    """Why a linked row is not among the rows of its source, after asking for it by id."""

    TRASHED = "in the trash"
    HIDDEN = "not to be seen"
    BURIED = "in the trash, or under a page that is"  # Notion refused to change it for that
    UNREAD = "not to be read"  # Notion shows it in a form that we cannot read
    MOVED = "moved elsewhere"


@dataclass(frozen=True, slots=True)
class Said:
    """A comment in Notion on a page, or (`block_id`) on one of its blocks."""

    who: str  # empty where Notion does not tell this connection
    at: datetime | None
    text: str
    block_id: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a body: the row's minute as listed before it, when it was, the callout."""

    minute: datetime
    at: datetime
    callout: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A body that was sent: how many of its blocks arrived, None: all of them."""

    blocks: int | None = None


_OF_ANY = frozenset({"origin", "revision", "where", "added", "boxed", "said", "copies"})
_OF_A_BODY = frozenset({"callout", "is_reordered"})
_MAY_SAY = {
    Phase.ARRIVING: (_OF_ANY | {"sent"}) - {"origin"},
    Phase.STANDING: _OF_ANY | _OF_A_BODY | {"read"},
    Phase.WRITING: _OF_ANY | _OF_A_BODY | {"writing"},
    Phase.EMPTYING: _OF_ANY | _OF_A_BODY | {"sent"},
    Phase.TRASHED: frozenset({"boxed", "copies"}),
    Phase.FORMER: frozenset({"boxed", "copies"}),
}
_MUST_SAY = {Phase.ARRIVING: "sent", Phase.WRITING: "writing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowState:
    """What is known of a row, beside the values on which both sides last agreed."""

    phase: Phase = Phase.STANDING
    origin: Origin = Origin.OURS
    revision: int = 0  # the number of the wording that Notion stands for; 0: none
    sent: Sent | None = None  # None: it is known which blocks are ours
    writing: int | None = None  # the number of the wording whose story is being written
    callout: str = ""  # the id of the block of our callout
    is_reordered: bool = False  # the paragraphs stand in another order there, and may
    read: Reading | None = None  # the last reading of its body that agreed with its link
    where: Absence | None = None  # None: in its table
    added: tuple[tuple[str, str], ...] = ()  # type and text of blocks of people, in page order
    boxed: tuple[str, ...] = ()  # what people wrote into our box, before it was put right
    said: tuple[Said, ...] = ()  # comments, as they were when somebody last looked
    copies: tuple[str, ...] = ()  # ids of rows that people copied from it, as last seen

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        says = {
            each.name
            for each in fields(self)
            if each.name != "phase" and getattr(self, each.name) != each.default
        }
        if wrong := says - _MAY_SAY[self.phase]:
            raise ValueError(f"a row that is {self.phase} does not say {', '.join(sorted(wrong))}")
        if self.phase in _MUST_SAY and _MUST_SAY[self.phase] not in says:
            raise ValueError(f"a row that is {self.phase} says {_MUST_SAY[self.phase]}")
        if self.sent is not None and says & _OF_A_BODY:
            raise ValueError("of a body that was not read it is not known which blocks are ours")
        if self.origin is Origin.ALONE and self.phase is not Phase.STANDING:
            raise ValueError("nothing of ours is written on a row that people made by themselves")

    @property
    def is_followed(self) -> bool:
        """Say whether the row is ours still; the link of another stays for its key alone."""
        return self.phase in FOLLOWED

    @property
    def sent_blocks(self) -> int:
        """Return how many blocks of a body are known to have arrived that goes on being sent."""
        return (self.sent.blocks or 0) if self.sent else 0

    @property
    def wording(self) -> int:
        """Return the number of the wording that is there, or is being written; 0: none."""
        return self.revision if self.writing is None else self.writing

    def arrived(self, blocks: int) -> RowState:
        """Return the state once so many blocks of its body are there."""
        return self if self.sent is None else replace(self, sent=Sent(blocks))

    def with_body_known(self, callout: str, *, joins: bool = False) -> RowState:
        """Return the state once it is known which blocks are ours; `joins` makes the row ours."""
        phase = Phase.STANDING if self.phase is Phase.ARRIVING else self.phase
        origin = Origin.JOINED if joins else self.origin
        return replace(self, phase=phase, sent=None, callout=callout, origin=origin)

    def started(self, wording: int) -> RowState:
        """Return the state while the story of a wording is written."""
        return replace(self, phase=Phase.WRITING, writing=wording, read=None)

    def finished(self, *, is_reordered: bool) -> RowState:
        """Return the state once the story is written."""
        return replace(self, phase=Phase.STANDING, writing=None, is_reordered=is_reordered)

    def emptying(self) -> RowState:
        """Return the state while the row is taken down."""
        return replace(self, phase=Phase.EMPTYING, writing=None, read=None)

    def absent(self, where: Absence | None) -> RowState:
        """Return the state of a row that is there, None, or is not in its table any more."""
        said = self.said if where in (None, Absence.MOVED) else ()
        return replace(self, where=where, said=said)


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
    marked_with: bytes = field(default=b"", repr=False, compare=False)  # the server's key

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

    def forgetting(self, is_gone: Callable[[str], bool], salt: str) -> Link:
        """Return the link without texts that went, but for those that wordings keep.

        Of what stands beside a wording there digests stay, so that the next sync knows as ours what
        it takes off.
        """
        beside = {name: self.agreed[name] for name in _BESIDE if self.agreed.get(name)}
        told = {name: text for name, text in beside.items() if is_gone(text)}
        boxed = tuple(text for text in self.state.boxed if not is_gone(text))
        if not told and boxed == self.state.boxed:
            return self
        marked = {name: with_digests(text, salt, self.marked_with) for name, text in told.items()}
        agreed = {**self.agreed, **marked}
        return replace(self, agreed=agreed, state=replace(self.state, boxed=boxed))

    def agreed_among(self, agreed: str | None, entries: str) -> str:
        """Return which of these entries both sides agreed on, a line each; other marks stay."""
        if agreed is None or MARK not in agreed:
            return agreed or ""
        return agreed_among(agreed, entries, self.marked_with)

    @property
    def told_what_went(self) -> bool:
        """Say whether words stand there that went since the last sync, as far as it is known."""
        return any(MARK in self.agreed.get(name, "") for name in _BESIDE)

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
    tells_gone: bool = False  # words in it, or in an earlier text of it, were taken back since


class Take(Enum):
    """What somebody chose who settled a conflict; the value is that of the button."""

    OURS = "ours"
    THEIRS = "theirs"
    WRITTEN = "written"  # a third text


def seen(ours: str, theirs: str) -> str:
    """Return a short sign of two texts, by which a later look knows whether one has changed."""
    return hashlib.sha256(json.dumps([ours, theirs]).encode()).hexdigest()[:32]
