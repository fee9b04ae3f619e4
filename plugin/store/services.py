"""What every use case stands on: the database, the clock and the maker of ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plugin.domain.clock import Clock, NewId
from plugin.store.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The three collaborators that are the same for every use case of a process."""

    db: Database
    clock: Clock
    new_id: NewId

    @property
    def now(self) -> datetime:
        """Return the present moment, aware UTC."""
        return self.clock()

    @property
    def today(self) -> date:
        """Return the present day, UTC."""
        return self.clock().date()
