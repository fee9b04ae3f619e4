"""Legal holds, what they keep, and which notes go soon."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.hidden_texts import hide
from plugin.domain.labels import Label
from plugin.domain.legal_holds import Going, LegalHold
from plugin.domain.notes import NoteState
from plugin.domain.overlap import Phrases
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.gone_words import remember_runs
from plugin.store.held_words import held_beside
from plugin.store.quotable import require_quotable
from plugin.store.repeating import empty_repeating

_HOLD = t.legal_hold


def kept_sessions(today: date) -> sa.Select[Any]:
    """Select the ids of sessions of which a hold keeps everything today."""
    hold, session = _HOLD.c, t.session.c
    of_hold = (hold.community_id == session.community_id) & (
        hold.session_id.is_(None) | (hold.session_id == session.id)
    )
    in_force = hold.ended_on.is_(None) & (hold.until >= today)
    return sa.select(session.id).where(of_hold, in_force)


def add(tx: Tx, hold: LegalHold) -> None:
    """Store a hold; raise BadInput where its reason repeats words that come back nowhere."""
    require_quotable(tx, hold.community_id, [hold.reason])
    tx.execute(
        sa.insert(_HOLD).values(
            id=hold.id,
            community_id=hold.community_id,
            session_id=hold.session_id,
            reason=hold.reason,
            placed_by=hold.placed_by,
            placed_on=hold.placed_on,
            until=hold.until,
        )
    )
    days = {"placed_on": hold.placed_on.isoformat(), "until": hold.until.isoformat()}
    ids = {"community": hold.community_id, "session": hold.session_id, "by": hold.placed_by}
    note_gone(tx, Went.HOLD_PLACED, hold.id, **days, **ids)


def place_again(tx: Tx, hold: LegalHold) -> None:
    """Store a hold of which a log tells; it keeps what the next tidy would erase.

    Where whoever placed it is not known here, somebody else of its partnership stands for them.
    """
    own = _HOLD.c.id == hold.id
    group = sa.select(t.community.c.partnership_id).where(t.community.c.id == hold.community_id)
    partnership_id = tx.execute(group).scalar()
    if partnership_id is None or tx.execute(sa.select(_HOLD.c.id).where(own)).first():
        return
    member = t.membership.c
    people = sa.select(member.person_id).where(member.partnership_id == partnership_id)
    people = people.order_by(member.person_id != hold.placed_by, member.person_id)
    placed_by = tx.execute(people).scalars().first()
    if placed_by is None:
        return
    met = sa.select(t.session.c.id).where(t.session.c.id == hold.session_id)
    if hold.session_id is not None and tx.execute(met).first() is None:
        return
    values = {each.name: getattr(hold, each.name) for each in _HOLD.c if each.name != "placed_by"}
    tx.execute(sa.insert(_HOLD).values({**values, "placed_by": placed_by}))


def end(tx: Tx, community_id: str, hold_id: str, day: date) -> None:
    """End a hold of a group; one that has ended, or of another group, stays as it is."""
    own = (_HOLD.c.id == hold_id) & (_HOLD.c.community_id == community_id)
    ended = sa.update(_HOLD).where(own, _HOLD.c.ended_on.is_(None)).values(ended_on=day)
    if tx.execute(ended).rowcount:
        note_gone(tx, Went.HOLD_ENDED, hold_id, on=day.isoformat())


def end_again(tx: Tx, hold_id: str, day: date) -> None:
    """End a hold of which a log tells that it ended."""
    own = (_HOLD.c.id == hold_id) & _HOLD.c.ended_on.is_(None)
    tx.execute(sa.update(_HOLD).where(own).values(ended_on=day))


def in_force(tx: Tx, today: date) -> int:
    """Return how many holds keep anything today."""
    here = _HOLD.c.ended_on.is_(None) & (_HOLD.c.until >= today)
    return int(tx.execute(sa.select(sa.func.count()).where(here)).scalar_one())


def holds(tx: Tx, community_id: str) -> tuple[LegalHold, ...]:
    """Return the holds of a group, the newest first, as they may be read."""
    own = _HOLD.c
    wanted = sa.select(_HOLD).where(own.community_id == community_id)
    rows = tx.execute(wanted.order_by(own.placed_on.desc(), own.id)).all()
    held = held_beside(tx, community_id) if rows else None
    return tuple(_hold(row, held) for row in rows)


_KEPT_UNTIL = sa.select(sa.func.max(_HOLD.c.until)).where(
    _HOLD.c.community_id == sa.bindparam("group"),
    _HOLD.c.ended_on.is_(None),
    _HOLD.c.until >= sa.bindparam("today"),
    _HOLD.c.session_id.is_(None) | (_HOLD.c.session_id == sa.bindparam("session")),
)


def kept_until(tx: Tx, community_id: str, session_id: str, today: date) -> date | None:
    """Return the last day of the holds that keep a session today."""
    asked = {"group": community_id, "session": session_id, "today": today}
    last: date | None = tx.execute(_KEPT_UNTIL, asked).scalar()
    return last


def going(tx: Tx, community_id: str, last: date) -> tuple[Going, ...]:
    """Return how many notes of a group go until a day, each day by session and label."""
    own = t.note.c
    has_left = own.state == NoteState.LEFT_BOARD.value
    keys = (own.erase_on, own.session_id, own.label, has_left)
    wanted = (
        sa.select(*keys, sa.func.count())
        .join(t.session)
        .where(
            t.session.c.community_id == community_id,
            own.label.in_([each.value for each in Label]),  # all: SQLite takes the desk's index
            own.erase_on <= last,
            own.text.is_not(None),
        )
        .group_by(*keys)
        .order_by(own.erase_on, own.session_id, own.label)
    )
    rows = tx.execute(wanted)
    return tuple(Going(row[0], row[1], row[2], bool(row[3]), row[4]) for row in rows)


def drop_repeating(tx: Tx, community_ids: Collection[str], phrases: Phrases) -> int:
    """Empty reasons that repeat these words; return how many."""
    here = _HOLD.c.community_id.in_(list(community_ids))
    said: list[str] = []
    went = empty_repeating(tx, _HOLD.c.reason, _HOLD.c.id, here, phrases, said)
    remember_runs(tx, community_ids, phrases, said)
    return went


def _hold(row: Any, held: Phrases | None) -> LegalHold:
    return LegalHold(
        id=row.id,
        community_id=row.community_id,
        session_id=row.session_id,
        reason=hide(row.reason, held),
        placed_by=row.placed_by,
        placed_on=row.placed_on,
        until=row.until,
        ended_on=row.ended_on,
    )
