"""Walks the blocks of a page that a person made, in page order, into what holds others.

Words may stand under toggles, indents, to-dos, in columns and in synced blocks. Other pages and
tables are blocks too: what is in them is no part of this page. Depth and calls are bounded; what
was not walked into says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from sys import intern

from plugin.sync.pieces.story import FRAMES, WORDED, TheirBlock
from schemas.notion import Block

UNKNOWN = "unsupported"  # Notion's own word for a block that it cannot show
DEEPEST = 8  # levels below the page
MOST_CALLS = 60  # for what lies below one page
HOLDING = WORDED | FRAMES


@dataclass(frozen=True, slots=True)
class Walked:
    """A block; `below` is the one on the page itself under which it lies, empty for that one."""

    block: Block
    below: str = ""
    is_left: bool = False  # it holds others, and these were not looked at


@dataclass(slots=True)
class Walk:
    """One walk over a page; `children` asks Notion for the blocks of a page or block."""

    children: Callable[[str], Sequence[Block]]
    calls: int = 0

    def over(self, holder_id: str, below: str = "", levels: int = DEEPEST) -> Iterator[Walked]:
        """Yield the blocks of a page or block in page order, each before what it holds."""
        for block in self.children(holder_id):
            holds = block.has_children and block.type in HOLDING and bool(block.id)
            is_left = holds and (levels == 0 or self.calls >= MOST_CALLS)
            yield Walked(block, below, is_left)
            if holds and not is_left:
                self.calls += 1
                yield from self.over(block.id, below or block.id, levels - 1)


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
    """Return the blocks of a page and of what they hold, in page order."""
    return tuple(Walk(children).over(page_id))
