"""The three tables of a partnership's memory, made where they are missing."""

from __future__ import annotations

from plugin.sync.memory.change_columns import foreseen_columns, with_columns
from plugin.sync.memory.page import ensure, is_made, place_of
from plugin.sync.memory.plan import missing
from plugin.sync.memory_actions import Part
from plugin.sync.notion.property_values import Tables
from plugin.sync.report.journal import Journal
from plugin.sync.target import SyncTarget


def made_tables(target: SyncTarget, journal: Journal) -> Tables:
    """Make what is missing of the memory, and return its tables."""
    return with_columns(target, ensure(target, journal), journal)


def foreseen_tables(target: SyncTarget) -> tuple[tuple[Part, ...], Tables]:
    """Say what `made_tables` would make, and return the tables that are there as they would be."""
    place = place_of(target)
    columns, found = foreseen_columns(target, place)
    return (*missing(place), *columns), found if is_made(place) else {}
