"""Says what the failure of a database means: who has to wait, and who has to do something.

The database's own code of an error decides, never its words, which differ between versions and
languages. Failures of the disk are logged as errors, for nobody who only reads pages can mend them.
"""

from __future__ import annotations

import logging
import sqlite3

from sqlalchemy.exc import DatabaseError, OperationalError

from plugin.errors import BadInput, HedgerowError, NotNow, StorageFailed
from plugin.languages import lazy_gettext

LOG = logging.getLogger("hedgerow.store")
LONGEST_S = 60.0  # that a writer waits for others
BUSY = lazy_gettext("Somebody else is writing just now. Nothing was changed. Try again.")
NO_DATABASE = (
    "This file is not a Hedgerow database. It was not changed. "
    "Point HEDGEROW_DATABASE_URL at another file."
)
_NOT_SAVED_SEE_LOG = lazy_gettext(
    "Hedgerow could not save this. Nothing was changed. The server's log has the reason."
)
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = lazy_gettext(
    "Hedgerow could not save this. Nothing was changed. The database is damaged. Tell whoever runs "
    "this server to stop Hedgerow and put back the newest backup."
)
_OF_THE_DISK = {
    sqlite3.SQLITE_FULL: lazy_gettext(
        "Hedgerow could not save this. Nothing was changed. The disk of the server is full. Tell "
        "the administrator to make room, then try again."
    ),
    sqlite3.SQLITE_IOERR: lazy_gettext(
        "Hedgerow could not save this. Nothing was changed. The disk of the server is full or "
        "failing. Tell the administrator to look at the disk, then try again."
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
}
_READ_ONLY = lazy_gettext(
    "The database cannot be written: its folder is missing, or the file or its folder is "
    "read-only. Nothing was changed. Give the account that runs Hedgerow the right to write there."
)
_OUTDATED = lazy_gettext(
    "The database is not up to date. Nothing was changed. Run: hedgerow db upgrade"
)
_MAY_NOT_WRITE = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
)

_AWAY = lazy_gettext(
    "Hedgerow cannot reach its database just now. Nothing was changed. Try again in a few minutes. "
    "If it stays so, tell whoever runs this server."
)
_MAYBE_SAVED = lazy_gettext(
    "Hedgerow lost its database while it saved this. It is saved whole, or not at all. Look "
    "at the page again before you repeat it."
)
_REACH_IT = "See whether PostgreSQL runs, and whether HEDGEROW_DATABASE_URL leads to it."
_NOT_OURS = (
    "This database holds other tables than Hedgerow's. Nothing was changed. Give Hedgerow a "
    "database of its own."
)
# Ended by an administrator, crashed, starting or shutting down; too many connections.
_LOST = frozenset({"57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "53300"})
# Serialization failure, deadlock, lock not available in time, cancelled.
_BUSY_THERE = frozenset({"40001", "40P01", "55P03", "57014"})
_TAKEN = "42P07"  # a table of that name is there already
_IN_POSTGRES = (
    (("53100",), _OF_THE_DISK[sqlite3.SQLITE_FULL]),
    (("58030",), _OF_THE_DISK[sqlite3.SQLITE_IOERR]),
    (
        ("XX001", "XX002"),
        _DAMAGED,
    ),
    (
        ("25006", "42501"),
        lazy_gettext(
            "The database cannot be written: it is a copy for reading, or its account may not. "
            "Nothing was changed. Give HEDGEROW_DATABASE_URL an account that owns the database."
        ),
    ),
    (("42P01", "42703"), _OUTDATED),
)


def in_words(error: DatabaseError, *, is_committing: bool = False) -> Exception:
    """Return what to raise for an error: in words, but for defects of ours, which stay as found.

    A connection that breaks while a transaction `is_committing` leaves open what came of it.
    """
    if error.orig is not None and hasattr(error.orig, "sqlstate"):
        return _of_postgres(error, str(error.orig.sqlstate or ""), is_committing)
    number = _number_of(error)
    if number == sqlite3.SQLITE_NOTADB:
        return BadInput(NO_DATABASE)
    if number in _BUSY:
        return NotNow(BUSY)
    if number in _OF_THE_DISK:
        return _logged(error, _OF_THE_DISK[number])
    if number in _MAY_NOT_WRITE:
        return _logged(error, _READ_ONLY)
    if not isinstance(error, OperationalError):
        return error
    said = str(error.orig).lower()
    if "no such table" in said or "no such column" in said:
        return _logged(error, _OUTDATED)
    return _logged(error, _NOT_SAVED_SEE_LOG)


def _of_postgres(error: DatabaseError, state: str, is_committing: bool) -> Exception:
    """Return what to raise (https://www.postgresql.org/docs/current/errcodes-appendix.html).

    Without a code there is no connection, and the client's words hold no values.
    """
    is_operational = isinstance(error, OperationalError)
    if state in _LOST or state[:2] == "08" or (not state and is_operational):
        LOG.error("The database cannot be reached (%s).", " ".join(str(error.orig).split()))
        return StorageFailed(_MAYBE_SAVED if is_committing else _AWAY, _REACH_IT)
    if state in _BUSY_THERE:
        return NotNow(BUSY)
    if state == _TAKEN:
        return BadInput(_NOT_OURS)
    for codes, sentence in _IN_POSTGRES:
        if state.startswith(codes):
            return _logged(error, sentence)
    return _logged(error, _NOT_SAVED_SEE_LOG) if is_operational else error


def _number_of(error: DatabaseError) -> int | None:
    """Return SQLite's primary result code (https://www.sqlite.org/rescode.html)."""
    number = getattr(error.orig, "sqlite_errorcode", None)
    return None if number is None else int(number) & 0xFF


def _logged(error: DatabaseError, sentence: str) -> HedgerowError:
    # The name of the error alone: its text may quote what was to be stored.
    name = getattr(error.orig, "sqlite_errorname", type(error.orig).__name__)
    LOG.error("The database failed (%s). %s", name, sentence)
    return StorageFailed(sentence)
