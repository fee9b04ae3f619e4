"""What groups write down of themselves, one row a group."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.domain.about_group import HEADINGS, AboutGroup
from plugin.store import own_texts
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.quotable import about_to_store, require_each_quotable, shown_about


def about(tx: Tx, community_id: str) -> AboutGroup:
    """Return what a group wrote of itself; empty where it wrote nothing yet."""
    return shown_about(_stored(tx, community_id), held_beside(tx, community_id))


def _stored(tx: Tx, community_id: str) -> AboutGroup:
    own = t.about_group.c.community_id == community_id
    row = tx.execute(sa.select(t.about_group).where(own)).one_or_none()
    if row is None:
        return AboutGroup()
    texts = {name: getattr(row, name) for name in HEADINGS}
    return AboutGroup(**texts, next_on=row.next_on, version=row.version)


def save(tx: Tx, community_id: str, wanted: AboutGroup) -> None:
    """Store what a group writes of itself; raise BadInput for words that come back nowhere."""
    before = _stored(tx, community_id)
    wanted = about_to_store(wanted, before, held_beside(tx, community_id))
    fields = ((getattr(wanted, name), getattr(before, name)) for name in HEADINGS)
    require_each_quotable(tx, community_id, fields)
    own = t.about_group.c.community_id == community_id
    texts = {name: getattr(wanted, name) for name in HEADINGS}
    tx.execute(sa.delete(t.about_group).where(own))
    tx.execute(
        sa.insert(t.about_group).values(
            community_id=community_id, next_on=wanted.next_on, version=wanted.version, **texts
        )
    )
    own_texts.note_changed(
        tx, community_id, (text for _, text in before.texts), list(texts.values())
    )
