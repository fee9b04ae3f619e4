"""The row of each board or partnership that somebody works on: who does, and until when at most."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.postgres import lock_name


@dataclass(frozen=True, slots=True)
class LeaseRow:
    """Who holds a lease; `until` is in seconds since 1970."""

    owner: str
    until: float


# Made once: every write of a run asks, and making it takes longer than asking.
_LEASE = sa.select(t.lease).where(t.lease.c.subject == sa.bindparam("of")).with_for_update()


def lease(tx: Tx, subject: str) -> LeaseRow | None:
    """Return who holds a lease or held it last; nobody else can take it in this transaction."""
    lock_name(tx, f"lease {subject}")
    return _row(tx, subject)


def owner(tx: Tx, subject: str) -> str | None:
    """Return who holds a lease, which stays so until the transaction ends."""
    found = _row(tx, subject)
    return None if found is None else found.owner


def _row(tx: Tx, subject: str) -> LeaseRow | None:
    row = tx.execute(_LEASE, {"of": subject}).one_or_none()
    return None if row is None else LeaseRow(row.owner, row.until)


def set_lease(tx: Tx, subject: str, owner: str, until: float) -> None:
    """Give a lease to `owner`, whoever held it."""
    values = {"owner": owner, "until": until}
    changed = tx.execute(sa.update(t.lease).where(t.lease.c.subject == subject).values(**values))
    if changed.rowcount == 0:
        tx.execute(sa.insert(t.lease).values(subject=subject, **values))


def renew(tx: Tx, subject: str, owner: str, until: float) -> None:
    """Put a lease's end off, if `owner` still holds it."""
    held = (t.lease.c.subject == subject, t.lease.c.owner == owner)
    tx.execute(sa.update(t.lease).where(*held).values(until=until))


def give_back(tx: Tx, subject: str, owner: str) -> None:
    """Remove a lease, if `owner` still holds it."""
    tx.execute(sa.delete(t.lease).where(t.lease.c.subject == subject, t.lease.c.owner == owner))
