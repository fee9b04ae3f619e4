"""The fewest changes that make the story on a page another one; what is the same stays untouched.

A paragraph of ours that carries blocks of theirs is emptied instead of being removed. One that
changes its place here is made anew there (Notion moves no blocks) unless that would cost people
something: blocks below it, comments, formatting. Then the order is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugin.domain.comparing import Budget, opcodes
from plugin.sync.pieces.story import Story, TheirBlock


@dataclass(frozen=True, slots=True)
class Edit:
    """One step from one story to another: a block gets words, goes, or is followed by others."""

    block_id: str | None
    texts: tuple[str, ...] | None  # None: remove; one text: replace; `adds`: put behind, or first
    adds: bool = False
    type: str = "paragraph"


@dataclass(frozen=True, slots=True)
class EditScript:
    """How one story becomes another: steps, blocks made anew elsewhere, blocks left in place."""

    steps: tuple[Edit, ...]
    remade: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def changes(present: Story, wanted: Sequence[str]) -> EditScript:
    """Return the way from the present paragraphs to the wanted ones, unchanged ones untouched."""
    moved = _moved(present.paragraphs, wanted)
    left = {at: block.id for block, at in moved if not block.may_be_remade}
    blocks = [block for block in present.paragraphs if block.id not in left.values()]
    texts = [text for at, text in enumerate(wanted) if at not in left]
    # Without a callout above all, the start of the page: it is gone, or was dragged down.
    top = present.callout.id if present.callout and present.is_headed else None
    steps: list[Edit] = []
    for tag, old_from, old_to, new_from, new_to in _opcodes(blocks, texts):
        if tag != "equal":
            behind = _place(blocks[old_from - 1]) if old_from else top
            steps += _span(blocks[old_from:old_to], tuple(texts[new_from:new_to]), behind)
    remade = tuple(block.id for block, _ in moved if block.may_be_remade)
    return EditScript(tuple(steps), remade, tuple(left.values()))


def _opcodes(
    blocks: Sequence[TheirBlock], texts: Sequence[str]
) -> list[tuple[str, int, int, int, int]]:
    present = [block.text.strip() for block in blocks]
    return opcodes(present, list(texts), Budget())


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


def _span(old: Sequence[TheirBlock], new: tuple[str, ...], behind: str | None) -> Iterable[Edit]:
    kept = min(len(old), len(new))
    for block, text in zip(old[:kept], new[:kept], strict=True):
        yield Edit(block.id, (text,), type=block.type)
    for block in old[kept:]:
        if not block.has_children:
            yield Edit(block.id, None)
        elif block.text:
            yield Edit(block.id, ("",), type=block.type)
    if len(new) > kept:
        yield Edit(_place(old[kept - 1]) if kept else behind, new[kept:], adds=True)


def _place(block: TheirBlock) -> str:
    """Return the block on the page itself behind which others can be put."""
    return block.below or block.id
