"""Leases: one run at a time for a board or a partnership, on however many machines.

A lease is a row with an owner and an end. It is renewed while the run goes on, and taken over when
its end has passed or its owner's process is known to be gone. Every write under it, remote or here,
looks first whether it is still held: whoever lost it does nothing more.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from threading import Event, Thread
from uuid import uuid4

from plugin.errors import HedgerowError, NotNow, TakenOver
from plugin.intents.processes import is_gone, this_process
from plugin.languages import lazy_gettext
from plugin.store import leases as stored_leases
from plugin.store.database import Database, Tx
from plugin.store.services import Services

_TAKEN_OVER = lazy_gettext(
    "This took so long that another run took it over. Nothing was done twice. Wait until that one "
    "has ended, then look again."
)
_STILL_RUNS = lazy_gettext(
    "Somebody started this, or what must not run beside it, a moment ago, and it is still running. "
    "Nothing was done twice. Wait a little, then look again."
)

LASTS_S = 60.0
RENEWED_EVERY_S = 15.0
_GIVING_BACK_AFTER_S = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)  # by then the lease has ended by itself
# The runs of this process; a lease of one that is not among them is nobody's, whatever its row says
_RUNNING: set[str] = set()


@dataclass(frozen=True, slots=True)
class Lease:
    """What somebody works on, and the name under which they do.

    `silent_for_s` is how long whoever lost it has been sending nothing, as far as is known.
    """

    subject: str
    owner: str
    silent_for_s: float = math.inf


_HELD: ContextVar[tuple[Lease, ...]] = ContextVar("leases", default=())


@contextmanager
def alone_with(
    services: Services, subject: str, now: Callable[[], float] = time.time
) -> Iterator[Lease]:
    """Let one run at a time work on `subject`; raise NotNow to everybody else.

    `now` is the machine's time, not that of `Services`: a demo's weeks pass while a run goes on.
    Whoever looks for what an unfinished intent left behind must know that nobody is still sending.
    """
    lease = _taken(services.db, Lease(subject, f"{this_process()} {uuid4().hex}"), now)
    held = _HELD.set((*_HELD.get(), lease))
    stop = Event()
    renewing = Thread(
        target=_renew, args=(services.db, lease, stop, now), name="lease", daemon=True
    )
    renewing.start()
    try:
        yield lease
    finally:
        stop.set()
        renewing.join()
        _HELD.reset(held)
        _give_back(services.db, lease)


@contextmanager
def writing_alone(services: Services, *, fleeting: bool = False) -> Iterator[Tx]:
    """Open a transaction of a run; raise TakenOver, and write nothing, if a lease was lost."""
    with services.db.begin_fleeting() if fleeting else services.db.begin() as tx:
        still_alone(tx)
        yield tx


def still_alone(tx: Tx) -> None:
    """Return if every lease of this run is still held; raise TakenOver otherwise.

    The row is what counts, not the clock: as long as nobody took a lease over, it is held.
    """
    for lease in _HELD.get():
        if stored_leases.owner(tx, lease.subject) != lease.owner:
            raise TakenOver(_TAKEN_OVER)


def silent_for_s() -> float:
    """Return how long it is certain that nobody else sent anything under the leases of this run."""
    return min((lease.silent_for_s for lease in _HELD.get()), default=math.inf)


def require_lease() -> None:
    """Return if a lease is held here; its absence is a defect of the caller."""
    if not _HELD.get():
        raise RuntimeError("A remote write was to be sent without a lease.")


def _taken(db: Database, lease: Lease, now: Callable[[], float]) -> Lease:
    with db.begin_fleeting() as tx:
        row = stored_leases.lease(tx, lease.subject)
        if row is not None and _holds(row, now()):
            raise NotNow(_STILL_RUNS)
        stored_leases.set_lease(tx, lease.subject, lease.owner, now() + LASTS_S)
        _RUNNING.add(lease.owner)
    if row is None:  # it was given back, and nothing was on its way then
        return lease
    # It was renewed a while before its end; until the next renewal it may have been used.
    return replace(lease, silent_for_s=max(now() - (row.until - LASTS_S + RENEWED_EVERY_S), 0.0))


def _holds(row: stored_leases.LeaseRow, now_s: float) -> bool:
    """Say whether somebody has a lease.

    One that ends far ahead was taken before a clock was set back: a run that goes on renews it
    within seconds, and one that died must not keep the others waiting for hours.
    """
    return 0 < row.until - now_s <= 2 * LASTS_S and not _is_over(row.owner)


def _is_over(owner: str) -> bool:
    """Say whether the run that named itself so is known to have ended, in whatever process."""
    name = this_process()
    return is_gone(owner) or (owner.partition(" ")[0] == name and owner not in _RUNNING)


def _give_back(db: Database, lease: Lease) -> None:
    """Remove the lease, going on beside the caller where the database cannot be written now.

    Whoever asks in this process need not wait for that: the run is off the list of running ones.
    """
    _RUNNING.discard(lease.owner)
    if not _given_back(db, lease):
        Thread(target=_keep_giving_back, args=(db, lease), name="lease", daemon=True).start()


def _keep_giving_back(db: Database, lease: Lease) -> None:
    for pause_s in _GIVING_BACK_AFTER_S:
        time.sleep(pause_s)
        if _given_back(db, lease):
            return


def _given_back(db: Database, lease: Lease) -> bool:
    try:
        with db.begin_fleeting() as tx:
            stored_leases.give_back(tx, lease.subject, lease.owner)
    except HedgerowError:
        return False
    return True


def _renew(db: Database, lease: Lease, stop: Event, now: Callable[[], float]) -> None:
    """Put the lease's end off until `stop` is set; one that was taken over stays so."""
    while not stop.wait(RENEWED_EVERY_S):
        with suppress(HedgerowError), db.begin_fleeting() as tx:
            stored_leases.renew(tx, lease.subject, lease.owner, now() + LASTS_S)
