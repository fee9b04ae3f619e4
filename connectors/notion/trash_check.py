"""Looks upwards from a page that Notion refused to change: is it still under what is in the trash?

A page under a trashed one does not say so itself. What is above may be hidden from us; then the
page counts as still buried.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from connectors.errors import NotThereOrNotShared, RefusedForGood
from connectors.notion.client import NotionClient
from schemas.notion import Block, Database, Page

HIGHEST = 30  # things above each other

Thing = Page | Block | Database
Where = tuple[str | None, str | None]  # what a parent is, and its id


@dataclass(slots=True)
class TrashCheck:
    """Climbs in one run; what lies above many rows is asked for once."""

    notion: NotionClient
    known: dict[Where, Thing | None] = field(default_factory=dict)

    def is_buried(self, page: Page) -> bool:
        """Say whether a page is in the trash, or anything that it lies in is, or may be."""
        thing: Thing = page
        for _ in range(HIGHEST):
            if thing.in_trash:
                return True
            where = (thing.parent_type, thing.parent_id)
            if where[0] == "workspace":
                return False
            above = self._above(where)
            if above is None:
                return True
            thing = above
        return True

    def _above(self, where: Where) -> Thing | None:
        if where not in self.known:
            self.known[where] = self._asked(*where)
        return self.known[where]

    def _asked(self, kind: str | None, thing_id: str | None) -> Thing | None:
        """Ask for what something lies in; None where it is hidden from us."""
        if thing_id is None:
            return None
        try:
            if kind == "page_id":
                return self.notion.page(thing_id)
            if kind == "block_id":
                return self.notion.block(thing_id)
            if kind == "database_id":
                return self.notion.database(thing_id)
            if kind == "data_source_id":
                source = self.notion.data_source(thing_id)
                return self._above(("database_id", source.database_id))
        except (NotThereOrNotShared, RefusedForGood):
            return None
        return None
