"""What people do with rows and columns in Notion: trash, move, hide, copy, rename, lose."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from connectors.sandbox.notion.models import Page
from connectors.sandbox.notion.rich_text import from_plain
from connectors.sandbox.notion.schema import patch_schema
from connectors.sandbox.notion.state import FIRST_PAGE_ID, PRIVATE_PAGE_ID
from connectors.sandbox.notion.values import write_value
from connectors.sandbox.people import notion_edits
from plugin.sync.pieces.made_in_notion import piece_id_of
from tests.walk.steps import Steps, person, which

_COLUMNS = ("title", "line", "kind", "checked", "readers", "belongs_with", "study", "session")
_column = st.sampled_from(_COLUMNS)


class TablesThere(Steps):
    """Steps in the tables of the memory."""

    @rule(piece=which, who=person)
    def trash_a_row(self, piece: int, who: str) -> None:
        page = self.page(piece)
        if page is not None:
            notion_edits.set_trash(self.world.state, page, who, in_trash=True)

    @rule(piece=which, who=person)
    def restore_a_row(self, piece: int, who: str) -> None:
        whole = self.piece(piece)
        page = self.world.page_of(whole.piece.id) if whole else None
        if page is not None:
            with suppress(notion_edits.Refused):
                notion_edits.set_trash(self.world.state, page, who, in_trash=False)

    @rule(piece=which)
    def archive_a_row(self, piece: int) -> None:
        page = self.page(piece)
        if page is not None:
            page.is_archived = not page.is_archived

    @rule(piece=which)
    def copy_a_row(self, piece: int) -> None:
        found = self.row(piece)
        if found and len(self.world.rows()) < 8:
            state = self.world.state
            stamp = state.stamp(state.person_of("Ruth"), found[1].id)
            state.add(Page(**stamp, values=dict(found[0].values)))

    @rule(paragraphs=st.integers(0, 2))
    def make_a_row_in_notion(self, paragraphs: int) -> None:
        state, source = self.world.state, self.world.source()
        if source is None or len(self.world.rows()) >= 8:
            return
        title = self.token("Made in Notion")
        stamp = state.stamp(self.ruth.id, source.id)
        page = Page(**stamp, values={"title": from_plain(title)})
        state.add(page)
        self.piece_of[page.id] = piece_id_of(self.world.place.partnership.id, page.id)
        self.wrote_there(title, page)
        for _ in range(paragraphs):
            text = self.token("Written in Notion")
            self.ruth.add(page.id, None, "paragraph", text)
            self.wrote_there(text, page)

    @rule(piece=which)
    def move_a_row_out_of_its_table(self, piece: int) -> None:
        found = self.row(piece)
        if found:
            self.took_away(str(found[0].values))
            title = found[0].values.get("title", [])
            self.wrote_there(str(title), found[0])
            for prop in found[1].schema.values():
                if prop.type == "relation":
                    write_value(self.world.state, found[0], prop, [])
            found[0].values = {"title": title}
            self._put(found[0], FIRST_PAGE_ID)
            for page_id, column in list(self.their_cells):
                if page_id == found[0].id:
                    del self.their_cells[page_id, column]

    @rule(piece=which)
    def hide_a_row(self, piece: int) -> None:
        found = self.row(piece)
        if found:
            self.hidden[found[0].id] = found[1].id
            self._put(found[0], PRIVATE_PAGE_ID)

    @rule()
    def bring_rows_back(self) -> None:
        source = self.world.source()
        for page in self.world.wanderers():
            if page.id in self.hidden:
                self._put(page, self.hidden.pop(page.id))
            elif source is not None:
                self._put(page, source.id)

    @rule(name=_column)
    def rename_a_column(self, name: str) -> None:
        for source, column in self.world.columns(name):
            source.schema[column].name = f"Renamed {next(self.numbers)}"

    @rule(name=st.sampled_from(_COLUMNS[1:]), how=st.sampled_from((None, {"checkbox": {}})))
    def lose_a_column(self, name: str, how: dict[str, Any] | None) -> None:
        for source, column in self.world.columns(name):
            for page in self.world.state.of(Page, source.children):
                self.took_away(str(page.values.get(column)))
            change = {source.schema[column].name: how}
            patch_schema(self.world.state, source, change, "properties", self.ruth.id)

    @rule(piece=which)
    def write_into_a_column_of_their_own(self, piece: int) -> None:
        found = self.row(piece)
        if found:
            page, source = found
            own = next((p for p in source.schema.values() if p.name == "Our column"), None)
            if own is None:
                patch_schema(
                    self.world.state, source, {"Our column": {"rich_text": {}}}, "p", self.ruth.id
                )
                own = source.find("Our column")
            assert own is not None
            text = self.token("In a column of our own")
            notion_edits.edit_property(self.world.state, page, own, text, "Ruth")
            self.their_cells[page.id, own.id] = text

    @rule(piece=which)
    def tag_a_row(self, piece: int) -> None:
        found = self.row(piece)
        column = self.world.column_id(found[0], "study") if found else None
        if found and column in found[1].schema:
            page, source = found
            prop, chosen = source.schema[column], list(page.values.get(column) or [])
            if prop.type == "multi_select":
                names = {option["id"]: option["name"] for option in prop.config["options"]}
                text = ", ".join([*(names[each] for each in chosen), "a tag of ours"])
                notion_edits.edit_property(self.world.state, page, prop, text, "Ruth")

    @rule(one=which, other=which)
    def say_in_notion_that_two_belong_together(self, one: int, other: int) -> None:
        first, second = self.row(one), self.row(other)
        column = self.world.column_id(first[0], "belongs_with") if first else None
        if first and second and first[1] is second[1] and column in first[1].schema:
            named = list(first[0].values.get(column) or [])
            changed = [each for each in named if each != second[0].id]
            if len(changed) == len(named):
                changed.append(second[0].id)
            prop = first[1].schema[column]
            if prop.type == "relation":
                write_value(self.world.state, first[0], prop, changed)
                self.touched(first[0])

    @rule(is_shared=st.booleans())
    def share(self, is_shared: bool) -> None:
        shared = self.world.state.shared
        (shared.add if is_shared else shared.discard)(FIRST_PAGE_ID)

    def _put(self, page: Page, parent_id: str) -> None:
        """Put a page elsewhere, as people do."""
        things = self.world.state.things
        things[str(page.parent_id)].children.remove(page.id)
        page.parent_id = parent_id
        things[parent_id].children.append(page.id)
        self.touched(page)
