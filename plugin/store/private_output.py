"""Writes a file for this account alone: whole, or not at all, and never over another one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from plugin.errors import BadInput, StorageFailed

_PRIVATE = 0o600


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that gets its name when all of it is on the disk.

    Raise BadInput for a name that is taken or cannot be written, StorageFailed for a full disk.
    What a killed process left beside it is written over by the next one.
    """
    if path.exists():
        raise BadInput(
            f"There is a file {path} already. Nothing was written. Choose another name, or remove "
            "that file first."
        )
    beside = path.with_name(f".{path.name}.partial")
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        file = os.fdopen(os.open(beside, flags, _PRIVATE), "r+b")
    except OSError as error:
        raise BadInput(
            f"The file {path} cannot be written ({error.strerror}). Nothing was written. Choose a "
            "folder that this account may write."
        ) from error
    try:
        with file:
            _alone(file, path)
            yield from _written(file, beside)
            os.replace(beside, path)
            _keep_name(path.parent)
    except OSError as error:  # closing fails, too, where the disk has no room for the rest
        raise StorageFailed(
            f"The file {path} could not be written ({error.strerror}). Nothing was left of it. "
            "Make room on that disk, then do it again."
        ) from error


def _written(file: IO[bytes], beside: Path) -> Iterator[IO[bytes]]:
    """Let a file be written from its beginning to the disk; remove it where that fails."""
    try:
        os.fchmod(file.fileno(), _PRIVATE)
        file.truncate(0)
        yield file
        file.flush()
        os.fsync(file.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _alone(file: IO[bytes], path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BadInput(
            f"Another command is writing {path} just now. Nothing was written. Wait for it, or "
            "choose another name."
        ) from error


def _keep_name(folder: Path) -> None:
    """Let the disk keep the new name, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
