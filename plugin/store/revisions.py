"""The revisions of the tables: which there are, which a database is at, and going to another.

Alembic goes there. It is imported for that alone: with all that it imports it takes longer than
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
