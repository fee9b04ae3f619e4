"""Where a memory lives in Notion: one page and three linked databases, made once.

Each step is an intent of its own and is stored when it is known, so that a run that broke off goes
on where it stopped: what an unfinished intent may have made is looked for before it is made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from connectors.errors import NotThereOrNotShared
from connectors.notion.new_blocks import Callout, Divider, NewBlock, Paragraph
from connectors.notion.new_values import Title
from connectors.notion.parents import InPage
from plugin import intents
from plugin.domain.links import DataSource as Source
from plugin.domain.links import Intent, NotionPlace
from plugin.store import links as stored_links
from plugin.store.database import Tx
from plugin.sync.acting.journal import Journal
from plugin.sync.acting.parts import made
from plugin.sync.acting.rows import new_columns
from plugin.sync.acting.site import Site
from plugin.sync.deciding.columns import COLUMNS, SOURCES, TITLES
from plugin.sync.deciding.making import missing
from plugin.sync.deciding.parts import Part

CREATE_PAGE, CREATE_DATABASE = "create_page", "create_database"
_INTRODUCTION = (
    "What our groups learnt and agreed to share. A piece from Hedgerow was checked with the people "
    "it came from before it came here. You can edit titles, lines, stories and kinds here. Edits "
    "travel back to Hedgerow, where the group checks them again."
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


def place_of(site: Site) -> NotionPlace | None:
    """Return the place as it is known, without making anything."""
    with site.services.db.read() as tx:
        return stored_links.place(tx, site.partnership_id)


def is_made(place: NotionPlace | None) -> bool:
    """Say whether the page and all three databases are there, with columns that we know."""
    sources = [place.source(name) for name in SOURCES] if place else [None]
    return all(source is not None and source.properties for source in sources)


def ensure(site: Site, journal: Journal) -> NotionPlace:
    """Make what is missing of the place; its columns are looked after by `schema`."""
    _look_for_unfinished(site)
    place = place_of(site)
    for part in missing(place):
        place = made(journal, part, partial(_make, site, part, place))
    if place is None:
        raise LookupError("A memory has a page once everything that was missing is made.")
    return place


def _make(site: Site, part: Part, place: NotionPlace | None) -> NotionPlace:
    return _make_page(site) if place is None else _make_database(site, place, part.about.kind)


def source_of(place: NotionPlace, name: str) -> Source:
    """Return one of the three sources of a place that was made."""
    source = place.source(name)
    if source is None:
        raise KeyError(name)
    return source


def _make_page(site: Site) -> NotionPlace:
    body: list[NewBlock] = [
        Callout(_INTRODUCTION, "🌿"),
        Paragraph(_READERS),
        Paragraph(f"The same in Hedgerow: {site.home}"),
        Paragraph(_TAKE_BACK),
        Divider(),
    ]
    page = intents.write(
        site.services,
        kind=CREATE_PAGE,
        subject=site.partnership_id,
        key="place:page",
        payload={"parent": site.parent_page_id},
        send=site.sending(
            "create_page",
            lambda: site.notion.create_page(
                InPage(site.parent_page_id), {"title": Title(site.title)}, body
            ),
        ),
        settle=lambda tx, made: _settle_page(tx, site, made.id),
    )
    return _new_place(site, page.id)


def _new_place(site: Site, page_id: str) -> NotionPlace:
    return NotionPlace(site.partnership_id, site.parent_page_id, page_id)


def _settle_page(tx: Tx, site: Site, page_id: str) -> Mapping[str, object]:
    stored_links.save_place(tx, _new_place(site, page_id))
    return {"page": page_id}


def _make_database(site: Site, place: NotionPlace, name: str) -> NotionPlace:
    before = {each: found for each in SOURCES if (found := place.source(each)) is not None}
    database = intents.write(
        site.services,
        kind=CREATE_DATABASE,
        subject=site.partnership_id,
        key=f"place:{name}",
        payload={"source": name},
        send=site.sending(
            CREATE_DATABASE,
            lambda: site.notion.create_database(
                place.memory_page_id, TITLES[name], new_columns(COLUMNS[name], before)
            ),
        ),
        settle=lambda tx, answer: _settle_database(
            tx, site, name, Source(answer.id, answer.data_source_ids[0], {})
        ),
    )
    return place.with_source(name, Source(database.id, database.data_source_ids[0], {}))


def _settle_database(tx: Tx, site: Site, name: str, source: Source) -> Mapping[str, object]:
    place = stored_links.place(tx, site.partnership_id)
    if place is not None:
        stored_links.save_place(tx, place.with_source(name, source))
    return {"database": source.database_id}


def _look_for_unfinished(site: Site) -> None:
    for intent in intents.left_behind(site.services, site.partnership_id):
        if intent.kind == CREATE_PAGE:
            _look_for_page(site, intent)
        elif intent.kind == CREATE_DATABASE:
            _look_for_database(site, intent)
        elif intent.kind == "change_columns":
            _look_for_columns(site, intent)


def _look_for_columns(site: Site, intent: Intent) -> None:
    """Let new columns arrive, if they do; reading shows what came of them, as in every run."""
    place, new = place_of(site), intent.payload.get("new")
    source = place.source(str(intent.payload.get("source"))) if place else None
    if source is not None and isinstance(new, list) and new:
        site.waiting.find(intent, site.services.now, lambda: _has_columns(site, source, new))
    intents.drop(site.services, intent)


def _has_columns(site: Site, source: Source, names: list[str]) -> bool | None:
    found = site.notion.data_source(source.data_source_id).properties
    return True if found.keys() >= set(names) else None


def _look_for_page(site: Site, intent: Intent) -> None:
    found = intent.outcome.get("committed_resource_id") or site.waiting.find(
        intent, site.services.now, lambda: next(pages_below_parent(site), None)
    )
    if not isinstance(found, str):
        intents.drop(site.services, intent)
        return
    page_id = found
    intents.adopt(site.services, intent, lambda tx: _settle_page(tx, site, page_id))


def pages_below_parent(site: Site) -> Iterator[str]:
    """Find pages of that name which nobody has, and which name this memory's address."""
    with site.services.db.read() as tx:
        taken = stored_links.memory_pages(tx)
    for block in site.notion.children(site.parent_page_id):
        if block.type == "child_page" and block.text == site.title and block.id not in taken:
            texts = [each.text for each in site.notion.children(block.id)]
            if any(site.path in text for text in texts):
                yield block.id


def _look_for_database(site: Site, intent: Intent) -> None:
    place, name = place_of(site), str(intent.payload.get("source"))
    said = intent.outcome.get("committed_resource_id")
    if place is None or place.source(name) is not None:
        intents.drop(site.services, intent)
        return
    here = place

    def look() -> str | None:
        return next(
            (id for id, title in databases_on_page(site, here) if title == TITLES[name]), None
        )

    known = said if isinstance(said, str) else None
    found = known or site.waiting.find(intent, site.services.now, look)
    if found is None:
        intents.drop(site.services, intent)
        return
    database = site.notion.database(found)
    source = Source(database.id, database.data_source_ids[0], {})
    intents.adopt(site.services, intent, lambda tx: _settle_database(tx, site, name, source))


def databases_on_page(site: Site, place: NotionPlace) -> tuple[tuple[str, str], ...]:
    """Find id and title of databases on the memory's page that are none of ours yet, by title."""
    known = {source_of(place, each).database_id for each in SOURCES if place.source(each)}
    try:
        blocks = site.notion.children(place.memory_page_id)
    except NotThereOrNotShared:
        return ()
    return tuple(
        (block.id, block.text)
        for block in blocks
        if block.type == "child_database"
        and block.text in TITLES.values()
        and block.id not in known
    )
