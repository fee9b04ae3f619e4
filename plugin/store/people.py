"""People and their memberships."""

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
        )
    )


def actor(tx: Tx, person_id: str) -> Actor | None:
    """Return a person with all roles, or None."""
    row = tx.execute(sa.select(t.person).where(t.person.c.id == person_id)).one_or_none()
    return None if row is None else Actor(row.id, row.name, _memberships(tx, person_id))


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
        sa.select(t.person)
        .where(
            t.person.c.id.in_(
                sa.select(t.membership.c.person_id).where(
                    t.membership.c.partnership_id == partnership_id
                )
            )
        )
        .order_by(t.person.c.name)
    ).all()
    return tuple((Actor(row.id, row.name, _memberships(tx, row.id)), row.email) for row in rows)


def everybody(tx: Tx) -> tuple[Actor, ...]:
    """Return every person, in the order in which they came; for the demo's sign-in."""
    rows = tx.execute(sa.select(t.person)).all()
    return tuple(Actor(row.id, row.name, _memberships(tx, row.id)) for row in rows)


def _memberships(tx: Tx, person_id: str) -> tuple[Membership, ...]:
    rows = tx.execute(sa.select(t.membership).where(t.membership.c.person_id == person_id)).all()
    return tuple(
        Membership(row.partnership_id, row.community_id, Role(row.role), row.party) for row in rows
    )
