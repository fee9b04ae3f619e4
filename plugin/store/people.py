"""People and their memberships.

An address has one person, in however many partnerships. Each partnership gives a name of its own
and sees the address as it wrote it; no partnership learns what another one knows.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.domain.people import Actor, Membership, Role
from plugin.store import tables as t
from plugin.store.database import Tx


def add_person(tx: Tx, person_id: str, name: str, email: str | None) -> None:
    """Store a new person."""
    tx.execute(sa.insert(t.person).values(id=person_id, name=name, email=email))


def add_membership(tx: Tx, membership_id: str, person_id: str, member: Membership) -> None:
    """Give a person a role."""
    tx.execute(
        sa.insert(t.membership).values(
            id=membership_id,
            person_id=person_id,
            partnership_id=member.partnership_id,
            community_id=member.community_id,
            role=member.role.value,
            party=member.party,
            since=member.since,
        )
    )


def actor(tx: Tx, person_id: str) -> Actor | None:
    """Return a person with all roles, or None; by the name that their only partnership gave."""
    row = tx.execute(sa.select(t.person).where(t.person.c.id == person_id)).one_or_none()
    if row is None:
        return None
    places = _memberships(tx, person_id)
    where = {each.partnership_id for each in places}
    given = _known_as(tx, where.pop()).get(person_id) if len(where) == 1 else None
    return Actor(row.id, given[0] if given else row.name, places)


def know_as(tx: Tx, person_id: str, partnership_id: str, name: str, email: str | None) -> None:
    """Store how a partnership calls a person, and their address as it was written there."""
    forget_name(tx, person_id, partnership_id)
    tx.execute(
        sa.insert(t.known_as).values(
            person_id=person_id, partnership_id=partnership_id, name=name, email=email
        )
    )


def forget_name(tx: Tx, person_id: str, partnership_id: str) -> None:
    """Erase how a partnership called a person who has left it."""
    key = (t.known_as.c.person_id == person_id) & (t.known_as.c.partnership_id == partnership_id)
    tx.execute(sa.delete(t.known_as).where(key))


def person_id_of(tx: Tx, email: str) -> str | None:
    """Return the person with this address, whatever its capitals, or None."""
    wanted = sa.func.lower(t.person.c.email) == email.strip().lower()
    return tx.execute(sa.select(t.person.c.id).where(wanted)).scalar()


def email_of(tx: Tx, person_id: str) -> str | None:
    """Return a person's address, or None."""
    return tx.execute(sa.select(t.person.c.email).where(t.person.c.id == person_id)).scalar()


def people_of(tx: Tx, partnership_id: str) -> tuple[tuple[Actor, str | None], ...]:
    """Return everybody of a partnership with their e-mail address, by name."""
    rows = tx.execute(
        sa.select(t.person).where(
            t.person.c.id.in_(
                sa.select(t.membership.c.person_id).where(
                    t.membership.c.partnership_id == partnership_id
                )
            )
        )
    ).all()
    called = _known_as(tx, partnership_id)
    found = [
        (Actor(row.id, name, _memberships(tx, row.id)), _as_written(row.email, email))
        for row in rows
        for name, email in [called.get(row.id, (row.name, None))]
    ]
    return tuple(sorted(found, key=lambda each: each[0].name))


def everybody(tx: Tx) -> tuple[Actor, ...]:
    """Return every person, in the order in which they came; for the demo's sign-in."""
    rows = tx.execute(sa.select(t.person)).all()
    return tuple(Actor(row.id, row.name, _memberships(tx, row.id)) for row in rows)


def _known_as(tx: Tx, partnership_id: str) -> dict[str, tuple[str, str | None]]:
    wanted = t.known_as.c.partnership_id == partnership_id
    rows = tx.execute(sa.select(t.known_as).where(wanted)).all()
    return {row.person_id: (row.name, row.email) for row in rows}


def _as_written(email: str | None, written: str | None) -> str | None:
    """Return an address as a partnership wrote it, while it is still the person's."""
    is_same = email is not None and written is not None and email.lower() == written.lower()
    return written if is_same else email


def _memberships(tx: Tx, person_id: str) -> tuple[Membership, ...]:
    rows = tx.execute(sa.select(t.membership).where(t.membership.c.person_id == person_id)).all()
    return tuple(
        Membership(row.partnership_id, row.community_id, Role(row.role), row.party, row.since)
        for row in rows
    )
