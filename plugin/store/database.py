"""The database: one engine, short transactions, migrations, and erasing that really erases.

SQLite runs with WAL, `secure_delete` and hidden parameters. Erasing is confirmed only when the
write-ahead log has been emptied too (`design.md` section 5, Storage).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from plugin.errors import BadInput, NotNow

Tx = sa.Connection


class Database:
    """One database, given as an SQLAlchemy URL; raise BadInput for one that cannot be used."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self._engine = sa.create_engine(url, hide_parameters=True)
        except (ArgumentError, ImportError, ValueError):
            # Without its cause, which may quote the password.
            raise BadInput(
                "HEDGEROW_DATABASE_URL is no address of a database that this Hedgerow can use. "
                "Nothing was started. Write it as sqlite:////folder/hedgerow.db, or leave it out."
            ) from None
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """Open one transaction: committed at the end, rolled back on any error."""
        try:
            with self._engine.begin() as tx:
                yield tx
        except DatabaseError as error:
            raise _in_words(error) from error

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open one reading transaction, which waits for no writer."""
        try:
            with self._engine.execution_options(reading=True).begin() as tx:
                yield tx
        except DatabaseError as error:
            raise _in_words(error) from error

    @contextmanager
    def begin_fleeting(self) -> Iterator[Tx]:
        """Open one transaction that is seen by all at once, but may be lost with the power.

        It does not wait for the disk; the others after it do, as always.
        """
        try:
            with self._engine.execution_options(fleeting=True).begin() as tx:
                yield tx
        except DatabaseError as error:
            raise _in_words(error) from error

    def upgrade(self, revision: str = "head") -> None:
        """Bring the tables up to `revision`; raise BadInput for a file from a newer version."""
        self._migrate("upgrade", revision)

    def downgrade(self, revision: str) -> None:
        """Take the tables back to `revision` (`base` removes them all)."""
        self._migrate("downgrade", revision)

    def revision(self) -> str | None:
        """Return the revision that the tables are at, None where there are none yet."""
        with self.begin() as tx:
            return MigrationContext.configure(tx).get_current_revision()

    def require_current(self) -> None:
        """Return if the tables fit this Hedgerow; raise BadInput with what to do otherwise."""
        found = self.revision()
        script = ScriptDirectory.from_config(_alembic_config(self.url))
        if found == script.get_current_head():
            return
        if found is not None and found not in {each.revision for each in script.walk_revisions()}:
            raise BadInput(_NEWER)
        raise BadInput(
            "The database is not up to date. Nothing was changed. Run: hedgerow db upgrade"
        )

    def confirm_erased(self) -> None:
        """Empty what a database keeps of deleted rows; raise NotNow if somebody still reads."""
        if self._engine.dialect.name != "sqlite":
            return
        connection = self._engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA busy_timeout=2000")
            busy = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            connection.close()
        if busy:
            raise NotNow(
                "Erasing is not finished yet: the database is in use. It goes on by itself."
            )

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _migrate(self, direction: str, revision: str) -> None:
        config = _alembic_config(self.url)
        known = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]
        if revision not in ("base", "head", *known):
            raise BadInput(
                f"There is no revision {revision!r} of the tables. Nothing was changed. Choose one "
                f"of: base, {', '.join(sorted(known))}, head."
            )
        try:
            getattr(command, direction)(config, revision)
        except CommandError as error:
            raise BadInput(_NEWER) from error
        except OperationalError as error:
            raise _in_words(error) from error
        except DatabaseError as error:
            raise BadInput(_NO_DATABASE) from error


_NO_DATABASE = (
    "This file is not a Hedgerow database. It was not changed. "
    "Point HEDGEROW_DATABASE_URL at another file."
)
_NEWER = (
    "This database was made by a newer Hedgerow than this one. It was not changed. "
    "Install the newer Hedgerow, or use another database file."
)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we begin ourselves, see _begin_sqlite
    for pragma in ("foreign_keys=ON", "secure_delete=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get("reading"):
        connection.exec_driver_sql("BEGIN")
        return
    how = "NORMAL" if options.get("fleeting") else "FULL"
    connection.exec_driver_sql(f"PRAGMA synchronous={how}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _in_words(error: DatabaseError) -> Exception:
    """Return what to raise for an error: in words, but for defects of ours, which stay as found."""
    said = str(error.orig).lower()
    if "not a database" in said:
        return BadInput(_NO_DATABASE)
    if not isinstance(error, OperationalError):
        return error
    if "readonly" in said or "unable to open" in said or "permission" in said:
        return BadInput(
            "The database cannot be written: the file or its folder is read-only. Nothing was "
            "changed. Give the account that runs Hedgerow the right to write there."
        )
    if "locked" in said or "busy" in said:
        return NotNow("Somebody else is writing just now. Nothing was changed. Try again.")
    if "no such table" in said or "no such column" in said:
        return BadInput(
            "The database is not up to date. Nothing was changed. Run: hedgerow db upgrade"
        )
    return BadInput("The database did not do what it was asked. Nothing was changed.")


def _alembic_config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
