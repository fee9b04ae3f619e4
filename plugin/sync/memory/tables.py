"""A partnership's memory in Notion while its page, its tables and their columns are made."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.notion_places import NotionPlace
from plugin.sync.memory.change_columns import ColumnChanger, foreseen_columns
from plugin.sync.memory.page import is_made, make_page, make_table, place_of
from plugin.sync.memory.plan import missing
from plugin.sync.memory_actions import MakePage, MakeTable, MemoryAction
from plugin.sync.notion.property_values import Tables
from plugin.sync.target import SyncTarget


@dataclass(slots=True)
class MemoryWriter:
    """Makes what is missing of one memory; `place` is None until it has a page."""

    target: SyncTarget
    place: NotionPlace | None
    _columns: ColumnChanger | None = None

    def missing(self) -> tuple[MemoryAction, ...]:
        """Return what is to be made of its page and its tables."""
        return missing(self.place)

    def make_page(self, _: MakePage) -> None:
        """Make its page."""
        self.place = make_page(self.target)

    def make_table(self, action: MakeTable) -> None:
        """Make a table on its page."""
        self.place = make_table(self.target, self._made(), action.about.kind)

    @property
    def columns(self) -> ColumnChanger:
        """Return its columns, which are read once all its tables are there."""
        if self._columns is None:
            self._columns = ColumnChanger.of(self.target, self._made())
        return self._columns

    def _made(self) -> NotionPlace:
        if self.place is None:
            raise LookupError("A memory has a page before it has tables.")
        return self.place


def foreseen_tables(target: SyncTarget) -> tuple[tuple[MemoryAction, ...], Tables]:
    """Say what would be made, and return the tables that are there as they would be then."""
    place = place_of(target)
    columns, found = foreseen_columns(target, place)
    return (*missing(place), *columns), found if is_made(place) else {}
