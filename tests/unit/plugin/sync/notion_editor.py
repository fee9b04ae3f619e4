"""What a person does with the blocks of a page in Notion: Ruth, at work in the sandbox's state."""

from __future__ import annotations

from typing import Any

from connectors.sandbox.notion.blocks import read_blocks
from connectors.sandbox.notion.models import Block, Comment
from connectors.sandbox.notion.rich_text import from_plain, plain
from connectors.sandbox.notion.state import NotionState


class Ruth:
    """Edits pages as Notion's own editor does."""

    def __init__(self, state: NotionState) -> None:
        self.state = state
        self.id = state.person_of("Ruth")

    def block(self, block_id: str) -> Block:
        found = self.state.things[block_id]
        assert isinstance(found, Block)
        return found

    def write(self, block_id: str, text: str) -> None:
        block = self.block(block_id)
        block.content = {**block.content, "rich_text": from_plain(text)}
        self.state.touch(block, self.id)

    def add(self, parent_id: str, after: str | None, type: str, text: str = "") -> str:
        """Put a new block behind another one, or (None) at the end."""
        content = content_of(type, text)
        block = Block(**self.state.stamp(self.id, parent_id), type=type, content=content)
        siblings = self.state.things[parent_id].children
        self.state.add(block, at=siblings.index(after) + 1 if after else None)
        return block.id

    def add_behind(self, block_id: str, type: str, text: str) -> str:
        return self.add(str(self.block(block_id).parent_id), block_id, type, text)

    def add_before(self, block_id: str, text: str) -> None:
        parent_id = str(self.block(block_id).parent_id)
        block = Block(
            **self.state.stamp(self.id, parent_id),
            type="paragraph",
            content=content_of("paragraph", text),
        )
        self.state.add(block, at=self.state.things[parent_id].children.index(block_id))

    def make_bold(self, block_id: str) -> None:
        block = self.block(block_id)
        runs = [
            {**run, "annotations": {**run.get("annotations", {}), "bold": True}}
            for run in block.content["rich_text"]
        ]
        block.content = {**block.content, "rich_text": runs}

    def comment(self, block_id: str, text: str) -> None:
        made = Comment(
            id=self.state.make_id(),
            parent_id=block_id,
            discussion_id=self.state.make_id(),
            created=self.state.clock(),
            created_by=self.id,
            rich_text=from_plain(text),
        )
        self.state.comments.append(made)

    def split(self, block_id: str, first: str, second: str) -> str:
        """Press Enter inside a paragraph: what follows is a new block."""
        self.write(block_id, first)
        return self.add(str(self.block(block_id).parent_id), block_id, "paragraph", second)

    def delete(self, block_id: str) -> None:
        self.block(block_id).in_trash = True

    def join(self, block_id: str, next_id: str, text: str) -> None:
        self.write(block_id, text)
        self.delete(next_id)

    def turn_into(self, block_id: str, type: str) -> None:
        block = self.block(block_id)
        block.type, block.content = type, content_of(type, plain(block.content["rich_text"]))
        self.state.touch(block, self.id)

    def make_page(self, block_id: str) -> None:
        """Turn a paragraph into a page of its own, which its words become the title of."""
        block = self.block(block_id)
        title = plain(block.content["rich_text"])
        block.type, block.content = "child_page", {"title": title}
        self.state.touch(block, self.id)

    def drag(self, block_id: str, behind: str) -> None:
        siblings = self.state.things[str(self.block(block_id).parent_id)].children
        siblings.remove(block_id)
        siblings.insert(siblings.index(behind) + 1, block_id)

    def nest(self, block_id: str, below: str) -> None:
        block = self.block(block_id)
        self.state.things[str(block.parent_id)].children.remove(block_id)
        block.parent_id = below
        self.state.things[below].children.append(block_id)

    def cut_and_paste(self, block_id: str, behind: str, text: str) -> str:
        self.delete(block_id)
        return self.add(str(self.block(block_id).parent_id), behind, "paragraph", text)


def content_of(type: str, text: str) -> dict[str, Any]:
    """Return what a block of this type holds; one without words is a divider or a picture."""
    words = {"rich_text": [{"text": {"content": text}}]} if text else {}
    (block,) = read_blocks([{"type": type, type: words or BARE.get(type, {})}], "children")
    return dict(block.content)


BARE = {"embed": {"url": "https://example.org"}, "bookmark": {"url": "https://example.org"}}
