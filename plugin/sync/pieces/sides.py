"""The two sides of a sync as values, and what a plan says about one row.

Here too: which blocks of a row are the story, and what of its body was not sent yet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from plugin.domain.links import Absence, Link, Said
from plugin.domain.pieces import (
    Check,
    PieceWhole,
    Rung,
    Wording,
    check_of,
    is_stopped,
    readable_outside,
    rung_at,
)
from plugin.sync.actions import About, Action
from plugin.sync.body_blocks import BodyBlock
from plugin.sync.local_actions import Edited
from plugin.sync.pieces.read_as import readings_told
from plugin.sync.pieces.story import (
    Story,
    TheirBlock,
    story_by_ids,
    story_by_maker,
    story_by_people,
    with_lost,
)
from plugin.sync.pieces.values import (
    Values,
    blocks_of,
    piece_body,
    story,
    words_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as Notion shows it; a column that is missing or unreadable has no value here.

    One that was moved out of its table has its title and its body, and is followed. Who `edited` it
    last is None where that was us. A body from memory says what it said when it was last read.
    """

    page_id: str
    values: Values
    body: tuple[TheirBlock, ...] = ()
    is_elsewhere: bool = False
    edited: Edited | None = None
    is_from_memory: bool = False
    said: tuple[Said, ...] | None = None  # comments; None where nobody looked
    unread: frozenset[str] = frozenset()  # fields of ours whose values cannot be read
    copies: tuple[str, ...] = ()  # ids of rows that people copied from it
    # Where words there may be some that went: the fields whose words nobody may have any more.
    tells_gone: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row of Memory that a person made, and that nothing here knows; its body is not read yet.

    `our_id` is what its piece will be called: always the same, so that none is made twice.
    """

    our_id: str
    page_id: str
    values: Values
    edited_at: datetime | None
    unread: frozenset[str] = frozenset()  # fields of ours whose values cannot be read
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Theirs:
    """Their side: linked rows by page id, why others are absent, unlinked ones by key, new ones."""

    rows: Mapping[str, Row] = field(default_factory=dict)
    absent: Mapping[str, Absence] = field(default_factory=dict)
    by_key: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by table and key
    new_rows: tuple[NewRow, ...] = ()

    def telling_gone(self, fields: Mapping[str, frozenset[str]]) -> Theirs:
        """Return it with those rows, by their pages, as telling words that went."""
        told = {id: replace(self.rows[id], tells_gone=each) for id, each in fields.items()}
        return replace(self, rows={**self.rows, **told})


@dataclass(frozen=True, slots=True)
class OurRow:
    """A community or session that the pieces need."""

    kind: str
    id: str
    values: Values
    body: tuple[str, ...] = ()  # paragraphs that we keep on its page


@dataclass(frozen=True, slots=True)
class OurPiece:
    """A piece; `facts` are the values that only we keep."""

    whole: PieceWhole
    facts: Values
    url: str
    name: str = ""  # what everybody of the partnership may call it
    is_short: bool = False  # its page is to have few blocks: its story is one
    follows: tuple[BodyBlock, ...] = ()  # what follows from it, below a heading

    @property
    def id(self) -> str:
        """Return the piece's id."""
        return self.whole.piece.id

    @property
    def about(self) -> About:
        """Return what actions on its row are about."""
        return About("piece", self.id, self.name)

    def readings_of(self, wording: Wording) -> tuple[BodyBlock, ...]:
        """Return how its page tells that each reads it: it was checked so, on short pages too."""
        return readings_told(self.whole, wording)

    def body_of(self, wording: Wording, callout: str) -> tuple[BodyBlock, ...]:
        """Return the body of its page in one of its wordings."""
        below = (*self.readings_of(wording), *self.follows)
        return piece_body(callout, wording.narrative, self.url, below, is_short=self.is_short)


@dataclass(frozen=True, slots=True)
class Ours:
    """Our side: every piece of the partnership, and the rows that those in Notion need."""

    now: datetime
    rows: tuple[OurRow, ...] = ()  # communities before sessions
    pieces: tuple[OurPiece, ...] = ()
    communities: tuple[OurRow, ...] = ()  # all of them, needed or not
    home: str = ""  # where addresses here begin


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What happens to one row."""

    actions: tuple[Action, ...] = ()
    messages: tuple[str, ...] = ()
    waits: bool = False  # a change here that is not checked yet
    conflicts: int = 0  # open after this run
    remade: tuple[str, ...] = ()  # blocks to be made anew, if nobody commented on them


def restricted(ours: Ours, only: Collection[str]) -> Ours:
    """Return our side with some pieces only, and the rows that these lead to."""
    pieces = tuple(piece for piece in ours.pieces if piece.id in only)
    sessions = {row.id for row in ours.rows if row.kind == "session"}
    needed = {each for piece in pieces for each in piece.facts["session"].split("\n")}
    needed |= {piece.facts["community"] for piece in pieces}
    needed |= {row.values["community"] for row in ours.rows if row.id in needed & sessions}
    return replace(ours, rows=tuple(row for row in ours.rows if row.id in needed), pieces=pieces)


def address_of(home: str, piece_id: str) -> str:
    """Return the address of a piece's page here."""
    return f"{home}/pieces/{piece_id}"


def allowed(whole: PieceWhole, now: datetime, link: Link | None = None) -> Check | None:
    """Return the check that lets a piece into Notion, or None: promise 4 in one place.

    Words that may point to a person are not sent; what Notion shows already stays, as the agreed
    values of its `link` say.
    """
    if rung_at(whole.releases, now).value < Rung.PARTNERSHIP.value:
        return None
    newest = whole.newest
    if newest.made_in == "notion" and newest.id in whole.repeating:
        return None  # somebody typed held words there, or ones that are gone: they leave it
    check = readable_outside(whole, now)
    there = None if link is None or check is None else _shown_there(whole, link)
    if check and there and there.number > check.wording.number and is_stopped(whole, there):
        return None  # what is read here is older than what it would go on showing there
    if check is None or check.wording.id not in whole.pointing:
        return check
    if link is None or (there is not None and is_stopped(whole, there)):
        return None
    return check if there is None else check_of(whole, there, now) or check


def _shown_there(whole: PieceWhole, link: Link) -> Wording | None:
    """Return the wording that Notion shows."""
    for wording in reversed(whole.wordings):
        shows = words_of(wording)
        if all(link.agreed.get(each) == shows[each] for each in shows):
            return wording
    return None


def wording_of(whole: PieceWhole, number: int) -> Wording | None:
    """Return a wording of a piece by its number, or None."""
    return next((each for each in whole.wordings if each.number == number), None)


def rest_of_body(piece: OurPiece, wording: Wording | None, link: Link) -> tuple[BodyBlock, ...]:
    """Return the blocks of a new page that were not sent yet; the callout always was."""
    sent = link.state.sent
    if sent is None or sent.blocks is None or wording is None:
        return ()
    return piece.body_of(wording, "")[sent.blocks :]


def story_of(link: Link, row: Row, half: Wording | None, *, is_leaving: bool = False) -> Story:
    """Return what a row says is the story; `half` is a wording that is being written.

    Of a row that `is_leaving` nothing is taken for ours on the strength of where it stands.
    """
    if link.stands_alone:
        return story_by_people(row.body)
    if link.state.sent is not None:
        return story_by_maker(row.body)
    agreed = link.agreed.get("narrative", "")
    found = story_by_ids(
        row.body,
        link.blocks,
        link.state.callout,
        agreed,
        link.state.added,
        is_being_written=half is not None or is_leaving,
    )
    if half is None:
        return found
    wanted = (*blocks_of(half.narrative, is_short=False), story(half.narrative))
    return with_lost(found, row.body, link.blocks, wanted)
