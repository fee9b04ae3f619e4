"""What every use case stands on: the database, the clock and the maker of ids."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from plugin.domain.clock import Clock, NewId
from plugin.store.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The three collaborators that are the same for every use case of a process."""

    db: Database
    clock: Clock
    new_id: NewId

    def __post_init__(self) -> None:
        """Let transactions know the day by the same clock as whoever opens them."""
        self.db.keep_time_by(self.clock)

    @property
    def now(self) -> datetime:
        """Return the present moment, aware UTC."""
        return self.clock()

    @property
    def today(self) -> date:
        """Return the present day, UTC."""
        return self.clock().date()


def open_services(
    database_url: str,
    erasures: Path,
    clock_offset: timedelta,
    secret: str,
    clock: Clock | None = None,
) -> Services:
    """Open a database, beside a clock that ticks; the tables are left as they are.

    What goes is written to the file `erasures` too. Words that are stored nowhere are known by a
    key that is made of the server's `secret`.
    """
    key = hmac.digest(secret.encode(), b"hedgerow words that went", "sha256")
    ticking = clock or (lambda: datetime.now(UTC) + clock_offset)
    return Services(Database(database_url, erasures, key), ticking, lambda: uuid.uuid4().hex)
