"""Blocks to be written, as values that know their JSON, and stories as paragraphs.

See docs/notion.md#writing-blocks.

What Notion shows on reading it does not always take on writing: blocks are built from here and
never from an answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from connectors.http import as_bytes
from connectors.notion.rich_text import UNITS_A_PIECE, first_part, parts, rich_text
from connectors.notion.runs import cut, rich_text_of
from connectors.runs import Run

JSON = dict[str, object]
# Notion's limit for one call.
MOST_BLOCKS = 100
MOST_ELEMENTS = 1_000
# Notion takes 500 KB a call; the rest is room for the properties of a page that goes along.
MOST_BYTES = 400_000
# Notion takes 100 pieces a block. A control character takes six bytes in JSON, so that 30 pieces
# are the most that fit into a call whatever they are made of.
PIECES_A_PARAGRAPH = 30
UNITS_A_PARAGRAPH = PIECES_A_PARAGRAPH * UNITS_A_PIECE
BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class _Worded:
    """A block of words; `kind` is its type in Notion."""

    kind: ClassVar[str]

    text: str

    @property
    def type(self) -> str:
        """The type that Notion will show for it."""
        return self.kind

    def as_json(self) -> JSON:
        """Return the JSON of the block."""
        return {"type": self.type, self.type: self.content()}

    def content(self) -> JSON:
        """Return the JSON under the name of the type."""
        return {"rich_text": rich_text(self.text)}


@dataclass(frozen=True, slots=True)
class Paragraph(_Worded):
    """A paragraph; `link` is where all of its words lead, grey is for what is not the story."""

    kind: ClassVar[str] = "paragraph"

    link: str = ""
    is_grey: bool = False

    def content(self) -> JSON:
        """Return the JSON under the name of the type."""
        words = rich_text(self.text, self.link)
        return {"rich_text": words, **({"color": "gray"} if self.is_grey else {})}


@dataclass(frozen=True, slots=True)
class StyledParagraph:
    """A paragraph whose words have styles."""

    type: ClassVar[str] = "paragraph"

    runs: tuple[Run, ...]

    def as_json(self) -> JSON:
        """Return the JSON of the block."""
        return {"type": self.type, self.type: self.content()}

    def content(self) -> JSON:
        """Return the JSON under the name of the type."""
        return {"rich_text": rich_text_of(self.runs)}


@dataclass(frozen=True, slots=True)
class Quote(_Worded):
    """A quotation."""

    kind: ClassVar[str] = "quote"


@dataclass(frozen=True, slots=True)
class Bullet(_Worded):
    """An entry of a list; its words lead to `link`, and it ends with what `page` is called."""

    kind: ClassVar[str] = "bulleted_list_item"

    link: str = ""
    page: str = ""

    def content(self) -> JSON:
        """Return the JSON under the name of the type."""
        page = {"type": "page", "page": {"id": self.page}}
        named = [{"type": "mention", "mention": page}] if self.page else []
        return {"rich_text": [*rich_text(self.text, self.link), *named]}


@dataclass(frozen=True, slots=True)
class Numbered(Bullet):
    """An entry of a numbered list."""

    kind: ClassVar[str] = "numbered_list_item"


@dataclass(frozen=True, slots=True)
class ToDo(Bullet):
    """An entry of a list that can be ticked."""

    kind: ClassVar[str] = "to_do"


@dataclass(frozen=True, slots=True)
class Toggle(Bullet):
    """Words that can be opened."""

    kind: ClassVar[str] = "toggle"


@dataclass(frozen=True, slots=True)
class Code(Bullet):
    """Words as they are typed."""

    kind: ClassVar[str] = "code"


@dataclass(frozen=True, slots=True)
class Callout(_Worded):
    """Words in a box, behind an emoji."""

    kind: ClassVar[str] = "callout"

    emoji: str = "💡"

    def content(self) -> JSON:
        """Return the JSON under the name of the type."""
        icon = {"type": "emoji", "emoji": self.emoji}
        return {"rich_text": rich_text(self.text), "icon": icon}


@dataclass(frozen=True, slots=True)
class Heading(_Worded):
    """A heading of level 1, 2 or 3."""

    level: int = 2

    @property
    def type(self) -> str:
        """The type that Notion will show for it."""
        return f"heading_{self.level}"


@dataclass(frozen=True, slots=True)
class Divider:
    """A line across the page."""

    type: ClassVar[str] = "divider"

    def as_json(self) -> JSON:
        """Return the JSON of the block."""
        return {"type": "divider", "divider": self.content()}

    def content(self) -> JSON:
        """Return the JSON under the name of the type."""
        return {}


FlatBlock = Paragraph | StyledParagraph | Quote | Bullet | Callout | Heading | Divider


@dataclass(frozen=True, slots=True)
class Nest:
    """A block with up to 100 others inside; Notion takes two levels a call, so these hold none."""

    block: FlatBlock
    inside: tuple[FlatBlock, ...]

    def __post_init__(self) -> None:
        if len(self.inside) > MOST_BLOCKS:
            raise ValueError(f"A block takes {MOST_BLOCKS} blocks a call, not {len(self.inside)}.")

    @property
    def type(self) -> str:
        """The type that Notion will show for it."""
        return self.block.type

    def as_json(self) -> JSON:
        """Return the JSON of the block."""
        return {"type": self.type, self.type: self.content()}

    def content(self) -> JSON:
        """Return the JSON under the name of the type."""
        return {**self.block.content(), "children": [block.as_json() for block in self.inside]}


NewBlock = FlatBlock | Nest


def worded(type: str, text: str, emoji: str) -> FlatBlock:
    """Return words in the form that a block has in Notion by now; its type cannot change.

    `emoji` is that of a callout.
    """
    if type.startswith("heading_"):
        return Heading(text, int(type.removeprefix("heading_")))
    if type == "callout":
        return Callout(text, emoji)
    forms = (Quote, Bullet, Numbered, ToDo, Toggle, Code)
    return {form.kind: form for form in forms}.get(type, Paragraph)(text)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return a story as paragraphs, cut at its blank lines; `joined_paragraphs` is the way back.

    Single line breaks stay inside a paragraph. A paragraph that is longer than a block may be goes
    on in the next one: a block that is full to the last sign is how the way back knows.
    """
    found: list[str] = []
    for wording in text.split(BETWEEN) if text else ():
        if found and _goes_on(found[-1], wording):
            wording = found.pop() + BETWEEN + wording
        found.extend(parts(wording, UNITS_A_PARAGRAPH) or ("",))
    return tuple(Paragraph(part) for part in found)


def styled_paragraphs(runs: Iterable[Run]) -> tuple[StyledParagraph, ...]:
    """Return one text with its styles as a paragraph, or as several if it is too long for one."""
    return tuple(StyledParagraph(part) for part in cut(runs, PIECES_A_PARAGRAPH))


def joined_paragraphs(texts: Iterable[str]) -> str:
    """Return the story that the texts of consecutive paragraphs tell."""
    story: list[str] = []
    before: str | None = None
    for text in texts:
        if before is not None:
            story.append("" if _goes_on(before, text) else BETWEEN)
        story.append(text)
        before = text
    return "".join(story)


def slices(blocks: Sequence[NewBlock]) -> tuple[tuple[NewBlock, ...], ...]:
    """Return `blocks` in the portions that one call takes, in order.

    That is 100 blocks, 1,000 with those inside them, and 400 KB of JSON.
    """
    found: list[list[NewBlock]] = []
    room = elements = 0
    for block in blocks:
        size, count = len(as_bytes(block.as_json())) + 2, _elements(block)
        is_full = not found or len(found[-1]) == MOST_BLOCKS
        if is_full or size > room or elements + count > MOST_ELEMENTS:
            found.append([])
            room, elements = MOST_BYTES, 0
        found[-1].append(block)
        room, elements = room - size, elements + count
    return tuple(tuple(portion) for portion in found)


def _elements(block: NewBlock) -> int:
    return 1 + len(block.inside) if isinstance(block, Nest) else 1


def _goes_on(before: str, after: str) -> bool:
    """Tell whether cutting the two texts, joined, would give `before` as the first part."""
    return bool(after) and first_part(before + after, UNITS_A_PARAGRAPH) == before
