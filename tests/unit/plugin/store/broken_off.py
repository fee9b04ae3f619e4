"""A database with a row in every table, and what it holds, so that two of them can be compared."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from plugin.store import revisions
from plugin.store.database import Database

CANARY = "words-that-must-not-be-left-over"
_VALUES = {
    "DATE": "2026-11-18",
    "DATETIME": "2026-11-18 09:00:00.000000",
    "JSON": '["x"]',
    "INTEGER": 1,
    "BOOLEAN": 0,
    "FLOAT": 1.5,
    "DOUBLE": 1.5,
    "BLOB": b"x",
    "TEXT": CANARY,
}
_SOURCE = {  # as it was stored before and since revision 0028
    **{"database_id": "x", "data_source_id": "x", "properties": {}},
    **{"columns": {}, "options": {}, "back_relations": {}},
}
_OBJECTS = {  # JSON columns that hold an object: a migration may read what is in it
    "sources": json.dumps({"pieces": _SOURCE}),
    "extras": '{"moving": "yes"}',
    "row_state": "{}",
}


def database_at(file: Path, revision: str | None) -> Database:
    """Make a database at a revision (None: no tables), with a row in each of its tables."""
    file.write_bytes(file_at(revision))
    return Database(f"sqlite:///{file}")


@cache
def file_at(revision: str | None) -> bytes:
    """Return a database at a revision with a row in each of its tables, empty for None."""
    if revision is None:
        return b""
    with _opened(_empty_at(revision)) as (database, file):
        with closing(sqlite3.connect(file)) as connection, connection:
            for table in tables(connection):
                if table != "alembic_version":
                    _fill(connection, table)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        database.confirm_erased()
        database.close()
        return file.read_bytes()


@cache
def _empty_at(revision: str) -> bytes:
    """Return a database with empty tables, made from that of the revision before."""
    known = revisions.newest_last()
    number = len(known) - 1 if revision == "head" else known.index(revision)
    before = _empty_at(known[number - 1]) if number else b""
    with _opened(before) as (database, file):
        database.upgrade(revision)
        database.close()
        return file.read_bytes()


@contextmanager
def _opened(kept: bytes) -> Iterator[tuple[Database, Path]]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "hedgerow.db"
        file.write_bytes(kept)
        yield Database(f"sqlite:///{file}"), file


def tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows if not name.startswith(("wording_fts", "sqlite_"))]


def held(file: Path) -> tuple[list[str], dict[str, list[tuple[object, ...]]]]:
    """Return the schema and every row."""
    with sqlite3.connect(file) as connection:
        made = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        rows = {each: _rows(connection, each) for each in tables(connection)}
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return sorted(map(_normal, made)), rows


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no database grow by another page."""

    def limit(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count=1")  # SQLite takes its present size instead

    event.listen(sa.Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(sa.Engine, "connect", limit)


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    rows = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own table
    return sorted(tuple(map(_not_by_chance, row)) for row in rows)


def _not_by_chance(value: object) -> object:
    """Return a value, or what stands for a handle that an upgrade drew by chance."""
    is_drawn = isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value)
    return "drawn by chance" if is_drawn else value


def _normal(made: tuple[str]) -> str:
    """Return a statement without its order of constraints, which a copied table chooses anew."""
    parts = " ".join(made[0].split()).split(", ")
    return ", ".join(sorted(part.rstrip(" )") for part in parts))


def _fill(connection: sqlite3.Connection, table: str) -> None:
    """Add one row; every id in it is the same, so that all references find their row."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    values = [
        _OBJECTS.get(name) or _VALUES.get(str(kind).split("(")[0], "x")
        for _, name, kind, *_ in columns
    ]
    places = ", ".join("?" for _ in columns)
    connection.execute(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608 - as above
