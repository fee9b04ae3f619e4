"""The revisions of the tables: which there are, which a database is at, and going to another.

Alembic goes there, but for a database without tables: that is given today's at once, as they are
described. Alembic is imported for its work alone: with all that it imports it takes longer than
most commands, each of which asks at its start whether the tables fit.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import sqlalchemy as sa

_MIGRATIONS = Path(__file__).parent / "migrations"
_SAYS = (r"^revision = (\S+)", r"^down_revision = (\S+)")
_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))
_AS_ALEMBIC_MAKES_IT = (
    "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


class UnknownRevisionError(Exception):
    """The tables are at a revision that is not among ours."""


@cache
def newest_last() -> tuple[str, ...]:
    """Return all revisions, the oldest first, as their files say which follows which."""
    follows: dict[str, str] = {}
    for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"):
        text = path.read_text(encoding="utf-8")
        revision, before = (re.search(each, text, re.MULTILINE) for each in _SAYS)
        if revision and before:
            follows[before[1]] = revision[1]
    found, last = [], "None"
    while last in follows:
        last = follows[last].strip('"')
        found.append(last)
        last = f'"{last}"'
    return tuple(found)


def current(tx: sa.Connection) -> str | None:
    """Return the revision that the tables are at, None where there are none yet."""
    if not sa.inspect(tx).has_table(_VERSION.name):
        return None
    return tx.execute(sa.select(_VERSION.c.version_num)).scalar()


def move(tx: sa.Connection, url: str, direction: str, revision: str) -> None:
    """Upgrade or downgrade the tables within a transaction."""
    if direction == "upgrade" and revision in ("head", newest_last()[-1]) and _is_empty(tx):
        _make_at_once(tx)
    else:
        _migrate(tx, url, direction, revision)


def _is_empty(tx: sa.Connection) -> bool:
    """Say whether there are no tables, not even somebody else's; Alembic's may be left of ours."""
    is_bare = {*sa.inspect(tx).get_table_names()} <= {_VERSION.name}
    return is_bare and current(tx) is None


def _make_at_once(tx: sa.Connection) -> None:
    """Make what all migrations make one after the other, which a test compares."""
    from plugin.store.tables import metadata

    if tx.dialect.name == "postgresql":
        # Said in the definitions, it would load that dialect with every command.
        for index in (each for table in metadata.tables.values() for each in table.indexes):
            condition = index.dialect_options["sqlite"]["where"]
            if condition is not None:
                index.dialect_options["postgresql"]["where"] = condition
    metadata.create_all(tx, checkfirst=False)
    tx.exec_driver_sql(_AS_ALEMBIC_MAKES_IT)
    tx.execute(sa.insert(_VERSION).values(version_num=newest_last()[-1]))


def _migrate(tx: sa.Connection, url: str, direction: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.attributes["connection"] = tx
    try:
        getattr(command, direction)(config, revision)
    except CommandError as error:
        raise UnknownRevisionError from error
