"""Blocks of a page as Notion shows them, and as the two sides know them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from sys import intern

from connectors.notion.block_walk import BlockWalk, Walked
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
