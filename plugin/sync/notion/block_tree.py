"""Blocks of a page as Notion shows and takes them, and as the two sides know them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from sys import intern

from connectors.notion.block_walk import BlockWalk, Walked
from connectors.notion.new_blocks import (
    Bullet,
    Callout,
    Divider,
    Nest,
    NewBlock,
    Paragraph,
    Toggle,
    worded,
)
from plugin.sync.body_blocks import BodyBlock
from plugin.sync.pieces.story import FRAMES, WORDED, TheirBlock
from schemas.notion import Block

UNKNOWN = "unsupported"  # Notion's own word for a block that it cannot show


def as_theirs(found: Walked, *, is_by_us: bool = False, is_bound: bool = False) -> TheirBlock:
    """Return a block as the two sides know it."""
    block = found.block
    return TheirBlock(
        id=block.id,
        # Thousands of pages have the same types, callouts and last lines: each is kept once.
        type=intern(block.type or UNKNOWN),
        text=intern(block.text),
        has_children=block.has_children,
        is_by_us=is_by_us,
        is_bound=is_bound,
        below=found.below,
        is_unread=bool(block.unread),
    )


def walked(children: Callable[[str], Sequence[Block]], page_id: str) -> tuple[Walked, ...]:
    """Return the blocks of a page that a person made, and of what they hold, in page order."""
    return tuple(BlockWalk(children, WORDED | FRAMES).over(page_id))


EMOJI = "🌿"


def as_block(block: BodyBlock) -> NewBlock:
    """Return a block of a body as Notion takes it."""
    if block.type == "callout":
        return Callout(block.text, EMOJI)
    if block.type == "divider":
        return Divider()
    if block.inside:
        return Nest(Toggle(block.text), (Paragraph(block.inside),))
    if block.type in ("paragraph", "grey"):
        return Paragraph(block.text, block.link, is_grey=block.type == "grey")
    if block.page:
        return Bullet(f"{block.text}: ", page=block.page)
    if block.link:
        return Bullet(f"{block.text}, in Hedgerow", block.link)
    return worded(block.type, block.text, EMOJI)
