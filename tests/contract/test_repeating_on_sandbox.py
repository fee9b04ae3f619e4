"""Whatever is called harmless to repeat is repeated here, after a first time that took effect.

The first answer is lost to a 502 that comes after the work was done; the second must succeed and
leave what one time would have left.
"""

from collections.abc import Callable
from typing import Any

import pytest

from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.miro.new_items import NewFrame, NewSticky
from connectors.notion.client import NotionClient
from connectors.notion.new_blocks import Paragraph
from connectors.notion.new_properties import (
    NewProperty,
    Rename,
    SelectProperty,
    TextProperty,
    TitleProperty,
)
from connectors.notion.new_values import Title
from connectors.notion.new_views import NewView, TableLook
from connectors.notion.parents import InDataSource, InPage
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox_people import SandboxPeople

COLUMNS: dict[str, NewProperty] = {"Title": TitleProperty(), "Kind": SelectProperty(["story"])}


class Table:
    """A table in Notion with one row, which has one block."""

    def __init__(self, notion: NotionClient) -> None:
        self.notion = notion
        made = notion.create_database(FIRST_PAGE_ID, "Memory", COLUMNS)
        self.database, self.source = made.id, made.data_source_ids[0]
        self.kind = notion.data_source(self.source).properties["Kind"].id
        values = {"Title": Title("The door")}
        self.row = notion.create_page(InDataSource(self.source), values, [Paragraph("a")]).id
        self.block = notion.children(self.row)[0].id

    def columns(self, **changes: NewProperty | Rename | None) -> list[str]:
        changed = self.notion.update_data_source(
            self.source, {getattr(self, name, name): one for name, one in changes.items()}
        )
        return sorted(changed.properties)

    def options(self) -> list[str]:
        self.columns(kind=SelectProperty(["wish"]))
        return [one.name for one in self.notion.data_source(self.source).properties["Kind"].options]

    def first_view(self) -> str:
        (first,) = self.notion.views(self.database)
        return self.notion.update_view(first.id, NewView("All", TableLook())).name

    def without_block(self) -> int:
        self.notion.delete_block(self.block)
        return len(self.notion.children(self.row))


NOTION: list[tuple[str, Callable[[Table], Any], Any]] = [
    ("set", lambda t: t.notion.update_page(t.row, {"Title": Title("New")}).title, "New"),
    ("trash", lambda t: t.notion.trash_page(t.row).in_trash, True),
    ("move", lambda t: t.notion.move_page(t.row, InPage(FIRST_PAGE_ID)).title, "The door"),
    ("reword", lambda t: t.notion.update_block(t.block, Paragraph("b")).text, "b"),
    ("delete block", Table.without_block, 0),
    ("add column", lambda t: t.columns(New=TextProperty()), ["Kind", "New", "Title"]),
    ("rename column", lambda t: t.columns(kind=Rename("Family")), ["Family", "Title"]),
    ("remove and add", lambda t: t.columns(kind=None, New=TextProperty()), ["New", "Title"]),
    ("remove column", lambda t: t.columns(kind=None), ["Title"]),
    ("change view", Table.first_view, "All"),
    ("add option", Table.options, ["story", "wish"]),
]


@pytest.mark.parametrize(
    ("change", "expected"), [row[1:] for row in NOTION], ids=[r[0] for r in NOTION]
)
@pytest.mark.parametrize("kind", ["502", "reset"])
def test_notion_is_left_as_by_one_time(
    server: str, people: SandboxPeople, change: Callable[[Table], Any], expected: Any, kind: str
) -> None:
    http = HTTP(sleep=lambda _: None)
    table = Table(NotionClient(http, "sandbox-repeat", f"{server}/notion"))
    for method in ("PATCH", "DELETE"):
        people.fault(kind, "notion", method=method, when="after")
    people.fault(kind, "notion", method="POST", route="*/move", when="after")

    assert change(table) == expected
    assert any(fault["met"] for fault in people.faults())


def test_a_restored_page_stays_restored(server: str, people: SandboxPeople) -> None:
    table = Table(NotionClient(HTTP(sleep=lambda _: None), "sandbox-repeat", f"{server}/notion"))
    table.notion.trash_page(table.row)
    people.fault("502", "notion", method="PATCH", when="after")

    assert table.notion.restore_page(table.row).in_trash is False


class Board:
    """A board in Miro with a frame, a note in it, and a tag that is not on the note."""

    def __init__(self, miro: MiroClient) -> None:
        self.miro = miro
        self.id = miro.create_board("Going home").id
        new = NewFrame(x=0, y=0, title="A", width=900, height=900)
        self.frame = miro.create_frame(self.id, new)
        sticky = NewSticky(x=200, y=200, text="a", parent_id=self.frame.id)
        self.note = miro.create_sticky(self.id, sticky)
        self.tag = miro.create_tag(self.id, "Home").id

    def tags(self) -> int:
        return len(self.miro.tags_of(self.id, self.note.id))

    def with_tag(self) -> int:
        self.miro.attach_tag(self.id, self.note.id, self.tag)
        return self.tags()

    def without_tag(self) -> int:
        self.miro.detach_tag(self.id, self.note.id, self.tag)
        return self.tags()

    def moved_out(self) -> str | None:
        return self.miro.put_into(self.id, self.note, self.frame, None).parent_id

    def without_note(self) -> int:
        self.miro.delete_item(self.id, self.note.id)
        return len(self.miro.stickies(self.id))

    def gone(self) -> int:
        self.miro.delete_board(self.id)
        return len(self.miro.list_boards())


MIRO: list[tuple[str, Callable[[Board], Any], Any]] = [
    ("change board", lambda b: b.miro.update_board(b.id, name="New").name, "New"),
    ("delete board", Board.gone, 0),
    ("move", lambda b: b.miro.move_item(b.id, b.note.id, 300, 300).x, 300),
    ("out of frame", Board.moved_out, None),
    ("rename frame", lambda b: b.miro.rename_frame(b.id, b.frame.id, "B").title, "B"),
    ("delete item", Board.without_note, 0),
    ("put tag on", Board.with_tag, 1),
    ("take tag off", Board.without_tag, 0),
]


@pytest.mark.parametrize(
    ("change", "expected"), [row[1:] for row in MIRO], ids=[r[0] for r in MIRO]
)
@pytest.mark.parametrize("kind", ["502", "reset"])
def test_miro_is_left_as_by_one_time(
    server: str, people: SandboxPeople, change: Callable[[Board], Any], expected: Any, kind: str
) -> None:
    board = Board(MiroClient(HTTP(sleep=lambda _: None), "sandbox-repeat", f"{server}/miro"))
    for method in ("PATCH", "POST", "DELETE"):
        people.fault(kind, "miro", method=method, when="after")

    assert change(board) == expected
    assert any(fault["met"] for fault in people.faults())
