"""Walks the blocks of a page in page order, into what holds others.

Words may stand under toggles, indents, to-dos, in columns and in synced blocks. Other pages and
tables are blocks too: what is in them is no part of this page. Depth and calls are bounded; what
was not walked into says so.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from schemas.notion import Block

DEEPEST = 8  # levels below the page
MOST_CALLS = 60  # for what lies below one page


@dataclass(frozen=True, slots=True)
class Walked:
    """A block; `below` is the one on the page itself under which it lies, empty for that one."""

    block: Block
    below: str = ""
    is_left: bool = False  # it holds others, and these were not looked at


@dataclass(slots=True)
class BlockWalk:
    """One walk over a page; `children` asks Notion for the blocks of a page or block.

    `holding` are the types of blocks that are walked into.
    """

    children: Callable[[str], Sequence[Block]]
    holding: Collection[str]
    calls: int = 0

    def over(self, holder_id: str, below: str = "", levels: int = DEEPEST) -> Iterator[Walked]:
        """Yield the blocks of a page or block in page order, each before what it holds."""
        for block in self.children(holder_id):
            holds = block.has_children and block.type in self.holding and bool(block.id)
            is_left = holds and (levels == 0 or self.calls >= MOST_CALLS)
            yield Walked(block, below, is_left)
            if holds and not is_left:
                self.calls += 1
                yield from self.over(block.id, below or block.id, levels - 1)
