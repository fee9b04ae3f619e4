"""Links by which people without an account object, and what people gave as their reasons.

A link is known by the hash of its token, names nobody, and is deleted when it is used. A reason has
no day and no name, and its id is random: they come in no order in which they were written.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.sign_ins import hash_of


@dataclass(frozen=True, slots=True)
class ObjectionLink:
    """What a link leads to, and until when."""

    read_back_id: str
    piece_id: str
    until: datetime


def add_link(tx: Tx, token: str, read_back_id: str, until: datetime) -> None:
    """Store a link that one person may use once."""
    tx.execute(
        sa.insert(t.objection_link).values(
            token_hash=hash_of(token), read_back_id=read_back_id, until=until
        )
    )


def find_link(tx: Tx, token: str, now: datetime) -> ObjectionLink | None:
    """Return what an unused link leads to; None if it is unknown, used or too old."""
    link = t.objection_link.c
    wanted = (
        sa.select(link.read_back_id, t.read_back.c.piece_id, link.until)
        .join(t.read_back, t.read_back.c.id == link.read_back_id)
        .where(link.token_hash == hash_of(token), link.until > now)
    )
    row = tx.execute(wanted).one_or_none()
    return None if row is None else ObjectionLink(row.read_back_id, row.piece_id, row.until)


def drop_link(tx: Tx, token: str) -> None:
    """Forget a link that was used: nothing tells when."""
    tx.execute(sa.delete(t.objection_link).where(t.objection_link.c.token_hash == hash_of(token)))


def drop_old_links(tx: Tx, now: datetime) -> None:
    """Forget links whose days are over."""
    tx.execute(sa.delete(t.objection_link).where(t.objection_link.c.until <= now))


def add_reason(tx: Tx, random_id: str, read_back_id: str, words: str) -> None:
    """Store why somebody objected."""
    tx.execute(
        sa.insert(t.objection_reason).values(id=random_id, read_back_id=read_back_id, words=words)
    )


def reasons(tx: Tx, read_back_ids: Collection[str]) -> tuple[str, ...]:
    """Return what was given as a reason against some read-backs, in no order of time."""
    kept = t.objection_reason.c
    wanted = sa.select(kept.words).where(kept.read_back_id.in_(list(read_back_ids)))
    return tuple(tx.execute(wanted.order_by(kept.id)).scalars())
