"""Makes databases for tests: SQLite files, or databases of a throw-away PostgreSQL.

Which of the two is chosen for a whole run: `pytest --database postgresql`. Tests about SQLite's own
files are marked `sqlite_only`, and are left out of that run.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from plugin.store.database import Database
from tests import postgres

KINDS = ("sqlite", "postgresql")
_chosen = ["sqlite"]


def choose(kind: str) -> None:
    """Let all databases of this run be of one kind."""
    _chosen[:] = [kind]


def is_sqlite() -> bool:
    """Say whether this run's databases are SQLite's."""
    return _chosen == ["sqlite"]


def empty(folder: Path) -> str:
    """Return the address of a database without tables; an SQLite file stands in `folder`."""
    return _file(folder) if is_sqlite() else postgres.cluster().empty()


def with_tables(folder: Path) -> str:
    """Return the address of a database with tables and nothing in them."""
    if not is_sqlite():
        return postgres.cluster().with_tables()
    shutil.copyfile(_migrated_file(), folder / "hedgerow.db")
    return _file(folder)


def _file(folder: Path) -> str:
    return f"sqlite:///{folder / 'hedgerow.db'}"


@cache
def _migrated_file() -> Path:
    file = Path(mkdtemp(prefix="hedgerow-tables-")) / "hedgerow.db"
    database = Database(f"sqlite:///{file}")
    database.upgrade()
    database.confirm_erased()
    database.close()
    return file
