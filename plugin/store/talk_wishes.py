"""Wishes to talk before a note is taken back: which note, and a line; nothing of its writer.

They go with the note's words (`desk_marks.leave_desk`), and with the session's key.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.hidden_texts import hide
from plugin.domain.overlap import Phrases
from plugin.domain.talk_wishes import TalkWish
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.gone_words import remember_runs
from plugin.store.held_words import held_beside
from plugin.store.quotable import require_quotable

_WISH = t.talk_wish.c


def save(tx: Tx, wish: TalkWish, community_id: str) -> None:
    """Store a wish in place of an older one; raise BadInput for words that come back nowhere."""
    require_quotable(tx, community_id, [wish.where])
    tx.execute(sa.delete(t.talk_wish).where(_WISH.note_id == wish.note_id))
    values = {"note_id": wish.note_id, "session_id": wish.session_id, "found_at": wish.where}
    tx.execute(sa.insert(t.talk_wish).values(**values))


def is_wished(tx: Tx, note_id: str) -> bool:
    """Say whether somebody asks to talk about a note first."""
    wanted = sa.select(sa.literal(1)).where(_WISH.note_id == note_id)
    return tx.execute(wanted).first() is not None


def wishes_in(tx: Tx, session_id: str, community_id: str) -> tuple[TalkWish, ...]:
    """Return the wishes of a session as they may be read, in no order that tells of their time."""
    wanted = sa.select(t.talk_wish).where(_WISH.session_id == session_id).order_by(_WISH.note_id)
    rows = tx.execute(wanted).all()
    held = held_beside(tx, community_id) if rows else None
    return tuple(_wish(row, held) for row in rows)


def number_in(tx: Tx, session_id: str) -> int:
    """Return how many wishes a session has."""
    wanted = sa.select(sa.func.count()).where(_WISH.session_id == session_id)
    return int(tx.execute(wanted).scalar_one())


def sessions_asked(tx: Tx, community_id: str) -> tuple[str, ...]:
    """Return the sessions of a community in which somebody asks, the earliest day first."""
    own = t.session.c
    wishes = sa.select(_WISH.session_id)
    wanted = sa.select(own.id).where(own.community_id == community_id, own.id.in_(wishes))
    return tuple(tx.execute(wanted.order_by(own.day, own.id)).scalars())


def forget(tx: Tx, session_id: str, note_id: str) -> None:
    """Forget a wish: they have talked, or its writer does not ask any more."""
    own = (_WISH.session_id == session_id) & (_WISH.note_id == note_id)
    tx.execute(sa.delete(t.talk_wish).where(own))


def forget_all(tx: Tx, session_id: str) -> None:
    """Forget the wishes of a session: its key goes."""
    tx.execute(sa.delete(t.talk_wish).where(_WISH.session_id == session_id))


def drop_repeating(tx: Tx, community_ids: Collection[str], phrases: Phrases) -> None:
    """Erase lines that repeat these words; the wishes stay."""
    here = sa.select(t.session.c.id).where(t.session.c.community_id.in_(list(community_ids)))
    wanted = sa.select(_WISH.note_id, _WISH.found_at).where(_WISH.session_id.in_(here))
    rows = tx.execute(wanted.where(_WISH.found_at != "")).all()
    found = {row.note_id: row.found_at for row in rows if phrases.stand_in(fold(row.found_at))}
    if found:
        remember_runs(tx, community_ids, phrases, found.values())
        those = _WISH.note_id.in_(list(found))
        tx.execute(sa.update(t.talk_wish).where(those).values(found_at=""))


def _wish(row: Any, held: Phrases | None) -> TalkWish:
    where = hide(row.found_at, held)
    return TalkWish(note_id=row.note_id, session_id=row.session_id, where=where)
