"""The server's secret: given in the environment, or made once and kept in the data folder.

It signs cookies, and stored connections are encrypted under it, so a guessable one is refused.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from plugin.errors import BadInput

_SHORTEST, _FEWEST_DIFFERENT = 32, 8


def given_or_kept_secret(given: str | None, folder: Path) -> str:
    """Return the secret of the environment, else the one kept in the data folder."""
    if not given:
        return _kept_secret(folder)
    if is_guessable(given):
        raise BadInput(
            f"HEDGEROW_SECRET_KEY is too easy to guess: it needs {_SHORTEST} signs or more, made "
            "by chance. Nothing was started. Unset it, and Hedgerow makes one and keeps it; or "
            "take what this prints: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return given


def is_guessable(secret: str) -> bool:
    """Say whether somebody could find a secret by trying."""
    bare = secret.strip()
    return len(bare) < _SHORTEST or len(set(bare)) < _FEWEST_DIFFERENT


def _kept_secret(folder: Path) -> str:
    """Return the secret kept in the data folder, readable for this account only."""
    file = folder / "secret"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _make_secret(file)
        kept = file.read_text()
    except (OSError, UnicodeError) as error:
        raise BadInput(
            f"The folder {folder} cannot be written. Nothing was started. Point HEDGEROW_DATA "
            "at a folder that the account running Hedgerow may write."
        ) from error
    if not kept.strip():
        raise BadInput(
            f"The file {file} is empty. Nothing was started. Put the secret back that was in it; "
            "without it stored connections cannot be opened. Delete the file for a new one."
        )
    if is_guessable(kept):
        raise BadInput(
            f"What the file {file} holds is too easy to guess. Nothing was started. Put the secret "
            "back that was in it, or delete the file for a new one and connect accounts again."
        )
    return kept


def _make_secret(file: Path) -> None:
    """Write a new secret whole or not at all; of two processes, the first one's is kept."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".secret-")
    try:
        with os.fdopen(descriptor, "w") as new:
            new.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(name, file)
    finally:
        os.unlink(name)
