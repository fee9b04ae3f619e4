"""Actions that change our side alone: pieces, conflicts, and what a link remembers of its row.

Of a link alone each says itself what it becomes (`after`).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.domain.links import Absence, Link, Said
from plugin.sync.actions import WordlessAction
from plugin.sync.columns import BELONGS_WITH, MEMORY, in_words


@dataclass(frozen=True, slots=True)
class Edited:
    """Who edited a page in Notion last, by Notion's id, and in which minute."""

    by: str
    at: datetime | None


class LocalAction(WordlessAction):
    """An action that changes our side alone, and sends nothing."""

    stays_here = True
    overwrites = False


@dataclass(frozen=True, kw_only=True)
class AdoptRow(LocalAction):
    """Take a row that carries our key, and that no link knows, for ours."""

    says = "Find the row in Notion again for"

    key: str
    page_id: str


@dataclass(frozen=True, kw_only=True)
class TakeRow(LocalAction):
    """Make a piece of a row that a person made; `kind` is what it is here, `values` theirs."""

    says = "Take the row made in Notion as"

    page_id: str
    community_id: str
    kind: str
    values: Mapping[str, str]
    themes: str = ""  # a line each
    made_at: datetime | None = None  # when the row was made, in Notion's whole minutes


@dataclass(frozen=True, kw_only=True)
class TakeTheirs(LocalAction):
    """Take what was changed in Notion: the next, unchecked wording (or another kind).

    `values` may hold changes of ours to other paragraphs; `agreed` is what Notion shows. They are
    taken only while ours is still `instead_of`.
    """

    says = "Take what was changed in Notion in"

    values: Mapping[str, str]
    agreed: Mapping[str, str]
    instead_of: Mapping[str, str]
    is_below: bool = False  # ours stay the newest

    @property
    def fields(self) -> tuple[str, ...]:
        return in_words(self.values, MEMORY)


@dataclass(frozen=True, kw_only=True)
class TakePairs(LocalAction):
    """Take which pieces people in Notion said it belongs with, or no longer."""

    says = "Take what was changed in Notion in"
    needs_body = False

    made: tuple[str, ...]
    undone: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return in_words((BELONGS_WITH,), MEMORY)


@dataclass(frozen=True, kw_only=True)
class KeepBoth(LocalAction):
    """Keep three texts of a field until a person chooses; `edited` is for showing only."""

    says = "Keep both wordings, and ask, for"

    field: str
    agreed: str
    ours: str
    theirs: str
    edited: Edited | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        return in_words((self.field,), MEMORY)


@dataclass(frozen=True, kw_only=True)
class CloseConflict(LocalAction):
    """Forget a conflict that solved itself."""

    says = "Close a question that answered itself about"
    is_quiet = True

    conflict_id: str


@dataclass(frozen=True, kw_only=True)
class StartEmptying(LocalAction):
    """Keep what was written in Notion as a wording, and mark that the row is being emptied."""

    says = "Keep what was written in Notion, and take down"
    is_quiet = True
    overwrites = True  # what it keeps is what is emptied next

    kept: Mapping[str, str]
    is_part: bool = False  # the rest of our words does not stand there: ours stay the newest


class LinkAction(LocalAction):
    """An action on a link alone: bookkeeping."""

    is_quiet = True

    @abstractmethod
    def after(self, link: Link) -> Link:
        """Return the link as it is once this is done."""


@dataclass(frozen=True, kw_only=True)
class LearnBody(LinkAction):
    """Remember which blocks of a page are ours."""

    says = "Remember the paragraphs of"

    blocks: tuple[str, ...]
    callout: str
    joins: bool = False  # a row that a person made becomes one like any other

    def after(self, link: Link) -> Link:
        state = link.state.with_body_known(self.callout, joins=self.joins)
        return replace(link, blocks=self.blocks, state=state)


@dataclass(frozen=True, kw_only=True)
class StartStory(LinkAction):
    """Mark that the story is being written, so that half of it is never taken for an edit."""

    says = "Begin to write the story of"

    wording: int

    def after(self, link: Link) -> Link:
        return replace(link, state=link.state.started(self.wording))


@dataclass(frozen=True, kw_only=True)
class FinishStory(LinkAction):
    """Remember that both sides agree on the story again, apart from an order that was left."""

    says = "Remember the story of"

    narrative: str
    is_order_left: bool = False

    def after(self, link: Link) -> Link:
        state = link.state.finished(is_reordered=self.is_order_left)
        return replace(link, agreed={**link.agreed, "narrative": self.narrative}, state=state)


@dataclass(frozen=True, kw_only=True)
class Agree(LinkAction):
    """Remember values that are the same on both sides."""

    says = "Remember what both sides have of"

    values: Mapping[str, str]

    def after(self, link: Link) -> Link:
        return replace(link, agreed={**link.agreed, **self.values})


@dataclass(frozen=True, kw_only=True)
class NoteAdded(LinkAction):
    """Remember what people added to the page themselves; it is shown on the piece's page."""

    says = "Remember what was added in Notion to"

    blocks: tuple[tuple[str, str], ...]  # type, text

    def after(self, link: Link) -> Link:
        return replace(link, state=replace(link.state, added=self.blocks))


@dataclass(frozen=True, kw_only=True)
class KeepBoxed(LinkAction):
    """Keep what people wrote into our box at the head of a page, which is about to be put right."""

    says = "Keep what was written in Notion into the box of"

    text: str

    def after(self, link: Link) -> Link:
        boxed = tuple(dict.fromkeys((*link.state.boxed, self.text)))
        return replace(link, state=replace(link.state, boxed=boxed))


@dataclass(frozen=True, kw_only=True)
class NoteSaid(LinkAction):
    """Remember the comments on the page; they are shown on the piece's page."""

    says = "Remember what was said in Notion about"

    said: tuple[Said, ...]

    def after(self, link: Link) -> Link:
        return replace(link, state=replace(link.state, said=self.said))


@dataclass(frozen=True, kw_only=True)
class NoteCopies(LinkAction):
    """Remember which rows people copied from it; a take-back names them."""

    says = "Remember the copies in Notion of"
    needs_body = False

    page_ids: tuple[str, ...]

    def after(self, link: Link) -> Link:
        return replace(link, state=replace(link.state, copies=self.page_ids))


@dataclass(frozen=True, kw_only=True)
class NoteWhere(LinkAction):
    """Remember where a row is that is not in its table; None: it is there again."""

    says = "Remember where in Notion the row is of"
    needs_body = False

    where: Absence | None

    def after(self, link: Link) -> Link:
        return replace(link, state=link.state.absent(self.where))
