"""Which people made sign-in links for which others; the links themselves are in `sign_ins`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx

_MOST = 20


@dataclass(frozen=True, slots=True)
class LinkMade:
    """Somebody made a sign-in link for somebody else, both as their partnership calls them."""

    maker: str
    person: str
    made_at: datetime


def add(
    tx: Tx, made_id: str, partnership_id: str, person_id: str, made_by: str, now: datetime
) -> None:
    """Store that one person made a link for another."""
    tx.execute(
        sa.insert(t.passed_on_link).values(
            id=made_id,
            partnership_id=partnership_id,
            person_id=person_id,
            made_by=made_by,
            made_at=now,
        )
    )


def made_in(tx: Tx, partnership_id: str, person_id: str | None = None) -> tuple[LinkMade, ...]:
    """Return the last links that were made in a partnership, for one person or for all of them."""
    link = t.passed_on_link.c
    here = link.partnership_id == partnership_id
    return _made(tx, here if person_id is None else here & (link.person_id == person_id))


def made_for(
    tx: Tx, person_id: str, partnership_ids: Collection[str], since: datetime
) -> tuple[LinkMade, ...]:
    """Return the last links that were made for a person in some partnerships since a moment."""
    link = t.passed_on_link.c
    here = (link.person_id == person_id) & link.partnership_id.in_(partnership_ids)
    return _made(tx, here & (link.made_at >= since))


def forget_old(tx: Tx, before: datetime) -> None:
    """Forget who made links before a moment."""
    tx.execute(sa.delete(t.passed_on_link).where(t.passed_on_link.c.made_at < before))


def _made(tx: Tx, which: sa.ColumnElement[bool]) -> tuple[LinkMade, ...]:
    """Return the newest first, with the names that their partnership gives."""
    link = t.passed_on_link
    joined: sa.FromClause = link
    names = []
    for end in (link.c.made_by, link.c.person_id):
        person, known = t.person.alias(), t.known_as.alias()
        here = (known.c.person_id == end) & (known.c.partnership_id == link.c.partnership_id)
        joined = joined.join(person, person.c.id == end).outerjoin(known, here)
        names.append(sa.func.coalesce(known.c.name, person.c.name))
    wanted = sa.select(*names, link.c.made_at).select_from(joined).where(which)
    newest = wanted.order_by(link.c.made_at.desc(), link.c.id).limit(_MOST)
    return tuple(LinkMade(row[0], row[1], row[2]) for row in tx.execute(newest))
