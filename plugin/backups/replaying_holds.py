"""Places legal holds again that are newer than a backup, and ends those that ended since."""

from __future__ import annotations

from datetime import date

from plugin.domain.erasure_log import LogEntry
from plugin.domain.legal_holds import LegalHold
from plugin.store import legal_holds
from plugin.store.database import Tx
from plugin.store.services import Services


def place_hold(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Let a hold keep again what it kept; its reason is in no log, so its group is asked for it."""
    told = entry.detail
    hold = LegalHold(
        id=entry.about,
        community_id=told["community"],
        session_id=told["session"],
        reason="",
        placed_by=told["by"],
        placed_on=date.fromisoformat(told["placed_on"]),
        until=date.fromisoformat(told["until"]),
        ended_on=None,
    )
    legal_holds.place_again(tx, hold)


def end_hold(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Let a hold keep nothing any more."""
    legal_holds.end_again(tx, entry.about, date.fromisoformat(entry.detail["on"]))
