"""What a sync can do, as values named by imperatives; here: what it writes to rows in Notion.

A plan is a list of actions. An action says what is to be written and about which row, never how;
words of a piece are in it only when the plan found that they may go there. `about` groups the
actions of one row: when one fails, the later ones of that row are left for the next run.

An action knows itself: its sentence, its words, what it overwrites. A new one is a class here, in
`local_actions` or in `memory_actions`, and a line in the table of `execute`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from connectors.errors import ConnectorError
from connectors.notion import rich_text
from connectors.notion.column_types import ColumnType
from plugin.domain.piece_readings import READ_BY_EACH
from plugin.sync.body_blocks import BULLET, BodyBlock
from plugin.sync.columns import (
    BELONGS_WITH,
    CELLS_OF_WORDS,
    COLUMNS,
    SOURCE_OF_KIND,
    in_words,
)

_LISTS = (ColumnType.TAGS, ColumnType.RELATION)
_TOLD = ("paragraph", "quote", "heading_3", "toggle", BULLET)  # with words of a group
WHAT_FOLLOWS = "What follows"
BELOW_STORY = frozenset({READ_BY_EACH, WHAT_FOLLOWS})  # headings of ours, over what is no story
IN_THEIR_WORDS = "In their words"  # over quotes in a story; no part of it, whoever wrote it


@dataclass(frozen=True, slots=True)
class About:
    """What an action is about: its kind, our id, its name. The memory's own parts have no id."""

    kind: str  # piece, session, community; page or a table's name where a memory is made
    our_id: str
    name: str


# Without slots: with them every class would be made twice, and both stay among the subclasses.
@dataclass(frozen=True, kw_only=True)
class Action(ABC):
    """What every action has."""

    says: ClassVar[str]  # what it does, before the name of its thing
    is_quiet: ClassVar[bool] = False  # bookkeeping that nobody needs to read about
    needs_body: ClassVar[bool] = True  # it may be done only to a page whose body was read
    stays_here: ClassVar[bool] = False  # nothing of it goes to Notion
    claims_check: ClassVar[bool] = False  # it says in our own words that the piece was checked
    is_needed: ClassVar[bool] = False  # whatever keeps it from being done ends the run
    # Errors of Notion after which it is left for the next run; all others end the run.
    left_after: ClassVar[tuple[type[ConnectorError], ...]] = (ConnectorError,)
    ends_in_trash: ClassVar[bool] = False  # what lies in the trash then is the memory itself

    about: About

    @abstractmethod
    def words(self) -> frozenset[str]:
        """Return the words of a piece that it sends to Notion; callout and facts are our own."""

    @property
    def overwrites(self) -> bool:
        """Say whether it replaces what people may have written on a page."""
        return True

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that it is about, where that is no matter of course."""
        return ()

    @property
    def too_long(self) -> tuple[str, ...]:
        """Return the fields of which it has more entries than Notion takes."""
        return ()

    def fitting(self) -> Action | None:
        """Return it without these fields, None where nothing is left."""
        return self


@dataclass(frozen=True, kw_only=True)
class WordlessAction(Action):
    """An action that sends no words of a piece: it takes some away, or is about something else."""

    def words(self) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True, kw_only=True)
class CellsAction(Action):
    """An action that writes values into the cells of a row.

    Nothing is cut to fit. Tags that people added are theirs and never left out for ours; and half
    of a relation would be read back as an edit of people, who never made one.
    """

    values: Mapping[str, str]

    @property
    def too_long(self) -> tuple[str, ...]:
        columns = COLUMNS[SOURCE_OF_KIND[self.about.kind]]
        lists = (each.field for each in columns if each.type in _LISTS)
        entries = {each: self.values.get(each, "").split("\n") for each in lists}
        return tuple(e for e, found in entries.items() if len(found) > rich_text.MOST_IN_A_LIST)

    def fitting(self) -> Action | None:
        values = {each: text for each, text in self.values.items() if each not in self.too_long}
        return replace(self, values=values) if values else None

    def words(self) -> frozenset[str]:
        cells = (text for name, text in self.values.items() if name in CELLS_OF_WORDS)
        return _texts(entry for text in cells for entry in text.split("\n"))


@dataclass(frozen=True, kw_only=True)
class CreateRow(CellsAction):
    """Make a row in Notion; `wording` is the number of the checked wording it shows."""

    says = "Make a row in Notion for"
    overwrites = False
    ends_in_trash = True

    key: str
    body: tuple[BodyBlock, ...] = ()
    wording: int = 0

    def words(self) -> frozenset[str]:
        return CellsAction.words(self) | _in_paragraphs(self.body)


@dataclass(frozen=True, kw_only=True)
class FrameRow(Action):
    """Put what is missing of our callout and of our last lines on a page that a person made.

    From then on the row is one like any other: `story` are the blocks of its story, `callout` is
    that of ours if it is there already.
    """

    says = "Put how it was checked on the page in Notion of"
    claims_check = True
    overwrites = False

    top: tuple[BodyBlock, ...]
    foot: tuple[BodyBlock, ...]
    story: tuple[str, ...]
    callout: str

    def words(self) -> frozenset[str]:
        return _in_paragraphs((*self.top, *self.foot))


@dataclass(frozen=True, kw_only=True)
class BlocksAction(Action):
    """An action that adds blocks of ours to a page, behind the block `after`."""

    overwrites = False

    blocks: tuple[BodyBlock, ...]
    after: str | None = None

    def words(self) -> frozenset[str]:
        return _in_paragraphs(self.blocks)


@dataclass(frozen=True, kw_only=True)
class AppendRest(BlocksAction):
    """Send the blocks that did not fit into the call that made the page; `sent` did."""

    says = "Send the rest of the story of"

    sent: int


@dataclass(frozen=True, kw_only=True)
class AddParagraphs(BlocksAction):
    """Add paragraphs of the story; without a block to stand behind, at the start of the page."""

    says = "Add paragraphs in Notion to"


@dataclass(frozen=True, kw_only=True)
class AddReadings(BlocksAction):
    """Add how people of each origin read it, or what follows; without a block, at the end."""

    says = "Add how each of us reads it, or what follows, in Notion to"


@dataclass(frozen=True, kw_only=True)
class UpdateProperties(CellsAction):
    """Set properties of a row; `wording` is the number of the wording it then stands for."""

    says = "Change properties in Notion of"
    needs_body = False

    wording: int | None = None

    @property
    def overwrites(self) -> bool:
        """Say whether people may have written there: relations keep what is theirs."""
        return self.about.kind == "piece" and set(self.values) != {BELONGS_WITH}

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the columns that change."""
        return in_words(self.values, SOURCE_OF_KIND[self.about.kind])


@dataclass(frozen=True, kw_only=True)
class ReplaceParagraph(Action):
    """Give one of our blocks other words."""

    says = "Change a paragraph in Notion of"

    block_id: str
    text: str
    type: str = "paragraph"
    link: str = ""
    page: str = ""

    def words(self) -> frozenset[str]:
        """Return its words, none for our callout and for what leads elsewhere."""
        leads = BodyBlock(self.type, self.text, self.link, page=self.page).is_leading
        return frozenset() if leads or self.type == "callout" else _texts((self.text,))

    @property
    def fields(self) -> tuple[str, ...]:
        """Return that it is our box at the head of the page, which says how it was checked."""
        return ("how it was checked",) if self.type == "callout" else ()


@dataclass(frozen=True, kw_only=True)
class RemoveParagraph(WordlessAction):
    """Take one of our paragraphs away; it carries nothing of anybody else."""

    says = "Take a paragraph away in Notion from"

    block_id: str


@dataclass(frozen=True, kw_only=True)
class TellPage(WordlessAction):
    """Keep our paragraphs on the page of a community; what people wrote there is theirs."""

    says = "Change what its page in Notion says of"
    overwrites = False  # it looks at the page itself
    needs_body = False

    before: tuple[str, ...]  # what we put there last
    texts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Trash(WordlessAction):
    """Put a row whose story was emptied into the trash; `boxed` is what goes on being kept."""

    says = "Put into Notion's trash"

    boxed: tuple[str, ...] = ()  # what people wrote into our box
    copies: tuple[str, ...] = ()  # rows that people copied from it: they keep the words


def kinds_of_action(of: type[Action] = Action) -> Iterator[type[Action]]:
    """Yield every class of actions that a plan can hold: those of which there are no kinds."""
    kinds = of.__subclasses__()
    for each in kinds:
        yield from kinds_of_action(each)
    if not kinds:
        yield of


def _in_paragraphs(body: Iterable[BodyBlock]) -> frozenset[str]:
    told = [block for block in body if block.type in _TOLD and not block.is_leading]
    return _texts(text for block in told for text in (block.text, block.inside))


def _texts(found: Iterable[str]) -> frozenset[str]:
    return frozenset(found) - {"", IN_THEIR_WORDS} - BELOW_STORY
