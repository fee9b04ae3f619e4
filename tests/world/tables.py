"""Databases for tests: migrated once for all tests of a process, and copied for each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from plugin.store.database import Database


def url_in(folder: Path) -> str:
    """Return the address of the database of a folder."""
    return f"sqlite:///{folder / 'hedgerow.db'}"


def new_database(folder: Path, holding: bytes | None = None) -> Database:
    """Make a database with empty tables, or with what another one held (`contents`)."""
    (folder / "hedgerow.db").write_bytes(holding or _empty_tables())
    return Database(url_in(folder))


def contents(database: Database, folder: Path) -> bytes:
    """Return all that a database holds, for `new_database`."""
    database.confirm_erased()
    return (folder / "hedgerow.db").read_bytes()


@cache
def _empty_tables() -> bytes:
    with TemporaryDirectory() as folder:
        database = Database(url_in(Path(folder)))
        database.upgrade()
        held = contents(database, Path(folder))
        database.close()
        return held
