"""Where the queue keeps its messages; tables that somebody dropped, or broke, are made again.

What is lost with them are ids of jobs: the sweeper finds the jobs.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from huey.storage import SqliteStorage  # type: ignore[import-untyped] # it ships no types

LOG = logging.getLogger("hedgerow.jobs")


class MendedStorage:
    """Makes the tables again before it gives up; beside a storage of Huey's, which comes after."""

    def enqueue(self, *given: Any) -> Any:
        """Bring a message."""
        return self._mended(super().enqueue, *given)  # type: ignore[misc] # Huey's comes after

    def dequeue(self) -> Any:
        """Take a message."""
        return self._mended(super().dequeue)  # type: ignore[misc] # as above

    def add_to_schedule(self, *given: Any) -> Any:
        """Bring a message for later."""
        return self._mended(super().add_to_schedule, *given)  # type: ignore[misc] # as above

    def read_schedule(self, *given: Any) -> Any:
        """Take the messages whose time has come."""
        return self._mended(super().read_schedule, *given)  # type: ignore[misc] # as above

    def _mended(self, act: Callable[..., Any], *given: Any) -> Any:
        try:
            return act(*given)
        except Exception as error:  # whatever it is, the tables are wanted
            self.initialize_schema()  # type: ignore[attr-defined] # as above
            LOG.warning("The queue's tables were made again (%s).", type(error).__name__)
            return act(*given)


class QueueFile(MendedStorage, SqliteStorage):  # type: ignore[misc] # it ships no types
    """The queue in a file of its own."""

    def initialize_schema(self) -> None:
        """Make the tables; a file that is no database gives way to a new one."""
        try:
            super().initialize_schema()
        except sqlite3.OperationalError:
            raise  # a full disk, say, or a file that is busy: it may be well soon
        except sqlite3.DatabaseError:
            self.close()
            for end in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    Path(f"{self.filename}{end}").unlink()
            super().initialize_schema()
