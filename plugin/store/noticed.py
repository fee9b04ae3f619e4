"""What learning partners noticed in sessions, as their group's curators read it.

Texts in which held words stand by now are read as `hidden_texts` shows them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.hidden_texts import hide
from plugin.domain.piece_evidence import Noticed
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.held_words import held_beside

_OWN = t.noticed.c


def add(tx: Tx, community_id: str, noticed: Noticed) -> None:
    """Store what somebody noticed in a session of a group."""
    tx.execute(
        sa.insert(t.noticed).values(
            id=noticed.id,
            community_id=community_id,
            session_id=noticed.session_id,
            day=noticed.day,
            words=noticed.words,
            made_by=noticed.by,
        )
    )


def noticed_in(
    tx: Tx, community_id: str, session_ids: Collection[str] = (), noticed_id: str = ""
) -> tuple[Noticed, ...]:
    """Return what was noticed in these sessions of a group, or one of it; the oldest first."""
    here = _OWN.community_id == community_id
    which = _OWN.id == noticed_id if noticed_id else _OWN.session_id.in_(list(session_ids))
    wanted = sa.select(t.noticed).where(here, which).order_by(_OWN.day, _OWN.id)
    found = [
        Noticed(id=row.id, session_id=row.session_id, day=row.day, words=row.words, by=row.made_by)
        for row in tx.execute(wanted)
    ]
    held = held_beside(tx, community_id) if found else None
    return tuple(replace(each, words=hide(each.words, held)) for each in found)


def drop(tx: Tx, noticed_id: str) -> None:
    """Forget what was noticed, so that no backup brings it back."""
    note_gone(tx, Went.EVIDENCE_OFF, noticed_id)
    forget(tx, noticed_id)


def forget(tx: Tx, noticed_id: str) -> None:
    """Forget what was noticed."""
    tx.execute(sa.delete(t.noticed).where(_OWN.id == noticed_id))
