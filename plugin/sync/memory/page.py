"""Where a memory lives in Notion: one page and three linked databases, made once.

Each step is an intent of its own and is stored when it is known, so that a run that broke off goes
on where it stopped: what an unfinished intent may have made is looked for before it is made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from connectors.errors import NotThereOrNotShared
from connectors.notion.new_blocks import Callout, Divider, NewBlock, Paragraph
from connectors.notion.new_values import Title
from connectors.notion.parents import InPage
from plugin import intents
from plugin.domain.notion_places import DataSource as Source
from plugin.domain.notion_places import NotionPlace
from plugin.domain.remote_writes import Intent
from plugin.store import links as stored_links
from plugin.store.database import Tx
from plugin.sync.columns import COLUMNS, SOURCES, TITLES
from plugin.sync.notion.property_values import new_columns
from plugin.sync.target import SyncTarget
from schemas.notion import Database

CREATE_PAGE, CREATE_DATABASE = "create_page", "create_database"
_INTRODUCTION = (
    "What our groups learnt and agreed to share. A piece from Hedgerow was checked with the people "
    "it came from before it came here. You can edit titles, lines, stories and kinds here: "
    "edits travel back to Hedgerow, where the group checks them again. So do its themes, where a "
    "piece stands, how sure you are and when to look again; these need no check. Quotes are other "
    "people's words and are put back if changed, and so is how each of us reads a piece."
)
_READERS = (
    "Who can read this: everybody who can open this page in Notion. Hedgerow cannot see who that "
    "is: please look at Share."
)
_TAKE_BACK = (
    "How to take back what you wrote: ask a facilitator of your group, at any time. A piece that "
    "rested on your words leaves this table with the next sync, until the learning partner has "
    "looked at it again."
)


def place_of(target: SyncTarget) -> NotionPlace | None:
    """Return the place as it is known, without making anything."""
    with target.services.db.read() as tx:
        return stored_links.place(tx, target.partnership_id)


def is_made(place: NotionPlace | None) -> bool:
    """Say whether the page and all three databases are there, with columns that we know."""
    sources = [place.source(name) for name in SOURCES] if place else [None]
    return all(source is not None and source.columns for source in sources)


def source_of(place: NotionPlace, name: str) -> Source:
    """Return one of the three sources of a place that was made."""
    source = place.source(name)
    if source is None:
        raise KeyError(name)
    return source


def make_page(target: SyncTarget) -> NotionPlace:
    """Make the page of a memory."""
    body: list[NewBlock] = [
        Callout(_INTRODUCTION, "🌿"),
        Paragraph(_READERS),
        Paragraph(f"The same in Hedgerow: {target.home}"),
        Paragraph(_TAKE_BACK),
        Divider(),
    ]
    parent, title = InPage(target.parent_page_id), {"title": Title(target.title)}
    page = target.write(
        CREATE_PAGE,
        "place:page",
        {"parent": target.parent_page_id},
        lambda: target.notion.create_page(parent, title, body),
        lambda tx, made: _settle_page(tx, target, made.id),
    )
    return _new_place(target, page.id)


def _new_place(target: SyncTarget, page_id: str) -> NotionPlace:
    return NotionPlace(target.partnership_id, target.parent_page_id, page_id)


def _settle_page(tx: Tx, target: SyncTarget, page_id: str) -> Mapping[str, object]:
    stored_links.save_place(tx, _new_place(target, page_id))
    return {"page": page_id}


def make_table(target: SyncTarget, place: NotionPlace, name: str) -> NotionPlace:
    """Make one of its tables; its columns are looked after by `change_columns`."""
    before = {each: found for each in SOURCES if (found := place.source(each)) is not None}
    columns = new_columns(COLUMNS[name], before)
    made = target.write(
        CREATE_DATABASE,
        f"place:{name}",
        {"source": name},
        lambda: target.notion.create_database(place.memory_page_id, TITLES[name], columns),
        lambda tx, answer: _settle_database(tx, target, name, _source(answer)),
    )
    return place.with_source(name, _source(made))


def _source(made: Database) -> Source:
    return Source(made.id, made.data_source_ids[0])


def _settle_database(tx: Tx, target: SyncTarget, name: str, source: Source) -> Mapping[str, object]:
    place = stored_links.place(tx, target.partnership_id)
    if place is not None:
        stored_links.save_place(tx, place.with_source(name, source))
    return {"database": source.database_id}


def ask_for_size(target: SyncTarget) -> None:
    """Learn once whether the workspace is a free one, which may hold 1,000 blocks in all."""
    place = place_of(target)
    if place is not None and place.is_small is None:
        is_small = target.notion.me().is_on_free_plan
        place = replace(place, is_small=is_small)
        with intents.writing_alone(target.services) as tx:
            stored_links.save_place(tx, place)
    target.is_short = place is not None and bool(place.is_small)


def look_for_unfinished(target: SyncTarget) -> None:
    """Look for what an earlier run may have made without hearing of it, and adopt or drop it."""
    for intent in intents.left_behind(target.services, target.partnership_id):
        if intent.kind == CREATE_PAGE:
            _look_for_page(target, intent)
        elif intent.kind == CREATE_DATABASE:
            _look_for_database(target, intent)
        elif intent.kind == "change_columns":
            _look_for_columns(target, intent)


def _look_for_columns(target: SyncTarget, intent: Intent) -> None:
    """Let new columns arrive, if they do; reading shows what came of them, as in every run."""
    place, new = place_of(target), intent.payload.get("new")
    source = place.source(str(intent.payload.get("source"))) if place else None
    if source is not None and isinstance(new, list) and new:
        target.waiting.find(intent, target.services.now, lambda: _has_columns(target, source, new))
    intents.drop(target.services, intent)


def _has_columns(target: SyncTarget, source: Source, names: list[str]) -> bool | None:
    found = target.notion.data_source(source.data_source_id).properties
    return True if found.keys() >= set(names) else None


def _look_for_page(target: SyncTarget, intent: Intent) -> None:
    def look() -> str | None:
        pages = (id for id, title in pages_below_parent(target) if title == target.title)
        return next(pages, None)

    intents.adopt_or_drop(
        target.services,
        intent,
        lambda: target.waiting.find(intent, target.services.now, look),
        lambda tx, page_id: _settle_page(tx, target, page_id),
    )


def pages_below_parent(target: SyncTarget) -> Iterator[tuple[str, str]]:
    """Find id and title of pages that nobody has, and which name this memory's address.

    Those that Notion numbered as copies are among them.
    """
    with target.services.db.read() as tx:
        taken = stored_links.memory_pages(tx)
    for block in target.notion.children(target.parent_page_id):
        is_page = block.type == "child_page" and block.id not in taken
        if is_page and _original(block.text) == target.title:
            texts = [each.text for each in target.notion.children(block.id)]
            if any(target.path in text for text in texts):
                yield block.id, block.text


def _look_for_database(target: SyncTarget, intent: Intent) -> None:
    place, name = place_of(target), str(intent.payload.get("source"))
    said = intent.outcome.get("committed_resource_id")
    if place is None or place.source(name) is not None:
        intents.drop(target.services, intent)
        return
    here = place

    def look() -> str | None:
        there = databases_on_page(target, here)
        return next((id for id, title in there if title == TITLES[name]), None)

    known = said if isinstance(said, str) else None
    found = known or target.waiting.find(intent, target.services.now, look)
    if found is None:
        intents.drop(target.services, intent)
        return
    source = _source(target.notion.database(found))
    intents.adopt(target.services, intent, lambda tx: _settle_database(tx, target, name, source))


def databases_on_page(target: SyncTarget, place: NotionPlace) -> tuple[tuple[str, str], ...]:
    """Find id and title of databases on the memory's page that are none of ours yet, by title.

    Those that Notion numbered as copies are among them.
    """
    known = {source_of(place, each).database_id for each in SOURCES if place.source(each)}
    try:
        blocks = target.notion.children(place.memory_page_id)
    except NotThereOrNotShared:
        return ()
    return tuple(
        (block.id, block.text)
        for block in blocks
        if block.type == "child_database"
        and _original(block.text) in TITLES.values()
        and block.id not in known
    )


def _original(title: str) -> str:
    """Return the title without the number that Notion gives to what people duplicate."""
    return re.sub(r" \(\d+\)$", "", title)
