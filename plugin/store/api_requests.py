"""What programs asked for under an idempotency key, so that the same again is the same job."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.sign_ins import hash_of

_OWN = t.api_request.c


def job_of(tx: Tx, whole_key: str) -> str | None:
    """Return the id of the job that was asked for under a key."""
    wanted = sa.select(_OWN.job_id).where(_OWN.key_hash == hash_of(whole_key))
    found: str | None = tx.execute(wanted).scalar()
    return found


def keep(tx: Tx, whole_key: str, job_id: str, now: datetime) -> None:
    """Remember a job under a key, unless one is known under it."""
    if job_of(tx, whole_key) is None:
        values = {"key_hash": hash_of(whole_key), "job_id": job_id, "made_at": now}
        tx.execute(sa.insert(t.api_request).values(values))


def forget_before(tx: Tx, moment: datetime) -> None:
    """Forget keys that are old enough."""
    tx.execute(sa.delete(t.api_request).where(_OWN.made_at < moment))
