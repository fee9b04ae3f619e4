"""Restores a backup: what lets people in has ended, before anybody reads what was put back.

The transaction of `store.backing_up.restore` ends with it; until then pages show what was there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugin.store import backing_up, ended_access
from plugin.store.database import Tx
from plugin.store.services import Services


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what has to be done by hand."""

    made_at: datetime
    rows: int
    tables: int
    messages: tuple[str, ...]


def restore(services: Services, path: Path, *, replaces: bool) -> Restored:
    """Put a backup in place; raise BadInput, with nothing changed, for one that cannot be."""

    def before(_tx: Tx) -> None:
        return

    def finish(tx: Tx) -> None:
        ended_access.end_all(tx)

    put_back = backing_up.restore(
        services.db, path, replaces=replaces, before=before, finish=finish
    )
    return Restored(put_back.made_at, put_back.rows, put_back.tables, _MESSAGES)


_MESSAGES = ("Everybody is signed out, and no link that waited signs in any more.",)
