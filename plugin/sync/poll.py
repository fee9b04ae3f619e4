"""Looks cheaply whether a run would find anything: edits in Notion, changes here, writes in doubt.

It asks each table for the rows edited since the last whole run began, with an overlap, for Notion's
times are cut to the minute: it may say yes once too often, and never takes an edit for none. What
no look can see (rows trashed, moved away or archived) the next whole run finds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, is_dataclass
from datetime import datetime

from connectors.errors import ConnectorError
from connectors.notion.client import NotionClient
from connectors.notion.filters import EditedSince
from plugin import intents
from plugin.domain.people import Actor, Power
from plugin.store import links as stored_links
from plugin.store.services import Services
from plugin.sync.columns import SOURCES
from plugin.sync.errors import in_words
from plugin.sync.here.read import read_here
from plugin.sync.memory.page import is_made
from plugin.sync.pieces.sides import Ours

__all__ = ["Look", "is_watched", "look"]

ROWS_A_CALL = 100


@dataclass(frozen=True, slots=True)
class Look:
    """What a look saw: whether a run may find something, our side as it is, and what it cost.

    `ours` is a hash, so that no words are kept with what looks know. `calls` were used by the look,
    `whole_run` would be by a run that finds nothing, at most.
    """

    has_news: bool
    ours: str
    calls: int
    whole_run: int


def is_watched(services: Services, partnership_id: str) -> bool:
    """Say whether a partnership's memory was ever carried to Notion: the first time is a person's.

    Until somebody pressed the button nothing goes there by itself, not even an empty table.
    """
    with services.db.read() as tx:
        return is_made(stored_links.place(tx, partnership_id))


def look(
    services: Services,
    actor: Actor,
    notion: NotionClient,
    partnership_id: str,
    base_url: str,
    since: datetime | None,
    before: str | None,
) -> Look:
    """Look whether something changed since a whole run began and our side was `before`.

    Without `since` there was no whole run yet, and nothing need be asked.
    """
    actor.require(Power.SYNC, partnership_id)
    with services.db.read() as tx:
        place, links = (
            stored_links.place(tx, partnership_id),
            stored_links.links(tx, partnership_id),
        )
        conflicts = stored_links.open_conflicts(tx, partnership_id)
        here = read_here(tx, partnership_id, links, services.now, base_url)
    ours = _hash_of(here, sorted(each.id for each in conflicts if each.tells_gone))
    # Columns, rows and, at most, the body of every row.
    whole_run = 2 * len(SOURCES) + len(links) // ROWS_A_CALL + len(links)
    if place is None or since is None or before != ours:
        return Look(True, ours, 0, whole_run)
    if intents.unfinished(services, partnership_id):
        return Look(True, ours, 0, whole_run)
    edited = EditedSince.last_run(since)
    sources = [source for name in SOURCES if (source := place.source(name)) is not None]
    try:
        found = [len(notion.query(source.data_source_id, edited)) for source in sources]
    except ConnectorError as error:
        raise in_words(error) from error
    calls = sum(rows // ROWS_A_CALL + 1 for rows in found)
    return Look(any(found), ours, calls, whole_run)


def _hash_of(ours: Ours, to_put_back: Sequence[str]) -> str:
    """Return what is another one whenever a run would see another side of ours."""
    side = json.dumps((ours.rows, ours.pieces, to_put_back), sort_keys=True, default=_plain)
    return hashlib.sha256(side.encode()).hexdigest()


def _plain(value: object) -> object:
    """Write a set in one order, which is another one in each process, and a moment in words."""
    if is_dataclass(value):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    return sorted(map(str, value)) if isinstance(value, frozenset | set) else str(value)
