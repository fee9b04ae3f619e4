"""The three tables of a partnership's memory, made where they are missing."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.sync.acting.journal import Journal
from plugin.sync.acting.place import ensure, is_made, place_of
from plugin.sync.acting.rows import Table
from plugin.sync.acting.schema import foreseen_columns, with_columns
from plugin.sync.acting.site import Site
from plugin.sync.deciding.making import missing
from plugin.sync.deciding.parts import Part

Tables = Mapping[str, Table]  # by source


def made_tables(site: Site, journal: Journal) -> Tables:
    """Make what is missing of the memory, and return its tables."""
    return with_columns(site, ensure(site, journal), journal)


def foreseen_tables(site: Site) -> tuple[tuple[Part, ...], Tables]:
    """Say what `made_tables` would make, and return the tables that are there as they would be."""
    place = place_of(site)
    columns, found = foreseen_columns(site, place)
    return (*missing(place), *columns), found if is_made(place) else {}
