"""The body of a piece's page: which blocks are ours, and the fewest changes to another story.

Blocks that people add are theirs: they are not compared, not moved and not removed, and a
paragraph of ours that carries blocks of theirs is emptied instead of being removed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plugin.sync.deciding.pages import joined


@dataclass(frozen=True, slots=True)
class TheirBlock:
    """A block as Notion shows it; `is_by_us`: made by our connection, whoever edited it since."""

    id: str
    type: str
    text: str = ""
    has_children: bool = False
    is_by_us: bool = False


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

    The grey line stands behind our divider and is no part of the story.
    """
    own = [block for block in body if block.is_by_us]
    end = next((i for i, block in enumerate(own) if block.type == "divider"), len(own))
    return Story(
        tuple(block for block in own[:end] if block.type == "paragraph"),
        next((block for block in own if block.type == "callout"), None),
    )


def known(body: Sequence[TheirBlock], block_ids: Collection[str], callout_id: str) -> Story:
    """Find our blocks on a page by their ids."""
    return Story(
        tuple(block for block in body if block.id in block_ids),
        next((block for block in body if block.id == callout_id), None),
    )


def with_lost(
    found: Story, body: Sequence[TheirBlock], block_ids: Collection[str], wanted: Iterable[str]
) -> Story:
    """Add paragraphs that we sent without hearing of it: by us, unknown, and of wanted words."""
    lost = set(wanted)
    dividers = [i for i, each in enumerate(body) if each.type == "divider" and each.is_by_us]
    above = {block.id for block in body[: dividers[0] if dividers else None]}
    ours = tuple(
        block
        for block in body
        if block.id in block_ids
        or (block.id in above and block.is_by_us and _is_paragraph(block, lost))
    )
    return Story(ours, found.callout)


def _is_paragraph(block: TheirBlock, texts: Collection[str]) -> bool:
    return block.type == "paragraph" and block.text.strip() in texts


@dataclass(frozen=True, slots=True)
class Change:
    """One step from one story to another: a block gets words, goes, or is followed by others."""

    block_id: str | None
    texts: tuple[str, ...] | None  # None: remove; one text: replace; `adds`: put behind
    adds: bool = False


def changes(present: Story, wanted: Sequence[str]) -> tuple[Change, ...]:
    """Return the steps from the present paragraphs to the wanted ones, unchanged ones untouched."""
    blocks = present.paragraphs
    texts = [block.text.strip() for block in blocks]
    steps: list[Change] = []
    matcher = SequenceMatcher(None, texts, list(wanted), autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag != "equal":
            behind = blocks[old_from - 1].id if old_from else _top(present)
            steps += _span(blocks[old_from:old_to], tuple(wanted[new_from:new_to]), behind)
    return tuple(steps)


def _span(old: Sequence[TheirBlock], new: tuple[str, ...], behind: str | None) -> Iterable[Change]:
    kept = min(len(old), len(new))
    for block, text in zip(old[:kept], new[:kept], strict=True):
        yield Change(block.id, (text,))
    for block in old[kept:]:
        if not block.has_children:
            yield Change(block.id, None)
        elif block.text:
            yield Change(block.id, ("",))
    if len(new) > kept:
        yield Change(old[kept - 1].id if kept else behind, new[kept:], adds=True)


def _top(present: Story) -> str | None:
    return present.callout.id if present.callout else None
