"""Makes the engine of a database; every connection, those of migrations too, is prepared here.

SQLite runs with WAL, `secure_delete`, temporary tables in memory, and transactions that we begin
ourselves, so that statements that make and drop tables belong to a transaction like all others.
PostgreSQL's connections are prepared in `plugin.store.postgres`. One thread writes at a time on
either (`WriteQueue`).

A page that only reads asks once what many of its parts want to know (`once`). Nothing is remembered
from one page to the next, nor while anything is written; elsewhere each asks for itself. Who may
read what is asked for wherever it is: only the rows that say so are shared.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Event, Lock
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DisconnectionError

from plugin.errors import BadInput, NotNow, StorageFailed
from plugin.store.failures import BUSY, LONGEST_S
from plugin.store.postgres import POSTGRES, make_postgres_engine, require_known_options

Found = TypeVar("Found")
BUSY_TIMEOUT_MS = 10_000
_FILE = "hedgerow_file"  # in what the pool remembers of a connection
_FILE_IS_GONE = (
    "The file of the database is gone. Nothing was changed. Tell the administrator to put it back, "
    "or to restore a backup."
)
_SQLITE = ("sqlite", "sqlite+pysqlite")


def make_engine(url: str, *, checks_references: bool = True) -> sa.Engine:
    """Return an engine for `url`; raise BadInput for an address that cannot be used.

    Migrations run with `checks_references=False`: SQLite changes a table by copying it, and its
    rows must outlive the older table that they are referred to in. Whoever asks for it checks the
    references at the end.
    """
    given = _address(url)
    if given.drivername == POSTGRES:
        return make_postgres_engine(given)
    engine = sa.create_engine(given, hide_parameters=True)
    prepare = _prepare_sqlite if checks_references else _prepare_sqlite_to_migrate
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin_sqlite)
    if given.database and given.database != ":memory:":
        _keep_to_file(engine, Path(given.database))
    return engine


def _keep_to_file(engine: sa.Engine, file: Path) -> None:
    """Let no connection write into a file that was removed or replaced: it would be lost.

    Such a file lives on for whoever has it open, and for nobody else. One that is put back is used
    again by itself.
    """

    def remember(_connection: sqlite3.Connection, record: Any) -> None:
        record.info[_FILE] = _identity(file)

    def compare(_connection: sqlite3.Connection, record: Any, _proxy: Any) -> None:
        now = _identity(file)
        if now is None:
            raise StorageFailed(_FILE_IS_GONE)
        if record.info.get(_FILE) != now:
            raise DisconnectionError  # the pool opens the file that is there

    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _address(url: str) -> sa.URL:
    """Return an address of SQLite or PostgreSQL; raise BadInput for every other one.

    Without its cause, and without naming what is wrong: both could quote the password.
    """
    try:
        given = sa.make_url(url)
        if given.drivername in _SQLITE or (given.drivername == POSTGRES and given.database):
            given.get_dialect()
            if given.drivername == POSTGRES:
                require_known_options(given)
            return given
    except (ArgumentError, ImportError, ValueError):
        pass
    raise BadInput(
        "HEDGEROW_DATABASE_URL is no address of a database that this Hedgerow can use. Nothing was "
        "started. Write it as sqlite:////folder/hedgerow.db or "
        "postgresql+psycopg://name:password@host/database (signs such as / @ : # in the password "
        "as %2F %40 %3A %23), or leave it out."
    )


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    _prepare(connection, "foreign_keys=ON")


def _prepare_sqlite_to_migrate(connection: sqlite3.Connection, _record: Any) -> None:
    _prepare(connection, "foreign_keys=OFF")


def _prepare(connection: sqlite3.Connection, references: str) -> None:
    connection.isolation_level = None  # we begin ourselves, see _begin_sqlite
    # What is sorted or copied meanwhile may be people's words, so it stays out of /tmp.
    always = (f"busy_timeout={BUSY_TIMEOUT_MS}", "secure_delete=ON", "temp_store=MEMORY")
    for pragma in (references, *always):
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


class WriteQueue:
    """One writer at a time within a process, in the order of asking.

    SQLite lets one connection write and makes the others poll with growing pauses: among many
    threads the unlucky ones poll until their time-out. On PostgreSQL waiting threads would use up
    the connections that readers need. Threads that queue here are never refused by each other, and
    hold no connection while they wait. `longest_s` bounds it: a defect ends in a sentence.
    """

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self._longest_s = longest_s
        self._guard = Lock()
        self._waiting: deque[Event] = deque()
        self._is_taken = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this thread's turn and hold it; raise NotNow if it does not come."""
        self._take()
        try:
            yield
        finally:
            self._pass_on()

    def _take(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = Event()
            self._waiting.append(mine)
        try:
            came = mine.wait(self._longest_s)
        except BaseException:
            self._leave(mine)
            raise
        if not came:
            self._leave(mine)
            raise NotNow(BUSY)

    def _leave(self, mine: Event) -> None:
        """Give up waiting; a turn that came in the same moment goes to the next."""
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return
        self._pass_on()

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


_PAGE: ContextVar[dict[Hashable, Any] | None] = ContextVar("_PAGE", default=None)


def begin_page() -> None:
    """Ask once until `end_page`: for a page that only reads, in however many transactions."""
    _PAGE.set({})


def end_page() -> None:
    """Ask each time again."""
    _PAGE.set(None)


def is_page() -> bool:
    """Say whether what is asked for now is for a page that only reads."""
    return _PAGE.get() is not None


def once(key: Hashable, ask: Callable[[], Found]) -> Found:
    """Return what `ask` returns, which nobody may change; a page asks once for each key."""
    page = _PAGE.get()
    if page is None:
        return ask()
    if key not in page:
        page[key] = ask()
    found: Found = page[key]
    return found


@contextmanager
def as_one_page() -> Iterator[None]:
    """Ask once for all that is read within, where nothing is written meanwhile."""
    begin_page()
    try:
        yield
    finally:
        end_page()


@contextmanager
def while_writing() -> Iterator[None]:
    """Ask each time while something is written, and forget what the page asked for before."""
    if not is_page():
        yield
        return
    end_page()
    try:
        yield
    finally:
        begin_page()
