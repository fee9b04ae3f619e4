"""What people do with words in Notion: edit, add, split, join, nest, paste, comment."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import rule

from connectors.sandbox.notion.models import Block, Page
from connectors.sandbox.notion.rich_text import plain
from connectors.sandbox.people import notion_edits
from plugin.domain.pieces import KINDS
from tests.walk.steps import Steps, field, person, which

_RESHAPED = ("split", "join", "retype", "code", "nest", "paste", "bold", "comment", "page")
_THEIR_TYPES = ("paragraph", "to_do", "toggle", "embed", "bookmark", "divider", "code")


class WordsThere(Steps):
    """Steps on the pages of pieces."""

    @rule(piece=which, name=field, who=person)
    def edit_in_notion(self, piece: int, name: str, who: str) -> None:
        page = self.page(piece)
        column = self.world.column_id(page, name) if page else None
        if page is not None and column is not None:
            with suppress(notion_edits.NotHere, notion_edits.Refused):
                prop = notion_edits.find_named(self.world.state, page, column)
                before = self.world.column_text(page, name)
                text = self.token("Edited in Notion")
                notion_edits.edit_property(self.world.state, page, prop, text, who)
                self.took_away(before)
                self.wrote_there(text, page)

    @rule(piece=which, kind=st.sampled_from((*sorted(KINDS.values()), "A kind of ours", "")))
    def choose_a_kind_in_notion(self, piece: int, kind: str) -> None:
        page = self.page(piece)
        column = self.world.column_id(page, "kind") if page else None
        if page is not None and column is not None:
            with suppress(notion_edits.NotHere, notion_edits.Refused):
                prop = notion_edits.find_named(self.world.state, page, column)
                notion_edits.edit_property(self.world.state, page, prop, kind, "Ruth")

    @rule(piece=which, at=which, who=person)
    def edit_a_paragraph_in_notion(self, piece: int, at: int, who: str) -> None:
        page = self.page(piece)
        blocks = [b for b in self.told(page) if "rich_text" in b.content] if page else []
        if page is not None and blocks:
            block = blocks[at % len(blocks)]
            before = plain(block.content["rich_text"])
            text = self.token("Told in Notion")
            notion_edits.edit_block(self.world.state, block, text, who)
            self.took_away(before)
            self.wrote_there(text, page)
            if block.id in self.their_blocks:
                self.their_blocks[block.id] = str(block.content)

    @rule(piece=which, who=person)
    def write_into_our_box(self, piece: int, who: str) -> None:
        page = self.page(piece)
        boxes = [b for b in self.world.blocks(page) if b.type == "callout"] if page else []
        if page is not None and boxes:
            before = plain(boxes[0].content["rich_text"])
            text = self.token("Written into the box")
            notion_edits.edit_block(self.world.state, boxes[0], text, who)
            self.took_away(before)
            self.wrote_there(text, page)

    @rule(piece=which, at=which, type=st.sampled_from(_THEIR_TYPES), below=st.booleans())
    def add_a_block_in_notion(self, piece: int, at: int, type: str, below: bool) -> None:
        page = self.page(piece)
        if page is None:
            return
        words = {"embed", "bookmark", "divider"}
        text = "" if type in words else self.token("Added there")
        told = [each for each in self.told(page) if each.type in ("paragraph", "toggle")]
        if below and told:
            made = self.ruth.add(told[at % len(told)].id, None, type, text)
        else:
            made = self.ruth.add(page.id, None, type, text)
            page.children.remove(made)
            page.children.insert(at % (len(page.children) + 1), made)
        self.made_block(made, page)

    @rule(piece=which, at=which, who=person)
    def delete_a_paragraph_in_notion(self, piece: int, at: int, who: str) -> None:
        page = self.page(piece)
        blocks = self.world.blocks(page) if page else []
        if blocks:
            block = blocks[at % len(blocks)]
            gone = [block, *self.world.below(block)]
            notion_edits.delete_block(self.world.state, block, who)
            for each in gone:
                self.took_away(str(each.content))
            self.forget_block(block)

    @rule(piece=which, at=which, to=which)
    def move_a_paragraph_in_notion(self, piece: int, at: int, to: int) -> None:
        page = self.page(piece)
        if page is not None and page.children:
            moved = page.children.pop(at % len(page.children))
            page.children.insert(to % (len(page.children) + 1), moved)
            self.touched(page)

    @rule(piece=which, at=which, how=st.sampled_from(_RESHAPED))
    def reshape_a_paragraph_in_notion(self, piece: int, at: int, how: str) -> None:
        page = self.page(piece)
        told = [b for b in self.told(page) if b.type == "paragraph"] if page else []
        if page is not None and told:
            block = told[at % len(told)]
            getattr(self, f"_{how}")(page, block, told[(at + 1) % len(told)])
            if block.id in self.their_blocks:
                self.their_blocks[block.id] = str(block.content)
            self.touched(page)

    def _split(self, page: Page, block: Block, _other: Block) -> None:
        first, _, second = plain(block.content["rich_text"]).rpartition(" ")
        if first:
            self.ruth.split(block.id, first, second)

    def _join(self, page: Page, block: Block, other: Block) -> None:
        if other is not block and not other.children:
            text = f"{plain(block.content['rich_text'])} {plain(other.content['rich_text'])}"
            self.ruth.join(block.id, other.id, text)
            self.forget_block(other)
            self.wrote_there(text, page)

    def _retype(self, page: Page, block: Block, _other: Block) -> None:
        self.ruth.turn_into(block.id, "quote")

    def _code(self, page: Page, block: Block, _other: Block) -> None:
        self.ruth.turn_into(block.id, "code")

    def _page(self, page: Page, block: Block, _other: Block) -> None:
        self.ruth.make_page(block.id)

    def _nest(self, page: Page, block: Block, other: Block) -> None:
        if other is not block and other not in self.world.below(block):
            self.ruth.nest(block.id, other.id)

    def _paste(self, page: Page, block: Block, other: Block) -> None:
        if not block.children:
            text = plain(block.content["rich_text"])
            self.ruth.cut_and_paste(block.id, block.id, text)
            self.forget_block(block)

    def _bold(self, page: Page, block: Block, _other: Block) -> None:
        self.ruth.make_bold(block.id)

    def _comment(self, page: Page, block: Block, _other: Block) -> None:
        self.ruth.comment(block.id, "What does that mean?")
