"""Keeps the data folder and the database for the account that runs Hedgerow alone.

What other accounts could read is closed when a command starts, and said; where that cannot be done,
nothing is started. A folder that holds other things than Hedgerow's is never changed by itself.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from plugin.errors import BadInput

UMASK = 0o077  # what Hedgerow makes is its own account's alone
_OTHERS = 0o077
_OURS = ("hedgerow", "secret", ".secret-")
_BESIDE = ("", "-wal", "-shm", "-journal")


def keep_private(folder: Path, database_url: str) -> tuple[str, ...]:
    """Close folder and files to other accounts; return a sentence for each that was open.

    Raise BadInput where that cannot be done.
    """
    os.umask(UMASK)
    database = _file_of(database_url)
    open_ones = [each for each in _all_of(folder, database) if _is_open(each)]
    if folder in open_ones and _holds_others(folder, database):
        raise BadInput(
            f"Other accounts of this machine can look into the folder {folder}, and it holds other "
            f"things than Hedgerow's. Nothing was started. Close it yourself (chmod 700 {folder}), "
            "or point HEDGEROW_DATA at a folder for Hedgerow alone."
        )
    for each in open_ones:
        _close(each)
    return tuple(
        f"Other accounts of this machine could read {each}. Now only this one can."
        for each in open_ones
    )


def make_private_file(database_url: str) -> None:
    """Make the file of a database that is not there yet, for this account alone."""
    database = _file_of(database_url)
    if database is not None:
        with suppress(OSError):  # what stands in the way is told when the database is opened
            os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _all_of(folder: Path, database: Path | None) -> Iterator[Path]:
    yield folder
    yield folder / "secret"
    if database is not None:
        for ending in _BESIDE:
            yield database.with_name(f"{database.name}{ending}")


def _is_open(path: Path) -> bool:
    """Say whether others may do anything with a file or folder; what is missing is not open."""
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)
    except OSError:
        return False


def _holds_others(folder: Path, database: Path | None) -> bool:
    ours = (*_OURS, database.name) if database is not None else _OURS
    with suppress(OSError):
        return any(not each.name.startswith(ours) for each in folder.iterdir())
    return True


def _close(path: Path) -> None:
    """Take a file or folder from other accounts; raise BadInput where it stays open to them."""
    with suppress(OSError):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
    if _is_open(path):
        raise BadInput(
            f"Other accounts of this machine can read {path}, and Hedgerow cannot change that. "
            f"Nothing was started. Let its owner close it: chmod go-rwx {path}"
        )


def _file_of(database_url: str) -> Path | None:
    with suppress(ArgumentError):
        url = sa.make_url(database_url)
        if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
            return Path(str(url.database)).absolute()
    return None
