"""Second pages and tables of a memory, to which nothing here leads: reported, never touched.

They come of a write that arrived after it was believed to be lost, or of people who duplicated
what is there. They are looked for where a write can have been lost lately, and whenever everything
is read: no other run pays for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from connectors.errors import NotThereOrNotShared
from plugin import intents
from plugin.domain.notion_places import NotionPlace
from plugin.sync import messages
from plugin.sync.memory.page import (
    CREATE_DATABASE,
    CREATE_PAGE,
    databases_on_page,
    pages_below_parent,
    place_of,
)
from plugin.sync.target import SyncTarget


def duplicates(target: SyncTarget) -> tuple[str, ...]:
    """Return a sentence with its address for everything of a memory that is there twice."""
    making = (CREATE_PAGE, CREATE_DATABASE)
    lately = intents.dropped_lately(target.services, target.partnership_id, making)
    place = place_of(target)
    if place is None or not (target.options.full or lately):
        return ()
    try:
        return (*_pages(target), *_tables(target, place))
    except NotThereOrNotShared:  # the page above is not ours to read: nothing is made there then
        return ()


def _pages(target: SyncTarget) -> Iterator[str]:
    for page_id, title in pages_below_parent(target):
        address = target.notion.page(page_id).url
        yield messages.SECOND_PAGE.format(title=title, address=address)


def _tables(target: SyncTarget, place: NotionPlace) -> Iterator[str]:
    for database_id, title in databases_on_page(target, place):
        try:
            address = target.notion.database(database_id).url or database_id
        except NotThereOrNotShared:  # a linked view is a database that no program may read
            continue
        yield messages.SECOND_TABLE.format(title=title, address=address)
