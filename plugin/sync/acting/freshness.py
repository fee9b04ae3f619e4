"""Rows are not written over on the strength of an old reading.

Notion takes whatever it is told and knows no condition on a write. So before words on a page are
replaced, the rows that people edited since the reading are asked for, at most once in half a
minute: one call in ninety at the pace that Notion allows. An edit within that half minute, of the
very field that is being written, can still be written over; Notion's page history keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connectors.notion.client import NotionClient
from connectors.notion.filters import EditedSince
from plugin.store.ground import Ground
from plugin.sync.acting.reading import edited
from plugin.sync.acting.tables import Tables
from plugin.sync.deciding.actions import (
    Action,
    RemoveParagraph,
    ReplaceParagraph,
    StartEmptying,
    Trash,
    UpdateProperties,
)
from plugin.sync.deciding.columns import MEMORY
from plugin.sync.deciding.related import BELONGS_WITH

FRESH_FOR = timedelta(seconds=30)


@dataclass(slots=True)
class Freshness:
    """When the rows of Memory were read, and which of them people have edited since."""

    ground: Ground
    notion: NotionClient
    tables: Tables
    read_at: datetime
    edited: set[str] = field(default_factory=set)  # page ids

    def is_edited_since(self, page_id: str) -> bool:
        """Say whether a person edited a row since it was read; ask Notion when that is long ago."""
        now = self.ground.now
        if now - self.read_at > FRESH_FOR:
            for table in self.tables.named(MEMORY):
                asked = EditedSince(self.read_at)
                found = self.notion.query(table.source.data_source_id, asked)
                self.edited |= {page.id for page in found if edited(page)}
            self.read_at = now
        return page_id in self.edited


def writes_over(action: Action) -> bool:
    """Say whether an action replaces what people may have written on a page."""
    if isinstance(action, UpdateProperties):
        return action.about.kind == "piece" and set(action.values) != {BELONGS_WITH}
    return isinstance(action, ReplaceParagraph | RemoveParagraph | StartEmptying | Trash)
