"""Changes of a person and of their places; nobody's row is ever deleted here.

What somebody wrote knows its writer by id: the row stays when its person has left.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from plugin.domain.erasure_log import Went, loses_power
from plugin.domain.people import Membership
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone


def correct(tx: Tx, person_id: str, name: str, email: str | None) -> None:
    """Store a person's name and address as they are now."""
    before = tx.execute(sa.select(t.person.c.email).where(t.person.c.id == person_id)).scalar()
    if before is not None and before != email:
        note_gone(tx, Went.ADDRESS_GONE, person_id)
    tx.execute(sa.update(t.person).where(t.person.c.id == person_id).values(name=name, email=email))


def forget_address(tx: Tx, person_id: str) -> None:
    """Erase a person's address: nobody signs in with it any more."""
    note_gone(tx, Went.ADDRESS_GONE, person_id)
    tx.execute(sa.update(t.person).where(t.person.c.id == person_id).values(email=None))


def note_left(tx: Tx, person_id: str, now: datetime) -> None:
    """Store when the last place of a person ended: whoever comes later could be them."""
    tx.execute(sa.update(t.person).where(t.person.c.id == person_id).values(left_at=now))


def change(tx: Tx, person_id: str, before: Membership, after: Membership) -> None:
    """Let a person have another role, or come from elsewhere, in the same place."""
    if loses_power(before.role, after.role):
        _note_end(tx, person_id, before)
    tx.execute(
        sa.update(t.membership)
        .where(_is(person_id, before))
        .values(role=after.role.value, party=after.party, since=after.since)
    )


def begin_again(tx: Tx, person_id: str, partnership_id: str, now: datetime) -> None:
    """Let every place of a person in a partnership count as given now."""
    held = t.membership.c
    here = (held.person_id == person_id) & (held.partnership_id == partnership_id)
    tx.execute(sa.update(t.membership).where(here).values(since=now))


def end(tx: Tx, person_id: str, place: Membership) -> None:
    """Take a role in a place from a person."""
    make_room(tx, person_id, place)
    _note_end(tx, person_id, place)


def make_room(tx: Tx, person_id: str, place: Membership) -> None:
    """Take a role that is given again in the same transaction: nothing ends."""
    tx.execute(sa.delete(t.membership).where(_is(person_id, place)))


def _note_end(tx: Tx, person_id: str, place: Membership) -> None:
    where = {"partnership": place.partnership_id, "community": place.community_id}
    note_gone(tx, Went.PLACE_ENDED, person_id, role=place.role.value, **where)


def _is(person_id: str, place: Membership) -> sa.ColumnElement[bool]:
    column = t.membership.c
    return (
        (column.person_id == person_id)
        & (column.partnership_id == place.partnership_id)
        & column.community_id.is_not_distinct_from(place.community_id)
        & (column.role == place.role.value)
    )
