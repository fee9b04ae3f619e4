"""The database: one engine, short transactions, migrations, and erasing that really erases.

Erasing is confirmed only when SQLite's write-ahead log has been emptied too, or PostgreSQL has
removed the dead rows (docs/architecture.md#erasing). An upgrade or downgrade is one transaction: it
happens whole or not at all. Selects of different columns can be one statement (`Together`).
"""

from __future__ import annotations

import sqlite3
import weakref
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from plugin.domain.clock import Clock
from plugin.errors import BadInput, NotNow
from plugin.store import erasure_log, postgres, revisions
from plugin.store.engine import BUSY_TIMEOUT_MS, WriteQueue, make_engine, while_writing
from plugin.store.failures import BUSY, NO_DATABASE, in_words
from plugin.store.private_files import make_private_file

Tx = sa.Connection
_TODAY, _KEY = "today", "key"
_CHECKPOINT_WAITS_MS = 2000


class Database:
    """One database, given as an SQLAlchemy URL; raise BadInput for one that cannot be used."""

    def __init__(self, url: str, erasures: Path | None = None, key: bytes = b"") -> None:
        """Open it; what went is written to the file `erasures` too, once it is committed.

        `key` is the server's, for digests of words that are stored nowhere (`key_of`).
        """
        self.url = url
        self._erasures, self._key = erasures, key
        self._engine = make_engine(url)
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        self._writers = WriteQueue()
        self._clock: Clock = lambda: datetime.now(UTC)
        weakref.finalize(self, self._engine.dispose)  # a server counts what is left open

    def keep_time_by(self, clock: Clock) -> None:
        """Let the day of every transaction be that of a clock: that of the services it is in."""
        self._clock = clock

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """Open one transaction: committed at the end, rolled back on any error."""
        kept = self._transaction(self._engine, is_kept=True)
        with while_writing(), self._writers.turn(), kept as tx:
            tx.info.pop(erasure_log.NOTED, None)
            yield tx
            gone = tx.info.pop(erasure_log.NOTED, ())
        if gone and self._erasures is not None:
            erasure_log.append(self._erasures, gone)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open one reading transaction, which waits for no writer."""
        options = {"reading": True} if self._is_sqlite else postgres.READING
        with self._transaction(self._engine.execution_options(**options)) as tx:
            yield tx

    @contextmanager
    def begin_fleeting(self) -> Iterator[Tx]:
        """Open one transaction that is seen by all at once, but may be lost with the power.

        It does not wait for the disk; the others after it do, as always. On PostgreSQL it does not
        wait for other writers either, only for whoever changes the same row.
        """
        turn = self._writers.turn() if self._is_sqlite else nullcontext()
        with turn, self._transaction(self._engine.execution_options(fleeting=True)) as tx:
            yield tx

    @contextmanager
    def _transaction(self, engine: sa.Engine, *, is_kept: bool = False) -> Iterator[Tx]:
        with _transaction(engine, is_kept=is_kept) as tx:
            tx.info[_TODAY], tx.info[_KEY] = self._clock().date(), self._key
            yield tx

    def upgrade(self, revision: str = "head") -> None:
        """Bring the tables up to `revision`; raise BadInput for a file from a newer version."""
        self._migrate("upgrade", revision)

    def downgrade(self, revision: str) -> None:
        """Take the tables back to `revision` (`base` removes them all)."""
        self._migrate("downgrade", revision)

    def revision(self) -> str | None:
        """Return the revision that the tables are at, None where there are none yet."""
        with self.begin() as tx:
            return revisions.current(tx)

    def is_current(self) -> bool:
        """Say whether the tables fit this Hedgerow, for somebody who waits for no writer."""
        with self.read() as tx:
            return revisions.current(tx) == revisions.newest_last()[-1]

    def require_current(self) -> None:
        """Return if the tables fit this Hedgerow; raise BadInput with what to do otherwise."""
        if self.require_not_newer() != revisions.newest_last()[-1]:
            raise BadInput(
                "The database is not up to date. Nothing was changed. Run: hedgerow db upgrade"
            )

    def require_not_newer(self) -> str | None:
        """Return the revision of the tables; raise BadInput where a newer Hedgerow made them."""
        found = self.revision()
        if found is not None and found not in self.known_revisions():
            raise BadInput(_NEWER)
        return found

    def known_revisions(self) -> tuple[str, ...]:
        """Return the revisions that this Hedgerow knows, the newest first."""
        return revisions.newest_last()[::-1]

    def rebuild(
        self,
        revision: str,
        empty: Callable[[Tx], None],
        fill: Callable[[Tx], None],
        finish: Callable[[Tx], None],
    ) -> None:
        """Empty the database, make the tables of `revision`, fill them, upgrade them, and finish.

        All is one transaction, as with `upgrade`: nobody sees anything in between.
        """
        with self._failing_in_words(), self._changing_tables() as tx:
            empty(tx)
            revisions.move(tx, self.url, "upgrade", revision)
            fill(tx)
            revisions.move(tx, self.url, "upgrade", "head")
            finish(tx)
        with suppress(NotNow):  # somebody still reads; the next tidy finishes it
            self.confirm_erased()

    def shortcoming(self) -> str | None:
        """Return a sentence about what works less well in this database than it could, if any."""
        if self._is_sqlite:
            return None
        with self.read() as tx:
            return None if postgres.search_is_indexed(tx) else postgres.NO_TRIGRAMS

    def catch_up_erasures(self) -> None:
        """Write to the file of what went what a process that died could not write any more."""
        if self._erasures is not None:
            with self.read() as tx:
                erasure_log.catch_up(tx, self._erasures)

    def confirm_erased(self) -> None:
        """Empty what a database keeps of deleted rows; raise NotNow if somebody still reads."""
        try:
            busy = self._emptied_log() if self._is_sqlite else self._erased_dead_rows()
        except sqlite3.Error as error:
            raise in_words(OperationalError(None, None, error)) from error
        except DatabaseError as error:
            raise in_words(error) from error
        if busy:
            raise NotNow(
                "Erasing is not finished yet: the database is in use. It goes on by itself."
            )

    def _emptied_log(self) -> bool:
        """Empty SQLite's write-ahead log; return whether somebody still reads from it."""
        with self._writers.turn(), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={_CHECKPOINT_WAITS_MS}")
            try:
                busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:  # the pool gives this connection to somebody who must be as patient as always
                cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        return bool(busy)

    def _erased_dead_rows(self) -> bool:
        return postgres.erase_dead_rows(self._engine)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _migrate(self, direction: str, revision: str) -> None:
        known = self.known_revisions()
        if revision not in ("base", "head", *known):
            raise BadInput(
                f"There is no revision {revision!r} of the tables. Nothing was changed. Choose one "
                f"of: base, {', '.join(sorted(known))}, head."
            )
        with self._failing_in_words(), self._changing_tables() as tx:
            revisions.move(tx, self.url, direction, revision)
        with suppress(NotNow):  # somebody still reads; the next tidy finishes it
            self.confirm_erased()

    @contextmanager
    def _failing_in_words(self) -> Iterator[None]:
        """Say in words why tables could not be changed."""
        try:
            yield
        except revisions.UnknownRevisionError as error:
            raise BadInput(_NEWER) from error
        except DatabaseError as error:
            if self._is_sqlite and not isinstance(error, OperationalError):
                raise BadInput(NO_DATABASE) from error
            raise in_words(error) from error

    @contextmanager
    def _changing_tables(self) -> Iterator[Tx]:
        """Do all that is done here or nothing, at whatever statement the process or disk ends."""
        make_private_file(self.url)
        engine = make_engine(self.url, checks_references=False)
        try:
            with engine.begin() as tx:
                if not self._is_sqlite:
                    postgres.require_usable(tx)
                tx.info[_TODAY], tx.info[_KEY] = self._clock().date(), self._key
                yield tx
                if self._is_sqlite:
                    _require_references(tx)
                else:
                    postgres.keep_words_out_of_statistics(tx)
                    postgres.index_search_texts(tx)
        finally:
            engine.dispose()


_NEWER = (
    "This database was made by a newer Hedgerow than this one. It was not changed. "
    "Install the newer Hedgerow, or use another database file."
)


@contextmanager
def _transaction(engine: sa.Engine, *, is_kept: bool = False) -> Iterator[Tx]:
    """Open one transaction, its failures in words; `is_kept`: what it writes is somebody's work."""
    is_committing = False
    try:
        with engine.begin() as tx:
            yield tx
            is_committing = is_kept
    except DatabaseError as error:
        raise in_words(error, is_committing=is_committing) from error
    except NoConnectionFree as error:
        raise NotNow(BUSY) from error


def today_of(tx: Tx) -> date:
    """Return the day, UTC, on which a transaction began: one day for all that it asks."""
    day: date = tx.info[_TODAY]
    return day


def key_of(tx: Tx) -> bytes:
    """Return the server's key for digests, which lies beside no database and in no backup."""
    key: bytes = tx.info[_KEY]
    return key


def _require_references(tx: Tx) -> None:
    """Return if every row still finds the rows that it refers to; a migration that broke one is
    a defect of ours, and is rolled back."""
    broken = {row[0] for row in tx.exec_driver_sql("PRAGMA foreign_key_check")}
    if broken:
        raise RuntimeError(f"a migration left references that lead nowhere: {sorted(broken)}")


_AT_ONCE = 500  # rows are fetched so many at a time: one by one takes twice as long


class Together:
    """Selects that are sent as one; their rows come in no order.

    On a network, each statement is a wait. Columns of one type share a place in the row, whichever
    select they are of: a place of its own for each would make a row of a hundred columns, all but
    ten of them empty, and each read.
    """

    def __init__(self, *selects: sa.Select[Any]) -> None:
        parts = [each.subquery() for each in selects]
        types: list[sa.types.TypeEngine[Any]] = []
        places = [_placed(part, types) for part in parts]
        self._statement = sa.union_all(
            *(_padded(number, part, places[number], types) for number, part in enumerate(parts))
        )
        self._made = [_maker(part, place) for part, place in zip(parts, places, strict=True)]

    def rows(self, tx: Tx, values: Mapping[str, Any]) -> tuple[list[Any], ...]:
        """Return the rows of each select; `values` are what its parameters stand for."""
        found: tuple[list[Any], ...] = tuple([] for _ in self._made)
        for some in tx.execute(self._statement, values).partitions(_AT_ONCE):
            for row in some:
                found[row[0]].append(self._made[row[0]](row))
        return found


def _placed(part: sa.Subquery, types: list[sa.types.TypeEngine[Any]]) -> list[int]:
    """Return the place of each column of a select; `types` are those of the places so far."""
    taken: list[int] = []
    for column in part.c:
        free = (
            place
            for place, known in enumerate(types)
            if place not in taken and type(known) is type(column.type)
        )
        place = next(free, len(types))
        if place == len(types):
            types.append(column.type)
        taken.append(place)
    return taken


def _padded(
    number: int, part: sa.Subquery, places: list[int], types: list[sa.types.TypeEngine[Any]]
) -> sa.Select[Any]:
    own = dict(zip(places, part.c, strict=True))
    columns: list[sa.ColumnElement[Any]] = [sa.literal_column(str(number), sa.Integer)]
    for place, kind in enumerate(types):
        column = own[place] if place in own else sa.cast(sa.null(), kind)
        columns.append(column.label(f"at_{place}"))
    return sa.select(*columns)


def _maker(part: sa.Subquery, places: list[int]) -> Callable[[Any], Any]:
    """Return what makes a row of a select from a row of all of them."""
    made: Any = namedtuple("Row", tuple(part.c.keys()))  # type: ignore[misc] # a table's
    if len(places) == 1:
        return lambda row: made._make((row[places[0] + 1],))
    chosen = itemgetter(*(place + 1 for place in places))
    return lambda row: made._make(chosen(row))
