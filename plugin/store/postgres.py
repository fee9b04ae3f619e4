"""PostgreSQL: how its connections are prepared, and what it needs beyond portable SQL.

Use cases are written for one writer at a time, which SQLite sees to by itself. Here an advisory
lock does: a writing transaction begins with it, on whatever machine, so that what was looked at is
still so when it is changed. Transactions that only take a lease or a turn lock its row instead.
"""

from __future__ import annotations

import logging
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError

from plugin.errors import BadInput
from plugin.store.failures import LONGEST_S

LOG = logging.getLogger("hedgerow.store")
NO_TRIGRAMS = (
    "This database has no index of words: its extension pg_trgm is missing, or Hedgerow's account "
    "may not create it. Searching finds the same, and gets slow with many notes. Let an "
    "administrator run CREATE EXTENSION pg_trgm in it, then run: hedgerow db upgrade"
)
POSTGRES = "postgresql+psycopg"
_OLDEST = 140_000  # VACUUM (INDEX_CLEANUP ON), pg_snapshot_xmax
_ONE_WRITER = 0x4865646765726F77  # "Hedgerow"; an advisory lock belongs to its database
_READERS_END_WITHIN_S = 2.0
_LOOKED_AGAIN_AFTER_S = 0.05
# Whoever vanishes in the middle of a transaction must not keep the others waiting for hours.
_FOR_EVERY_CONNECTION = {
    "lock_timeout": f"{LONGEST_S:.0f}s",
    "idle_in_transaction_session_timeout": "5min",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True, "reading": True}


def require_known_options(url: sa.URL) -> None:
    """Return if an address names only options that there are; raise ValueError otherwise."""
    from psycopg import ProgrammingError  # it takes long to import where SQLite is used
    from psycopg.conninfo import make_conninfo

    given: dict[str, Any] = {
        name: value if isinstance(value, str) else ",".join(value)
        for name, value in url.query.items()
    }
    try:
        make_conninfo(**given)
    except (ProgrammingError, TypeError):
        raise ValueError("an option of the address is unknown") from None


def make_postgres_engine(url: sa.URL) -> sa.Engine:
    """Return an engine whose connections are looked at before use: the server may have restarted"""
    given = {"connect_timeout": "10", "application_name": "hedgerow", **url.query}
    engine = sa.create_engine(
        url.set(query=given),
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"client_encoding": "utf8"},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _without_values)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    for name, value in _FOR_EVERY_CONNECTION.items():
        connection.execute("SELECT set_config(%s, %s, false)", (name, value))
    connection.autocommit = False


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get("reading") or options.get("isolation_level") == "AUTOCOMMIT":
        return
    if options.get("fleeting"):
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
        return
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_WRITER})")


def _without_values(context: Any) -> None:
    """Leave out the details of an error: they quote what was to be stored."""
    primary = getattr(getattr(context.original_exception, "diag", None), "message_primary", None)
    if primary and context.sqlalchemy_exception is not None:
        context.original_exception.args = (primary,)
        name = type(context.original_exception).__name__
        context.sqlalchemy_exception.args = (f"(psycopg.errors.{name}) {primary}",)


def lock_name(tx: sa.Connection, name: str) -> None:
    """Wait until no other transaction holds this name, whether or not it has a row yet."""
    if tx.dialect.name == "postgresql":
        wanted = sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0)))
        tx.execute(wanted)


def require_usable(tx: sa.Connection) -> None:
    """Return if tables can be made in this database; raise BadInput with what to do otherwise."""
    server = tx.connection.driver_connection.info  # type: ignore[union-attr]
    if server.server_version < _OLDEST:
        raise BadInput(
            "This PostgreSQL is older than 14. Nothing was changed. Give Hedgerow a database of a "
            "newer one."
        )
    if server.parameter_status("server_encoding") != "UTF8":
        raise BadInput(
            "This database cannot hold every letter that people write. Nothing was changed. Make "
            "one that can: createdb --encoding=UTF8 --template=template0 hedgerow"
        )


def keep_words_out_of_statistics(tx: sa.Connection) -> None:
    """Let ANALYZE keep no samples of what people wrote: nothing erases them with the words."""
    rows = tx.execute(sa.text(_WORDS_WITH_STATISTICS)).all()
    quote = tx.dialect.identifier_preparer.quote
    for table, column in rows:
        tx.exec_driver_sql(
            f"ALTER TABLE {quote(table)} ALTER COLUMN {quote(column)} SET STATISTICS 0"
        )


_WORDS_WITH_STATISTICS = """
    SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    AND a.atttypid = 'text'::regtype AND a.attstattarget IS DISTINCT FROM 0
    AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attname
"""


def index_search_texts(tx: sa.Connection) -> None:
    """Let searching be served by a trigram index, where the database's account may have one."""
    if not sa.inspect(tx).has_table("search_text"):
        return
    try:
        with tx.begin_nested():
            tx.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema = tx.exec_driver_sql(_SCHEMA_OF_TRIGRAMS).scalar_one()
            operators = f"{tx.dialect.identifier_preparer.quote(schema)}.gin_trgm_ops"
            # Without a list of what is pending, which would keep words longer than the index does.
            tx.exec_driver_sql(
                "CREATE INDEX IF NOT EXISTS ix_search_text_words_trigrams ON search_text "
                f"USING gin (words {operators}) WITH (fastupdate = off)"
            )
    except DatabaseError:
        LOG.warning(NO_TRIGRAMS)


def search_is_indexed(tx: sa.Connection) -> bool:
    """Say whether searching is served by the trigram index."""
    found = tx.exec_driver_sql("SELECT to_regclass('ix_search_text_words_trigrams')").scalar()
    return found is not None


_SCHEMA_OF_TRIGRAMS = """
    SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
    WHERE extname = 'pg_trgm'
"""


def erase_dead_rows(engine: sa.Engine) -> bool:
    """Remove erased rows from tables and indexes; return whether somebody may still see them."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        next_one = connection.exec_driver_sql(
            "SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text"
        ).scalar_one()
        if not _older_ones_end(connection, next_one):
            return True
        warnings: list[str] = []
        driver: Any = connection.connection.driver_connection
        collect = _collector(warnings)
        driver.add_notice_handler(collect)
        connection.exec_driver_sql(f"SET lock_timeout = '{_READERS_END_WITHIN_S:.0f}s'")
        try:
            tables = ", ".join(_tables(connection))
            if tables:
                connection.exec_driver_sql(f"VACUUM (INDEX_CLEANUP ON) {tables}")
        finally:  # the pool gives this connection to somebody who must be as patient as always
            driver.remove_notice_handler(collect)
            patience = _FOR_EVERY_CONNECTION["lock_timeout"]
            connection.exec_driver_sql(f"SET lock_timeout = '{patience}'")
        return bool(warnings)  # a table of another account, say, is left out with a warning


def _older_ones_end(connection: sa.Connection, next_one: str) -> bool:
    """Wait a little for the transactions that began before this; return whether all have ended."""
    until = time.monotonic() + _READERS_END_WITHIN_S
    while connection.execute(sa.text(_OLDER_ONES), {"mark": next_one}).scalar_one():
        if time.monotonic() > until:
            return False
        time.sleep(_LOOKED_AGAIN_AFTER_S)
    return True


_OLDER_ONES = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND greatest(age(backend_xmin), age(backend_xid)) > age(CAST(CAST(:mark AS text) AS xid))
"""


def _tables(connection: sa.Connection) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    return [quote(name) for name in sa.inspect(connection).get_table_names()]


def _collector(warnings: list[str]) -> Any:
    def collect(diagnostic: Any) -> None:
        if diagnostic.severity_nonlocalized == "WARNING":
            warnings.append(diagnostic.sqlstate or "")

    return collect
