"""How long others wait for whoever writes: the processor time of the longest transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from time import process_time

import sqlalchemy as sa
from sqlalchemy import event


@contextmanager
def transactions() -> Iterator[list[float]]:
    """List the processor seconds of every transaction that writes, from its begin to its commit."""
    mine, spent = local(), []

    def begin(_connection: sa.Connection) -> None:
        mine.began = process_time()

    def commit(connection: sa.Connection) -> None:
        if not connection.get_execution_options().get("reading"):
            spent.append(process_time() - mine.began)

    event.listen(sa.Engine, "begin", begin)
    event.listen(sa.Engine, "commit", commit)
    try:
        yield spent
    finally:
        event.remove(sa.Engine, "begin", begin)
        event.remove(sa.Engine, "commit", commit)
