"""Describes the tables of a database as the database itself knows them, in one order."""

from __future__ import annotations

import re

from plugin.store.database import Database, Tx


def described(database: Database) -> frozenset[tuple[object, ...]]:
    """Return every column, constraint, index, trigger and other thing, each with all it says.

    The order of columns and of constraints in a table is left out: nothing of ours goes by it.
    """
    with database.read() as tx:
        return frozenset(_of_sqlite(tx) if database.url.startswith("sqlite") else _of_postgres(tx))


def _of_sqlite(tx: Tx) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for kind, name, table, made in tx.exec_driver_sql(
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
    ).all():
        parts = _parts(made or "") if kind == "table" else [" ".join((made or "").split())]
        found += [(kind, name, table, part) for part in parts]
    return found


def _parts(made: str) -> list[str]:
    """Return what stands between the commas of CREATE TABLE, those in brackets left alone."""
    same = " ".join(made.split()).replace("DEFAULT ('')", "DEFAULT ''")  # as a table copied has it
    inner = same.partition("(")[2].rstrip().removesuffix(")")
    return [each.strip() for each in re.split(r",(?![^()]*\))", inner)]


def _of_postgres(tx: Tx) -> list[tuple[object, ...]]:
    return [tuple(row) for asks in _ASKS for row in tx.exec_driver_sql(asks).all()]


_ASKS = (
    """SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid), a.attstattarget, a.attcollation, a.attidentity::text,
        a.attgenerated::text
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0
        AND NOT a.attisdropped""",
    """SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = current_schema()::regnamespace""",
    "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes "
    "WHERE schemaname = current_schema()",
    """SELECT 'trigger', pg_get_triggerdef(g.oid) FROM pg_trigger g
        JOIN pg_class c ON c.oid = g.tgrelid
        WHERE c.relnamespace = current_schema()::regnamespace AND NOT g.tgisinternal""",
    "SELECT relkind::text, relname FROM pg_class "
    "WHERE relnamespace = current_schema()::regnamespace",
    "SELECT 'function', proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
    "SELECT 'type', typname FROM pg_type WHERE typnamespace = current_schema()::regnamespace",
)
