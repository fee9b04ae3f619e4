"""Puts blocks that were read into the tree, and shows what an append answers.

The trap of docs/notion.md#writing-blocks: with a place before the end, the answer lists the new
blocks and then every later sibling; and blocks that were sent with children do not say so until
they are read again (a table does).
"""

from collections.abc import Sequence
from typing import Any

from connectors.sandbox.notion.answers import block_answer
from connectors.sandbox.notion.blocks import NewBlock
from connectors.sandbox.notion.models import Block, Thing
from connectors.sandbox.notion.state import NotionState


def insert_blocks(
    state: NotionState, parent: Thing, blocks: Sequence[NewBlock], by: str, at: int | None = None
) -> list[Block]:
    """Put blocks with their children under a parent, from a place on or at the end."""
    made = []
    for i, block in enumerate(blocks):
        one = Block(**state.stamp(by, parent.id), type=block.type, content=dict(block.content))
        state.add(one, at=None if at is None else at + i)
        insert_blocks(state, one, block.children, by)
        made.append(one)
    return made


def appended_answer(
    state: NotionState, parent: Thing, made: list[Block], at: int | None
) -> list[dict[str, Any]]:
    """Show the new blocks, and after them all later siblings where a place was named."""
    shown = [_fresh(block_answer(state, one)) for one in made]
    if at is None:
        return shown
    later = [state.things[one] for one in parent.children[at + len(made) :]]
    return shown + [block_answer(state, one) for one in later if not one.in_trash]


def _fresh(answer: dict[str, Any]) -> dict[str, Any]:
    return answer if answer["type"] == "table" else {**answer, "has_children": False}
