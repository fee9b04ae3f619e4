"""A throw-away PostgreSQL of this machine's binaries, on the loopback, ended with the tests.

PostgreSQL refuses to run as root, so root starts it as the account that Debian's package made. It
lies in memory where there is room, and waits for no disk unless it is told to (`fsync`): nothing of
it outlives the tests. Databases are copies of one template, file by file: written through its log
they take twice as long.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from plugin.store.database import Database
from tests.shared import absent, memory

ABSENT = (
    "No PostgreSQL here, so nothing is tested on it; install the package postgresql (on Debian: "
    "sudo apt-get install postgresql)."
)
_OWNER = "hedgerow"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    # What serves operators of a server that lives: nobody looks at this one, and no query is long.
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "track_counts": "off",
}
_KNOWS_STRATEGIES = 150_000
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG


@cache
def binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs, None where there is none."""
    on_path = shutil.which("postgres")
    found = [Path(on_path)] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True)
    return found[0].parent if found else None


class Cluster:
    """A running PostgreSQL with databases made on demand."""

    def __init__(self, programs: Path, options: dict[str, str] | None = None) -> None:
        self.programs = programs
        self._account = _account()
        self._settings = {**_SETTINGS, **(options or {})}
        where = memory() if self._settings["fsync"] == "off" else None
        if where is not None:
            self._settings.setdefault("max_wal_size", "64MB")  # its log lies in memory too
        self.folder = Path(tempfile.mkdtemp(prefix="hedgerow-postgres-", dir=where))
        self._numbers = count(1)
        self._made: list[str] = []
        self._templates: set[str] = set()
        self._kept: psycopg.Connection[Any] | None = None
        if self._account:
            shutil.chown(self.folder, *self._account)
        self.data = self.folder / "data"
        self._run("initdb", "-D", self.data, "-U", _OWNER, "-A", "trust", "-N", "-E", "UTF8")
        self.port = _free_port()
        self.start()
        ((version,),) = self.execute("SHOW server_version_num")
        self._copies_files = int(version) >= _KNOWS_STRATEGIES  # older ones do nothing else

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = [f"--{name}={value}" for name, value in self._settings.items()]
        where = ["-D", self.data, "-p", str(self.port), "-k", self.folder]
        self._log = (self.folder / "log").open("a")
        self._process = subprocess.Popen(
            [self.programs / "postgres", *where, *options],
            stdout=self._log,
            stderr=self._log,
            cwd="/",
            preexec_fn=_die_with_parent,
            **self._as_account(),
        )
        until = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.05)

    def stop(self, how: int = signal.SIGINT) -> None:
        """End the server by its own process id; SIGINT ends its clients' transactions."""
        if self._kept is not None:
            self._kept.close()
        self._process.send_signal(how)
        self._process.wait(60)
        self._log.close()

    def remove(self) -> None:
        """End the server and remove all that it kept."""
        if self._process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql+psycopg://{_OWNER}@127.0.0.1:{self.port}/{name}"

    def empty(self) -> str:
        """Make a database without tables, and return its address."""
        return self._create("template0")

    def with_tables(self, revision: str = "head") -> str:
        """Make a database with tables and nothing in them, and return its address."""
        template = f"tables_{revision}"
        if template not in self._templates:
            self.execute(f"CREATE DATABASE {template} TEMPLATE template0")
            database = Database(self.url(template))
            database.upgrade(revision)
            database.close()
            self._templates.add(template)
        return self._create(template)

    def keep(self, url: str) -> str:
        """Copy a database that nobody is connected to, for all tests; return the copy's name."""
        name = f"kept_{next(self._numbers)}"
        self._copy(url.rpartition("/")[2], name)
        return name

    def new_from(self, kept: str) -> str:
        """Make a database of a copy that was kept, and return its address."""
        return self._create(kept)

    def put_back(self, url: str, kept: str) -> None:
        """Replace a database by a copy that was kept."""
        name = url.rpartition("/")[2]
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")
        self._copy(kept, name)

    def made(self) -> int:
        """Return how many databases there are by now."""
        return len(self._made)

    def drop_all_but(self, number: int) -> None:
        """Remove the databases that were made after the first `number`."""
        while len(self._made) > number:
            self.execute(f"DROP DATABASE IF EXISTS {self._made.pop()} WITH (FORCE)")

    def execute(self, statement: str, name: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement as the owner of everything, and return its rows.

        One connection is kept, for what belongs to no database: each test makes and drops some, and
        new connections were a third of the server's work for it.
        """
        if name != "postgres":
            with self._connected(name) as connection:
                return _rows(connection, statement)
        if self._kept is None or self._kept.closed:
            self._kept = self._connected(name)
        return _rows(self._kept, statement)

    def _connected(self, name: str) -> psycopg.Connection[Any]:
        address = f"host=127.0.0.1 port={self.port} user={_OWNER} dbname={name}"
        return psycopg.connect(address, autocommit=True)

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._copy(template, name)
        self._made.append(name)
        return self.url(name)

    def _copy(self, template: str, name: str) -> None:
        strategy = " STRATEGY FILE_COPY" if self._copies_files else ""
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}{strategy}")

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self.programs / program, "--locale=C.UTF-8", *arguments],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **self._as_account(),
        )
        if done.returncode:
            raise RuntimeError(done.stderr)

    def _as_account(self) -> dict[str, Any]:
        if self._account is None:
            return {}
        user, group = self._account
        return {"user": user, "group": group, "extra_groups": []}


def _rows(connection: psycopg.Connection[Any], statement: str) -> list[tuple[Any, ...]]:
    cursor = connection.execute(sql.SQL(statement))  # type: ignore[arg-type]
    return cursor.fetchall() if cursor.description else []


@cache
def cluster() -> Cluster:
    """Return the PostgreSQL of this process's tests; skip (in CI: fail) where there is none."""
    programs = binaries()
    if programs is None:
        absent(ABSENT)
    assert programs is not None
    started = Cluster(programs)
    atexit.register(started.remove)
    return started


def _account() -> tuple[str, str] | None:
    """Return under whose name to run it, where this process may not: who and which group."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name for each in pwd.getpwall()}
    return ("postgres", "postgres") if "postgres" in names else ("nobody", "nogroup")


def _die_with_parent() -> None:
    if sys.platform == "linux":
        prctl: Callable[..., int] = ctypes.CDLL(None).prctl
        prctl(_DIES_WITH_PARENT, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
