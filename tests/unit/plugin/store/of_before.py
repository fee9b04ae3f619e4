"""Databases as an older Hedgerow left them, to be upgraded."""

from pathlib import Path

from plugin.store.database import Database
from tests import databases


def database_of_before(folder: Path, revision: str, script: str) -> Database:
    """Return a database at a revision that holds what the statements of a script add."""
    database = Database(databases.with_tables(folder, revision))
    with database.begin() as tx:
        for statement in script.split(";"):
            tx.exec_driver_sql(statement)
    return database
