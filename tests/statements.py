"""Counts the statements that a piece of work sends to its database: the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import event


@contextmanager
def statements() -> Iterator[list[str]]:
    """List every statement of every database of this process, pragmas and BEGIN left out."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, said: str, *_more: object) -> None:
        if not said.startswith(("PRAGMA", "BEGIN")):
            found.append(said)

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
