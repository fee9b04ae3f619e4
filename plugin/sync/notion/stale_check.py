"""Rows are not written over on the strength of an old reading.

Notion takes whatever it is told and knows no condition on a write. So before words on a page are
replaced, the rows that people edited since the reading are asked for, at most once in half a
minute: one call in ninety at the pace that Notion allows. An edit within that half minute, of the
very field that is being written, can still be written over; Notion's page history keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connectors.notion.filters import EditedSince
from plugin.store.services import Services
from plugin.sync.columns import MEMORY
from plugin.sync.notion.read import NotionReader
from schemas.notion import Page

FRESH_FOR = timedelta(seconds=30)
_LISTED = ""


@dataclass(slots=True)
class StaleCheck:
    """When the rows of Memory were read, and which of them people have edited since."""

    services: Services
    reader: NotionReader
    began: datetime  # before the first row was read
    asked: dict[str, datetime] = field(default_factory=dict)  # page id, or _LISTED → last asked
    edited: set[str] = field(default_factory=set)  # page ids

    def is_edited_since(self, page_id: str) -> bool:
        """Say whether a person edited a row since it was read; ask Notion when that is long ago."""
        what = _LISTED if page_id in self.reader.queried else page_id
        since, now = self.asked.get(what, self.began), self.services.now
        if now - since > FRESH_FOR:
            self.edited |= {page.id for page in self._edited(what, since) if self._by_people(page)}
            self.asked[what] = now
        return page_id in self.edited

    def _by_people(self, page: Page) -> bool:
        if page.unread or page.last_edited_by is None:
            return True  # whoever it was, nothing may be written over
        last = self.reader.edited(page)
        return last is not None and not self.reader.is_bot(last.by)

    def _edited(self, what: str, since: datetime) -> Iterator[Page]:
        """Ask for all rows that a query shows, or for one that it leaves out: archived, moved."""
        notion, wanted = self.reader.notion, EditedSince(since)
        if what == _LISTED:
            source = self.reader.tables[MEMORY].source
            yield from notion.query(source.data_source_id, wanted)
            return
        page = notion.page(what)
        if page.last_edited_time is None or wanted.holds(page.last_edited_time):
            yield page
