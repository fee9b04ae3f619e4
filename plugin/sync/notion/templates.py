"""Templates of rows, which people make for Memory: no rows, and never touched.

Whether queries show them is not known. One that was taken as a row would get a key and an address,
and every row that is made with it would have them too.
"""

from __future__ import annotations

from connectors.errors import NotThereOrNotShared, RefusedForGood
from connectors.notion.client import NotionClient
from plugin.sync.pieces.sides import NewRow


def without_templates(
    notion: NotionClient, data_source_id: str, rows: tuple[NewRow, ...]
) -> tuple[NewRow, ...]:
    """Return the rows that are none: one call where there are any, no other."""
    if not rows:
        return rows
    try:
        templates = notion.templates(data_source_id)
    except (RefusedForGood, NotThereOrNotShared):  # this Notion has none to show
        return rows
    return tuple(row for row in rows if row.page_id not in templates)
