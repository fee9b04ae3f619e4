"""Databases for the world: migrated once for all tests of a process, and copied for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plugin.store.database import Database
from tests import databases

KEY = b"what a server makes of its secret"


def new_database(folder: Path, kept: Any = None) -> Database:
    """Make a database with empty tables, or with what another one held (`contents`)."""
    if kept is None:
        return Database(databases.with_tables(folder), key=KEY)
    return Database(databases.holding(folder, kept), key=KEY)


def contents(database: Database) -> Any:
    """Return all that a database holds, for `new_database`."""
    return databases.keep(database)
