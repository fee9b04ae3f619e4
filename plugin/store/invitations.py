"""What a facilitator arranged for a session: its start, its place, how people can take part."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import sqlalchemy as sa

from plugin.domain.invitations import Arrangements
from plugin.store import own_texts
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.quotable import arrangements_to_store, require_each_quotable, shown_arrangements

_ARRANGEMENTS = t.arrangements


def arrangements(tx: Tx, session_id: str) -> Arrangements | None:
    """Return what was arranged for a session, or None."""
    stored = _stored(tx, session_id)
    if stored is None:
        return None
    return shown_arrangements(stored, held_beside(tx, _community_of(tx, session_id)))


def _stored(tx: Tx, session_id: str) -> Arrangements | None:
    own = _ARRANGEMENTS.c.session_id == session_id
    row = tx.execute(sa.select(_ARRANGEMENTS).where(own)).one_or_none()
    return None if row is None else _arrangements(row)


def _community_of(tx: Tx, session_id: str) -> str:
    of_session = sa.select(t.session.c.community_id).where(t.session.c.id == session_id)
    return str(tx.execute(of_session).scalar_one())


def last_arrangements(tx: Tx, community_id: str) -> Arrangements | None:
    """Return what somebody saved for the latest session of a community that has an invitation."""
    latest = _latest_first(community_id).where(_ARRANGEMENTS.c.is_confirmed)
    row = tx.execute(latest.limit(1)).one_or_none()
    if row is None:
        return None
    return shown_arrangements(_arrangements(row), held_beside(tx, community_id))


def last_start(tx: Tx, community_id: str) -> time | None:
    """Return when the latest session of a community starts for which anything was arranged."""
    row = tx.execute(_latest_first(community_id).limit(1)).one_or_none()
    return None if row is None else _arrangements(row).starts_at


def _latest_first(community_id: str) -> sa.Select[Any]:
    of_community = sa.select(_ARRANGEMENTS).join(t.session)
    of_community = of_community.where(t.session.c.community_id == community_id)
    return of_community.order_by(t.session.c.day.desc(), t.session.c.id)


def are_confirmed(tx: Tx, session_id: str) -> bool:
    """Say whether somebody saved the invitation; False where a start alone is stored, or none."""
    own = _ARRANGEMENTS.c.session_id == session_id
    return bool(tx.execute(sa.select(_ARRANGEMENTS.c.is_confirmed).where(own)).scalar())


def save_start(tx: Tx, session_id: str, starts_at: time) -> None:
    """Store when a session starts; whether its invitation was saved stays as it is."""
    own = _ARRANGEMENTS.c.session_id == session_id
    starts = f"{starts_at:%H:%M}"
    if tx.execute(sa.update(_ARRANGEMENTS).where(own).values(starts_at=starts)).rowcount:
        return
    no_words = dict.fromkeys(("place", "access", "other_ways", "notice", "outcome"), "")
    values = {"starts_at": starts, "is_confirmed": False, **no_words}
    tx.execute(sa.insert(_ARRANGEMENTS).values(session_id=session_id, **values))


def save_arrangements(tx: Tx, session_id: str, arranged: Arrangements) -> None:
    """Store what was arranged, over what was stored before.

    Raise BadInput for words that come back nowhere; what stands there already may stay.
    """
    before, community_id = _stored(tx, session_id) or Arrangements(), _community_of(tx, session_id)
    arranged = arrangements_to_store(arranged, before, held_beside(tx, community_id))
    require_each_quotable(tx, community_id, zip(arranged.texts, before.texts, strict=True))
    starts = arranged.starts_at
    values = {
        "starts_at": None if starts is None else f"{starts:%H:%M}",
        "place": arranged.place,
        "access": arranged.access,
        "other_ways": arranged.other_ways,
        "notice": arranged.notice,
        "outcome": arranged.outcome,
        "is_confirmed": True,
    }
    own = _ARRANGEMENTS.c.session_id == session_id
    if not tx.execute(sa.update(_ARRANGEMENTS).where(own).values(**values)).rowcount:
        tx.execute(sa.insert(_ARRANGEMENTS).values(session_id=session_id, **values))
    own_texts.note_changed(tx, community_id, before.texts, arranged.texts)


def forget_arrangements(tx: Tx, session_id: str) -> None:
    """Forget what was arranged for a session."""
    if (before := _stored(tx, session_id)) is not None:
        own_texts.note_changed(tx, _community_of(tx, session_id), before.texts)
    tx.execute(sa.delete(_ARRANGEMENTS).where(_ARRANGEMENTS.c.session_id == session_id))


def invited_at(tx: Tx, session_id: str) -> datetime | None:
    """Return when the invitation was last sent by mail, or None."""
    own = _ARRANGEMENTS.c.session_id == session_id
    return tx.execute(sa.select(_ARRANGEMENTS.c.invited_at).where(own)).scalar()


def mark_invited(tx: Tx, session_id: str, now: datetime) -> None:
    """Note that the invitation was sent by mail; the session has arrangements."""
    own = _ARRANGEMENTS.c.session_id == session_id
    tx.execute(sa.update(_ARRANGEMENTS).where(own).values(invited_at=now))


def _arrangements(row: Any) -> Arrangements:
    return Arrangements(
        starts_at=None if row.starts_at is None else time.fromisoformat(row.starts_at),
        place=row.place,
        access=row.access,
        other_ways=row.other_ways,
        notice=row.notice,
        outcome=row.outcome,
    )
