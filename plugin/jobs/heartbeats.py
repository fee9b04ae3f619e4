"""Workers say that they run, so that others see whether anybody does what pages ask for."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from plugin.errors import HedgerowError
from plugin.intents.processes import this_process
from plugin.store import heartbeats as stored_heartbeats
from plugin.store.database import Database

LOG = logging.getLogger("hedgerow.jobs")
BEATS_EVERY_S = 15.0
LATELY_S = 60.0
_ENDS_WITHIN_S = 1.0
_KEPT_S = 24 * 60 * 60.0


@contextmanager
def beating(db: Database) -> Iterator[None]:
    """Say that this process works, until the end of the block."""
    over, worker = Event(), this_process()
    thread = Thread(target=_beat, args=(db, worker, over), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_ENDS_WITHIN_S)  # it may wait for a database that is away
        with suppress(HedgerowError), db.begin_fleeting() as tx:
            stored_heartbeats.forget(tx, worker)


def running(db: Database) -> int:
    """Return how many workers were seen lately.

    One that is seen to come was seen before a clock was set back: it is seen anew within seconds.
    """
    now_s = time.time()
    with db.read() as tx:
        return sum(abs(now_s - seen_s) <= LATELY_S for seen_s in stored_heartbeats.seen(tx))


def _beat(db: Database, worker: str, over: Event) -> None:
    is_first = True
    while is_first or not over.wait(BEATS_EVERY_S):
        is_first, now_s = False, time.time()
        try:
            with db.begin_fleeting() as tx:
                stored_heartbeats.beat(tx, worker, now_s)
                stored_heartbeats.forget_before(tx, now_s - _KEPT_S)
        except HedgerowError as error:  # a database that is away, say; whoever looks sees it
            LOG.warning("A worker could not say that it runs (%s).", type(error).__name__)
