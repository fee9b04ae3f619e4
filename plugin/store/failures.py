"""Says what the failure of a database means: who has to wait, and who has to do something.

SQLite's own number of an error decides, never its English words, which differ between versions.
Failures of the disk are logged as errors, for nobody who only reads pages can mend them.
"""

from __future__ import annotations

import logging
import sqlite3

from sqlalchemy.exc import DatabaseError, OperationalError

from plugin.errors import BadInput, HedgerowError, NotNow, StorageFailed
from plugin.store.write_queue import BUSY

LOG = logging.getLogger("hedgerow.store")
NO_DATABASE = (
    "This file is not a Hedgerow database. It was not changed. "
    "Point HEDGEROW_DATABASE_URL at another file."
)
_NOT_SAVED = "Hedgerow could not save this. Nothing was changed."
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_OF_THE_DISK = {
    sqlite3.SQLITE_FULL: f"{_NOT_SAVED} The disk of the server is full. "
    "Tell the administrator to make room, then try again.",
    sqlite3.SQLITE_IOERR: f"{_NOT_SAVED} The disk of the server is full or failing. "
    "Tell the administrator to look at the disk, then try again.",
    sqlite3.SQLITE_CORRUPT: f"{_NOT_SAVED} The database file is damaged. "
    "Tell the administrator to stop Hedgerow and put back the newest backup.",
}
_READ_ONLY = (
    "The database cannot be written: the file or its folder is read-only. Nothing was changed. "
    "Give the account that runs Hedgerow the right to write there."
)
_OUTDATED = "The database is not up to date. Nothing was changed. Run: hedgerow db upgrade"
_MAY_NOT_WRITE = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
)


def in_words(error: DatabaseError) -> Exception:
    """Return what to raise for an error: in words, but for defects of ours, which stay as found."""
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
    return _logged(error, f"{_NOT_SAVED} The server's log has the reason.")


def _number_of(error: DatabaseError) -> int | None:
    """Return SQLite's primary result code (https://www.sqlite.org/rescode.html)."""
    number = getattr(error.orig, "sqlite_errorcode", None)
    return None if number is None else int(number) & 0xFF


def _logged(error: DatabaseError, sentence: str) -> HedgerowError:
    # The name of the error alone: its text may quote what was to be stored.
    name = getattr(error.orig, "sqlite_errorname", type(error.orig).__name__)
    LOG.error("The database failed (%s). %s", name, sentence)
    return StorageFailed(sentence)
