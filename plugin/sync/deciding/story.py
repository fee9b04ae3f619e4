"""The body of a piece's page: which blocks are the story, and the fewest changes to another one.

    what people did with a paragraph of ours   │ what it is
    ───────────────────────────────────────────┼───────────────────────────────────────────────
    nothing                                    │ unchanged
    other words in it                          │ its new words
    split it: a neighbouring new block holds   │ both are the story, the new block is ours from
      what is gone from it                     │   now on; nothing is lost
    joined it to its neighbour                 │ the neighbour's new words; the other is gone
    turned it into a heading, a quote, a list  │ its words; they are written in that form
    cut it and pasted it elsewhere             │ the new block of the same words is ours, there
    nested it under another block              │ its words, where it stands now
    dragged it elsewhere                       │ the story in the order of the page
    deleted it                                 │ gone from the story
    added a block anywhere                     │ theirs: never compared, changed, moved or removed

A paragraph of ours that carries blocks of theirs is emptied instead of being removed. One that
changes its place here is made anew there (Notion moves no blocks) unless that would cost people
something: blocks below it, comments, formatting. Then the order is left as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plugin.sync.deciding.pages import FOOT, joined, paragraphs

LIKE = 0.7  # how much of a new block must stand in what is gone, for it to be a split


@dataclass(frozen=True, slots=True)
class TheirBlock:
    """A block as Notion shows it; `is_by_us`: made by our connection, whoever edited it since."""

    id: str
    type: str
    text: str = ""
    has_children: bool = False
    is_by_us: bool = False
    is_bound: bool = False  # it carries comments, or formatting of theirs
    below: str = ""  # the block on the page itself under which it is nested

    @property
    def may_be_remade(self) -> bool:
        """Say whether nothing of anybody else would go with it."""
        return not (self.has_children or self.is_bound or self.below)


@dataclass(frozen=True, slots=True)
class Story:
    """Our paragraphs on a page in the order of the page, and our callout where it is left."""

    paragraphs: tuple[TheirBlock, ...]
    callout: TheirBlock | None

    @property
    def text(self) -> str:
        """Return the story as one text that can be compared."""
        return joined(block.text for block in self.paragraphs)


def learnt(body: Sequence[TheirBlock]) -> Story:
    """Find our blocks on a page whose block ids are not known yet: those that we made.

    The grey line is no part of the story, wherever somebody dragged it; with other words in it, it
    is the last one behind our divider.
    """
    own = [block for block in body if block.is_by_us]
    told = [block for block in own if block.type == "paragraph"]
    grey = [block for block in told if block.text.strip() == FOOT]
    if not grey:
        above = {block.id for block in _above_divider(body)}
        grey = [block for block in told if block.id not in above][-1:]
    return Story(
        tuple(block for block in told if block not in grey),
        next((block for block in own if block.type == "callout"), None),
    )


def known(
    body: Sequence[TheirBlock], block_ids: Collection[str], callout_id: str, agreed: str = ""
) -> Story:
    """Find the story by the ids of our blocks, and what people split off or pasted of it."""
    ids = set(block_ids)
    top = next((block for block in body if block.id == callout_id), None)
    story = [block for block in body if block.id in ids]
    shown = joined(block.text for block in story)
    gone = Counter(paragraphs(agreed)) - Counter(paragraphs(shown)) if shown != agreed else None
    if gone:
        ids |= set(_found_again(_above_divider(body), ids, list(gone.elements())))
    return Story(tuple(block for block in body if block.id in ids), top)


def with_lost(
    found: Story, body: Sequence[TheirBlock], block_ids: Collection[str], wanted: Iterable[str]
) -> Story:
    """Add paragraphs that we sent without hearing of it: by us, unknown, and of wanted words."""
    lost = set(wanted)
    above = {block.id for block in _above_divider(body)}
    ours = {*block_ids, *(block.id for block in found.paragraphs)}
    return Story(
        tuple(
            block
            for block in body
            if block.id in ours
            or (block.id in above and block.is_by_us and _is_paragraph(block, lost))
        ),
        found.callout,
    )


def added(body: Sequence[TheirBlock], story: Story) -> tuple[TheirBlock, ...]:
    """Return what people put on the page themselves, in its order."""
    own = {block.id for block in story.paragraphs} | {story.callout.id if story.callout else ""}
    return tuple(
        block
        for block in body
        if not block.is_by_us and block.id not in own and (block.text or block.type != "paragraph")
    )


def _above_divider(body: Sequence[TheirBlock]) -> Sequence[TheirBlock]:
    dividers = [i for i, each in enumerate(body) if each.type == "divider" and each.is_by_us]
    return body[: dividers[0] if dividers else None]


def _is_paragraph(block: TheirBlock, texts: Collection[str]) -> bool:
    return block.type == "paragraph" and block.text.strip() in texts


def _found_again(
    body: Sequence[TheirBlock], ours: Collection[str], gone: Sequence[str]
) -> Iterator[str]:
    """Return new blocks that hold what is gone from ours: pasted whole, or split off beside it."""
    for at, block in enumerate(body):
        if block.id in ours or block.is_by_us or not block.text.strip():
            continue
        if block.text.strip() in gone:
            yield block.id
            continue
        neighbours = (_next_of_ours(body[:at][::-1], ours), _next_of_ours(body[at + 1 :], ours))
        if any(_is_split(block.text, each.text, gone) for each in neighbours if each):
            yield block.id


def _next_of_ours(line: Iterable[TheirBlock], ours: Collection[str]) -> TheirBlock | None:
    """Return the first block of ours; between it and here stand only new blocks with words."""
    for block in line:
        if block.id in ours:
            return block
        if block.is_by_us or not block.text.strip():
            return None
    return None


def _is_split(part: str, left: str, gone: Sequence[str]) -> bool:
    """Say whether a paragraph that is gone was made of what is left and, beside it, this part."""
    part, left = part.strip(), left.strip()
    for whole in gone:
        rest = whole.replace(left, "", 1) if left and left in whole else ""
        if rest and (part in rest or SequenceMatcher(None, part, rest.strip()).ratio() >= LIKE):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Change:
    """One step from one story to another: a block gets words, goes, or is followed by others."""

    block_id: str | None
    texts: tuple[str, ...] | None  # None: remove; one text: replace; `adds`: put behind
    adds: bool = False
    type: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Way:
    """How one story becomes another: steps, blocks made anew elsewhere, blocks left in place."""

    steps: tuple[Change, ...]
    remade: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def changes(present: Story, wanted: Sequence[str]) -> Way:
    """Return the way from the present paragraphs to the wanted ones, unchanged ones untouched."""
    moved = _moved(present.paragraphs, wanted)
    left = {at: block.id for block, at in moved if not block.may_be_remade}
    blocks = [block for block in present.paragraphs if block.id not in left.values()]
    texts = [text for at, text in enumerate(wanted) if at not in left]
    steps: list[Change] = []
    for tag, old_from, old_to, new_from, new_to in _opcodes(blocks, texts):
        if tag != "equal":
            behind = _place(blocks[old_from - 1]) if old_from else _top(present)
            steps += _span(blocks[old_from:old_to], tuple(texts[new_from:new_to]), behind)
    remade = tuple(block.id for block, _ in moved if block.may_be_remade)
    return Way(tuple(steps), remade, tuple(left.values()))


def _opcodes(
    blocks: Sequence[TheirBlock], texts: Sequence[str]
) -> list[tuple[str, int, int, int, int]]:
    present = [block.text.strip() for block in blocks]
    return list(SequenceMatcher(None, present, list(texts), autojunk=False).get_opcodes())


def _moved(blocks: Sequence[TheirBlock], wanted: Sequence[str]) -> list[tuple[TheirBlock, int]]:
    """Return blocks whose words are wanted elsewhere, and where."""
    opcodes = [each for each in _opcodes(blocks, wanted) if each[0] != "equal"]
    free = [at for _, _, _, start, end in opcodes for at in range(start, end)]
    found = []
    for block in (block for _, start, end, _, _ in opcodes for block in blocks[start:end]):
        at = next((at for at in free if wanted[at] == block.text.strip()), None)
        if at is not None:
            free.remove(at)
            found.append((block, at))
    return found


def _span(old: Sequence[TheirBlock], new: tuple[str, ...], behind: str | None) -> Iterable[Change]:
    kept = min(len(old), len(new))
    for block, text in zip(old[:kept], new[:kept], strict=True):
        yield Change(block.id, (text,), type=block.type)
    for block in old[kept:]:
        if not block.has_children:
            yield Change(block.id, None)
        elif block.text:
            yield Change(block.id, ("",), type=block.type)
    if len(new) > kept:
        yield Change(_place(old[kept - 1]) if kept else behind, new[kept:], adds=True)


def _place(block: TheirBlock) -> str:
    """Return the block on the page itself behind which others can be put."""
    return block.below or block.id


def _top(present: Story) -> str | None:
    return present.callout.id if present.callout else None
