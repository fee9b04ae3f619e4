"""The tables of every place: the partnership's memory, and those that communities have themselves.

A thing's rows stand in the place of its community, each once. Relations lead within one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from plugin import intents
from plugin.domain.links import NotionPlace
from plugin.store import communities as stored_communities
from plugin.store import own_places as stored
from plugin.sync.acting.journal import Journal
from plugin.sync.acting.place import ensure, is_made, place_of
from plugin.sync.acting.rows import Table
from plugin.sync.acting.schema import foreseen_columns, with_columns
from plugin.sync.acting.site import Site
from plugin.sync.deciding.making import missing
from plugin.sync.deciding.parts import Part
from plugin.sync.deciding.sides import Theirs
from schemas.notion import Page


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables by place (a community's id, empty for the partnership's) and source."""

    by_place: Mapping[str, Mapping[str, Table]]

    def of(self, place: str, name: str) -> Table:
        """Return one table; raise KeyError for a place that is not there."""
        return self.by_place[place][name]

    def every(self) -> Iterator[Table]:
        """Yield all tables, the partnership's first."""
        for tables in self.by_place.values():
            yield from tables.values()

    def named(self, name: str) -> tuple[Table, ...]:
        """Return the tables of one source, the partnership's first."""
        return tuple(tables[name] for tables in self.by_place.values())

    def holding(self, name: str, page: Page) -> Table | None:
        """Return the table of a source in which a row stands, None where it is elsewhere."""
        for table in self.named(name):
            if page.parent_id in (table.source.data_source_id, table.source.database_id):
                return table
        return None


def made_tables(site: Site, journal: Journal) -> Tables:
    """Make what is missing of every place, and return its tables."""
    sites = (site, *own_sites(site))
    return Tables(
        {each.community_id: with_columns(each, ensure(each, journal), journal) for each in sites}
    )


def foreseen_tables(site: Site) -> tuple[tuple[Part, ...], Tables]:
    """Say what `made_tables` would make, and return the tables that are there as they would be."""
    parts: list[Part] = []
    tables = {}
    for each in (site, *own_sites(site)):
        place = place_of(each)
        columns, found = foreseen_columns(each, place)
        parts += [*missing(each.owner, place), *columns]
        tables.update({each.community_id: found} if is_made(place) else {})
    return tuple(parts), Tables(tables)


def own_sites(site: Site) -> tuple[Site, ...]:
    """Return the memories that communities have themselves, and those not yet left."""
    with site.ground.db.read() as tx:
        wanted = stored.parents(tx, site.partnership_id)
        places = stored.places(tx, site.partnership_id)
        communities = stored_communities.communities(tx, site.partnership_id)
    found = []
    for community in communities:
        place = places.get(community.id)
        is_in_use = place is not None and is_made(place) and not place.is_left
        if community.id in wanted or is_in_use:
            parent = wanted.get(community.id) or (place.parent_page_id if place else "")
            found.append(
                replace(
                    site,
                    parent_page_id=parent,
                    community_id=community.id,
                    community_name=community.name,
                )
            )
    return tuple(found)


def leave_empty_places(site: Site, theirs: Theirs) -> None:
    """Stop reading places that no community wants any more, once no row of ours is there."""
    if theirs.absent:  # what cannot be seen may be anywhere
        return
    inhabited = {row.place for row in theirs.rows.values()}
    with site.ground.db.read() as tx:
        wanted = stored.parents(tx, site.partnership_id)
        places = stored.places(tx, site.partnership_id)
    left = {each: each not in wanted and each not in inhabited for each in places}
    changed = [replace(places[each], is_left=now) for each, now in left.items()]
    news = [place for place in changed if place != places[place.community_id]]
    _save(site, news)


def _save(site: Site, places: Iterable[NotionPlace]) -> None:
    for place in places:
        with intents.writing_alone(site.ground) as tx:
            stored.save_place(tx, place)
