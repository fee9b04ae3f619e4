"""One `hedgerow` command in a process of its own, forked from one that has imported everything.

The process is as real as any: it has its own memory, its own connections, and dies of SIGKILL.
Only its waiting is shortened, so that looking for what got lost does not take seconds.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any

HASTE = "KILL_TEST_HASTE"  # how many times faster all waiting is
_WAIT = time.sleep


def _sleep(seconds: float) -> None:
    _WAIT(float(seconds) / float(os.environ.get(HASTE, "200")))


time.sleep = _sleep  # before anybody takes it as a default

import sqlalchemy as sa  # noqa: E402 - after sleep was shortened, for the same reason
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg  # noqa: E402
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite  # noqa: E402

import plugin.building  # noqa: E402 - so that every command finds it imported
import plugin.web.errors  # noqa: E402, F401
from plugin.cli import main  # noqa: E402


class Commits:
    """Counts the transactions that write, and ends the process before or after one of them."""

    def __init__(self, number: int | None, moment: str) -> None:
        self.done = 0
        self._number, self._moment = number, moment
        self._is_writing = False
        sa.event.listen(sa.Engine, "commit", self._before)
        for each in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            self._count(each)

    def _count(self, dialect: Any) -> None:
        commit = dialect.do_commit

        def do_commit(dialect: Any, connection: Any) -> None:
            commit(dialect, connection)
            self._after()

        dialect.do_commit = do_commit

    def _before(self, connection: sa.Connection) -> None:
        self._is_writing = not connection.get_execution_options().get("reading")
        if self._is_writing:
            self._die_if("before", self.done + 1)

    def _after(self) -> None:
        if self._is_writing:
            self.done += 1
            self._is_writing = False
            self._die_if("after", self.done)

    def _die_if(self, moment: str, number: int) -> None:
        if (moment, number) == (self._moment, self._number):
            os.kill(os.getpid(), signal.SIGKILL)


def run(
    words: Sequence[str],
    environment: Mapping[str, str],
    output: str,
    told: Connection,
    number: int | None,
    moment: str,
) -> None:
    """Run a command and say how many transactions it wrote; `number` is the one to die at."""
    os.environ.update(environment)
    with open(output, "w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    commits = Commits(number, moment)
    try:
        main(list(words))
    finally:
        sys.stdout.flush()
        told.send(commits.done)
