"""What a sync can do, as values named by imperatives; a plan is a list of them.

Rule: an action says what is to be written and about which row, never how; words of a piece are in
an action only when the plan found that they may go there. `about` groups the actions of one row:
when one fails, the later ones of that row are left for the next run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.domain.row_states import Absence, Said
from plugin.sync.columns import MEMORY, SOURCE_OF_KIND, in_words


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """One block of a page's body: callout, paragraph, divider, or the grey line with its link."""

    type: str
    text: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """The row that an action is about: kind (piece, session, community), our id, its name."""

    kind: str
    our_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What every action has."""

    about: About

    @property
    def line(self) -> str:
        """Say in a line what will be done."""
        return line_of(type(self).__name__, self.about.kind, self.about.name, self.fields)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that it is about, where that is no matter of course."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateRow(Action):
    """Make a row in Notion; `wording` is the number of the checked wording it shows."""

    key: str
    values: Mapping[str, str]
    body: tuple[BodyBlock, ...] = ()
    wording: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptRow(Action):
    """Take a row that carries our key, and that no link knows, for ours."""

    key: str
    page_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRow(Action):
    """Make a piece of a row that a person made; `kind` is what it is here, `values` theirs."""

    page_id: str
    community_id: str
    kind: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow(Action):
    """Put what is missing of our callout and of our last lines on a page that a person made."""

    top: tuple[BodyBlock, ...]
    foot: tuple[BodyBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendRest(Action):
    """Send the blocks that did not fit into the call that made the page."""

    blocks: tuple[BodyBlock, ...]
    sent: int
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnBody(Action):
    """Remember which blocks of a page are ours."""

    blocks: tuple[str, ...]
    callout: str
    joins: bool = False  # a row that a person made becomes one like any other


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateProperties(Action):
    """Set properties of a row; `wording` is the number of the wording it then stands for."""

    values: Mapping[str, str]
    wording: int | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the columns that change."""
        return in_words(self.values, SOURCE_OF_KIND[self.about.kind])


@dataclass(frozen=True, slots=True, kw_only=True)
class StartStory(Action):
    """Mark that the story is being written, so that half of it is never taken for an edit."""

    wording: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceParagraph(Action):
    """Give one of our blocks other words."""

    block_id: str
    text: str
    type: str = "paragraph"

    @property
    def fields(self) -> tuple[str, ...]:
        """Return that it is our box at the head of the page, which says how it was checked."""
        return ("how it was checked",) if self.type == "callout" else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddParagraphs(Action):
    """Add paragraphs of ours behind a block, or (None) at the start of the page."""

    after: str | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveParagraph(Action):
    """Take one of our paragraphs away; it carries nothing of anybody else."""

    block_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishStory(Action):
    """Remember that both sides agree on the story again, apart from an order that was left."""

    narrative: str
    is_order_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTheirs(Action):
    """Take what was changed in Notion: the next, unchecked wording (or another kind).

    `values` may hold changes of ours to other paragraphs; `agreed` is what Notion shows. They are
    taken only while ours is still `instead_of`.
    """

    values: Mapping[str, str]
    agreed: Mapping[str, str]
    instead_of: Mapping[str, str]
    is_below: bool = False  # ours stay the newest

    @property
    def fields(self) -> tuple[str, ...]:
        """Return what was changed."""
        return in_words(self.values, MEMORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePairs(Action):
    """Take which pieces people in Notion said it belongs with, or no longer."""

    made: tuple[str, ...]
    undone: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the column."""
        return in_words(("belongs_with",), MEMORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Action):
    """Remember values that are the same on both sides."""

    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edited:
    """Who edited a page in Notion last, by Notion's id, and in which minute."""

    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBoth(Action):
    """Keep three texts of a field until a person chooses; `edited` is for showing only."""

    field: str
    agreed: str
    ours: str
    theirs: str
    edited: Edited | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the field that both sides changed."""
        return in_words((self.field,), MEMORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseConflict(Action):
    """Forget a conflict that solved itself."""

    conflict_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartEmptying(Action):
    """Keep what was written in Notion as a wording, and mark that the row is being emptied."""

    kept: Mapping[str, str]
    is_part: bool = False  # the rest of our words does not stand there: ours stay the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Trash(Action):
    """Put a row whose story was emptied into the trash; `boxed` is what goes on being kept."""

    boxed: tuple[str, ...] = ()  # what people wrote into our box


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Action):
    """Remember what people added to the page themselves; it is shown on the piece's page."""

    blocks: tuple[tuple[str, str], ...]  # type, text


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBoxed(Action):
    """Keep what people wrote into our box at the head of a page, which is about to be put right."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSaid(Action):
    """Remember the comments on the page; they are shown on the piece's page."""

    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWhere(Action):
    """Remember where a row is that is not in its table; None: it is there again."""

    where: Absence | None


def line_of(action: str, kind: str, name: str, fields: Sequence[str]) -> str:
    """Say in a line what an action of that name does, or did."""
    says = {each.__name__: words for each, words in _SAYS.items()}
    what = f" ({', '.join(fields)})" if fields else ""
    return f"{says.get(action, action)} {_KIND_WORDS[kind]} “{name}”{what}"


def is_quiet(action: str) -> bool:
    """Say whether an action of that name is bookkeeping that nobody needs to read about."""
    return action in {each.__name__ for each in QUIET}


QUIET = (  # bookkeeping
    LearnBody,
    StartStory,
    FinishStory,
    Agree,
    CloseConflict,
    NoteAdded,
    KeepBoxed,
    NoteSaid,
    NoteWhere,
    StartEmptying,
)

_KIND_WORDS = {"piece": "the piece", "session": "the session", "community": "the community"}
_SAYS: dict[type[Action], str] = {
    CreateRow: "Make a row in Notion for",
    AdoptRow: "Find the row in Notion again for",
    TakeRow: "Take the row made in Notion as",
    FrameRow: "Put how it was checked on the page in Notion of",
    AppendRest: "Send the rest of the story of",
    LearnBody: "Remember the paragraphs of",
    UpdateProperties: "Change properties in Notion of",
    StartStory: "Begin to write the story of",
    ReplaceParagraph: "Change a paragraph in Notion of",
    AddParagraphs: "Add paragraphs in Notion to",
    RemoveParagraph: "Take a paragraph away in Notion from",
    FinishStory: "Remember the story of",
    TakeTheirs: "Take what was changed in Notion in",
    TakePairs: "Take what was changed in Notion in",
    Agree: "Remember what both sides have of",
    KeepBoth: "Keep both wordings, and ask, for",
    CloseConflict: "Close a question that answered itself about",
    Trash: "Put into Notion's trash",
    StartEmptying: "Keep what was written in Notion, and take down",
    NoteAdded: "Remember what was added in Notion to",
    KeepBoxed: "Keep what was written in Notion into the box of",
    NoteSaid: "Remember what was said in Notion about",
    NoteWhere: "Remember where in Notion the row is of",
}
