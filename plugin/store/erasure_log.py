"""The log of what went: a row in the transaction in which it goes, then a line in a file.

The file in the data folder outlives the database, should that be lost or replaced. A line that a
process could not write any more is written by the next `catch_up`.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from plugin.domain.erasure_log import LogEntry, Went
from plugin.store.work_tables import erasure_log

LOG = logging.getLogger("hedgerow.store")
FILE = "hedgerow-erasures.log"
NOTED = "hedgerow_erasures"  # in what a connection remembers until its transaction is committed
_PRIVATE = 0o600


def note_gone(tx: sa.Connection, went: Went, about: str, **detail: Any) -> None:
    """Note that something went, in the transaction in which it does."""
    note_all(tx, [(went, about, detail)])


def note_all(tx: sa.Connection, gone: Iterable[tuple[Went, str, Mapping[str, Any]]]) -> None:
    """Note several at once; none is nothing."""
    found = list(gone)
    if not found:
        return
    last = last_number(tx)
    entries = [
        LogEntry(secrets.token_hex(16), last + number, went, about, detail)
        for number, (went, about, detail) in enumerate(found, 1)
    ]
    add_entries(tx, entries)
    tx.info.setdefault(NOTED, []).extend(entries)


def add_entries(tx: sa.Connection, entries: Iterable[LogEntry]) -> None:
    """Store entries as they are."""
    rows = [_as_values(each) for each in entries]
    if rows:
        tx.execute(sa.insert(erasure_log), rows)


def keep_only(tx: sa.Connection, entry_ids: Iterable[str]) -> None:
    """Forget every entry but these."""
    kept = set(entry_ids)
    found = tx.execute(sa.select(erasure_log.c.id)).scalars().all()
    for entry_id in found:
        if entry_id not in kept:
            tx.execute(sa.delete(erasure_log).where(erasure_log.c.id == entry_id))


def entries_of(tx: sa.Connection) -> tuple[LogEntry, ...]:
    """Return every entry in its order; none where there is no such table yet."""
    if not sa.inspect(tx).has_table(erasure_log.name):
        return ()
    rows = tx.execute(sa.select(erasure_log).order_by(erasure_log.c.number)).all()
    return tuple(
        LogEntry(row.id, row.number, Went(row.went), row.about, row.detail) for row in rows
    )


def last_number(tx: sa.Connection) -> int:
    """Return the number of the last entry, by which somebody sees that something went."""
    return tx.execute(sa.select(sa.func.max(erasure_log.c.number))).scalar() or 0


def append(path: Path, entries: Iterable[LogEntry]) -> None:
    """Write entries to the end of a file; one that cannot be written is logged, and caught up."""
    lines = "".join(f"{json.dumps(_as_values(each))}\n" for each in entries)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        with os.fdopen(os.open(path, flags, _PRIVATE), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(_after_torn_line(file) + lines.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        LOG.error("What went could not be written beside the database (%s).", error.strerror)


def read(path: Path) -> tuple[tuple[LogEntry, ...], int]:
    """Return the entries of a file, and how many of its lines cannot be read; none is empty."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return (), 0
    found = [each for line in lines if line.strip() for each in _entry(line)]
    return tuple(found), sum(bool(line.strip()) for line in lines) - len(found)


def catch_up(tx: sa.Connection, path: Path) -> None:
    """Write to the file what the table knows and the file does not."""
    known = {each.id for each in read(path)[0]}
    missing = [each for each in entries_of(tx) if each.id not in known]
    if missing:
        append(path, missing)


def _after_torn_line(file: IO[bytes]) -> bytes:
    """Return what must come first, so that a line that a dying process tore stays alone."""
    if file.seek(0, os.SEEK_END) == 0:
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read(1) == b"\n" else b"\n"


def _entry(line: bytes) -> Iterator[LogEntry]:
    try:
        given = json.loads(line)
        yield LogEntry(
            str(given["id"]),
            int(given["number"]),
            Went(given["went"]),
            str(given["about"]),
            dict(given["detail"]),
        )
    except (ValueError, KeyError, TypeError):
        return


def _as_values(entry: LogEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "number": entry.number,
        "went": entry.went.value,
        "about": entry.about,
        "detail": dict(entry.detail),
    }
