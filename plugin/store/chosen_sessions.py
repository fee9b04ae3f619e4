"""Sessions chosen by what belongs to them: an id, a day, a key, a card that returns to them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from plugin.domain.sessions import Session, SessionState
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.sessions import sessions_of_rows


def sessions_by_id(tx: Tx, session_ids: Collection[str]) -> tuple[Session, ...]:
    """Return these sessions, as far as they are here, in no order."""
    rows = tx.execute(sa.select(t.session).where(t.session.c.id.in_(list(session_ids)))).all()
    return sessions_of_rows(tx, rows)


def has_open(tx: Tx, partnership_id: str, first: date, last: date) -> bool:
    """Say whether a session of a partnership on one of these days is open."""
    wanted = sa.select(t.session.c.id).where(
        t.session.c.partnership_id == partnership_id,
        t.session.c.state == SessionState.OPEN.value,
        t.session.c.day.between(first, last),
    )
    return tx.execute(wanted.limit(1)).first() is not None


def with_key(tx: Tx) -> tuple[Session, ...]:
    """Return every session of this server whose key is not forgotten."""
    wanted = sa.select(t.session).join(t.session_key)
    return sessions_of_rows(tx, tx.execute(wanted))


def with_card(tx: Tx, key: str) -> frozenset[str]:
    """Return the ids of the sessions to which a card returns, be their board built or not."""
    wanted = sa.select(t.returned.c.session_id).where(t.returned.c.key == key)
    return frozenset(tx.execute(wanted).scalars())


def returned_until(
    tx: Tx, community_id: str, day: date, piece_ids: Collection[str]
) -> frozenset[str]:
    """Return which of these pieces came back in a session of a group, held until then."""
    own, session = t.returned.c, t.session.c
    key_of = {f"piece:{each}": each for each in piece_ids}
    wanted = (
        sa.select(own.key)
        .join(t.session, session.id == own.session_id)
        .where(session.community_id == community_id, own.key.in_(list(key_of)))
        .where(session.state != SessionState.PLANNED.value, session.day <= day)
    )
    return frozenset(key_of[each] for each in tx.execute(wanted).scalars())
