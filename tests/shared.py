"""Finds the folder of facts, recordings and session files that lies beside a checkout.

Where it is missing a test is skipped with one line; in CI, where it must be there, it fails.
"""

import os
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
_MEMORY = Path("/dev/shm")  # noqa: S108 - tests make private folders below it
_ROOM = 2 << 30  # bytes; a run takes a tenth of it, a container may have less


def in_ci() -> bool:
    """Say whether nothing may be skipped."""
    return os.environ.get("CI") == "true"


def shared_folder() -> Path:
    """Return the folder `shared` beside this checkout; skip (in CI: fail) where there is none."""
    if not SHARED.is_dir():
        absent("The folder shared beside the checkout is missing; tests that read it do not run.")
    return SHARED


def memory() -> Path | None:
    """Return a folder in memory, where there is room: databases wait for a disk."""
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    return _MEMORY if has_room else None


def seed() -> str:
    """Return what decides about a day's sample."""
    return os.environ.get("HEDGEROW_TEST_SEED") or date.today().isoformat()


def is_of_today(name: str, one_of: int) -> bool:
    """Say whether a test is among the day's sample of one of so many."""
    return int(sha256(f"{seed()} {name}".encode()).hexdigest(), 16) % one_of == 0


def absent(sentence: str) -> None:
    """Skip with `sentence` because something is not on this machine; fail instead in CI."""
    if in_ci():
        pytest.fail(f"{sentence} With CI=true nothing may be skipped.", pytrace=False)
    pytest.skip(sentence, allow_module_level=True)
