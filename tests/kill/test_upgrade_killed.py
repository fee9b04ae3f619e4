"""Real processes that upgrade or downgrade a database die of SIGKILL at one of their statements."""

from __future__ import annotations

import os
import signal
from multiprocessing import get_context
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
import sqlalchemy as sa

from plugin.store.database import Database
from tests.unit.plugin.store.broken_off import database_at, held

pytestmark = pytest.mark.sqlite_only

_PROCESSES = get_context("forkserver")


def migrate(file: str, direction: str, revision: str, number: int) -> None:
    """Migrate, and die before the statement of this number."""
    left = number

    def before(*_given: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", before)
    getattr(Database(f"sqlite:///{file}"), direction)(revision)


@pytest.mark.parametrize("number", [5, 20, 60, 100])
@pytest.mark.parametrize(
    ("direction", "of", "to"), [("upgrade", None, "head"), ("downgrade", "head", "base")]
)
def test_a_killed_migration_run_again_ends_the_same(
    tmp_path: Path, direction: str, of: str | None, to: str, number: int
) -> None:
    unbroken = database_at(tmp_path / "unbroken.db", of)
    unbroken.close()
    file = tmp_path / "hedgerow.db"
    copyfile(tmp_path / "unbroken.db", file)
    getattr(unbroken, direction)(to)
    before = held(file)

    process = _PROCESSES.Process(target=migrate, args=(str(file), direction, to, number))
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    assert held(file) == before
    getattr(Database(f"sqlite:///{file}"), direction)(to)
    assert held(file) == held(tmp_path / "unbroken.db")
