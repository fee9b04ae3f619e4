"""People and their memberships.

An address has one person, in however many partnerships. Each partnership gives a name of its own,
sees the address as it wrote it, and has a handle of its own for pages; no partnership learns what
another one knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import is_same_name
from plugin.domain.people import Actor, Membership, Role
from plugin.errors import BadInput
from plugin.store import piece_readings
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.engine import once

_SAME_NAME = (
    "Somebody else here has this name, and one of the two signed how they read a piece: nobody "
    "could tell whose words these are. Nothing was changed. Add to the name what tells them apart."
)

_SIGNED = (
    "Somebody else signed how they read a piece with this name: nobody could tell whose words "
    "these are. Nothing was changed. Add to the name what tells them apart."
)


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


def actor(tx: Tx, person_id: str, only_in: str | None = None) -> Actor | None:
    """Return a person with all roles, or those in one partnership; None for nobody.

    They have the name that the partnership gave, if it is one.
    """
    rows = tx.execute(with_places(outer=True).where(t.person.c.id == person_id)).all()
    return actor_of(rows, only_in) if rows else None


def actor_of(rows: Sequence[Any], only_in: str | None) -> Actor:
    """Return the person that one or more rows of `with_places` tell."""
    held = [each for each in rows if each.role and only_in in (None, each.partnership_id)]
    given = {each.partnership_id: each.given for each in held}
    name = next(iter(given.values())) if len(given) == 1 else None
    return Actor(rows[0].id, name or rows[0].name, tuple(map(_membership, held)))


def know_as(
    tx: Tx, person_id: str, partnership_id: str, name: str, email: str | None, handle: str
) -> None:
    """Store how a new partnership calls a person, and their address as it was written there."""
    forget_name(tx, person_id, partnership_id)
    tx.execute(
        sa.insert(t.known_as).values(
            person_id=person_id,
            partnership_id=partnership_id,
            name=name,
            email=email,
            handle=handle,
        )
    )


def rename(tx: Tx, person_id: str, partnership_id: str, name: str, email: str | None) -> None:
    """Store how a partnership calls a person from now on, and writes their address.

    What they signed there has their new name, as long as nobody was asked about it: a signature
    that people checked stays the one that they read, and pages say that its signer has another name
    now. Raise BadInput for a name that somebody else has there, or signed with, where either of the
    two signed something.
    """
    if not is_same_name(name, name_in(tx, person_id, partnership_id)):
        _require_told_apart(tx, person_id, partnership_id, name)
    key = _known_here(person_id, partnership_id)
    tx.execute(sa.update(t.known_as).where(key).values(name=name, email=email))
    signed = t.piece_reading.c
    here = sa.select(t.piece.c.id).where(t.piece.c.partnership_id == partnership_id)
    own = (signed.made_by == person_id) & (signed.signed_as != "") & signed.piece_id.in_(here)
    unasked = own & ~_was_put_to_people(signed)
    tx.execute(sa.update(t.piece_reading).where(unasked).values(signed_as=name))


def _was_put_to_people(reading: Any) -> sa.ColumnElement[bool]:
    """Say whether people were asked about a wording beside which a reading stood."""
    own = t.wording.c
    beside = (own.piece_id == reading.piece_id) & (own.basis >= reading.since)
    asked = (t.read_back, t.question, t.own_yes)
    return sa.or_(
        *(
            sa.select(sa.literal(1))
            .where(beside, each.c.wording_id == own.id)
            .correlate(t.piece_reading)
            .exists()
            for each in asked
        )
    )


def _require_told_apart(tx: Tx, person_id: str, partnership_id: str, name: str) -> None:
    same = namesakes(tx, partnership_id, name, {person_id})
    signed = t.piece_reading.c
    here = sa.select(t.piece.c.id).where(t.piece.c.partnership_id == partnership_id)
    theirs = signed.made_by.in_([person_id, *same]) & signed.piece_id.in_(here)
    wanted = sa.select(signed.id).where(theirs, signed.signed_as != "").limit(1)
    if same and tx.execute(wanted).first() is not None:
        raise BadInput(_SAME_NAME)
    if piece_readings.has_signed_as(tx, partnership_id, name, {person_id}):
        raise BadInput(_SIGNED)


def namesakes(tx: Tx, partnership_id: str, name: str, own_ids: Collection[str]) -> tuple[str, ...]:
    """Return who else of a partnership has this name, however it is written, by their ids."""
    people = (each for each, _ in people_of(tx, partnership_id) if each.person_id not in own_ids)
    return tuple(each.person_id for each in people if is_same_name(each.name, name))


def name_in(tx: Tx, person_id: str, partnership_id: str) -> str:
    """Return how a partnership calls a person."""
    known = sa.select(t.known_as.c.name).where(_known_here(person_id, partnership_id))
    own = sa.select(t.person.c.name).where(t.person.c.id == person_id)
    name: str = tx.execute(known).scalar() or tx.execute(own).scalar_one()
    return name


def forget_name(tx: Tx, person_id: str, partnership_id: str) -> None:
    """Erase how a partnership called a person who has left it."""
    tx.execute(sa.delete(t.known_as).where(_known_here(person_id, partnership_id)))


def handles(tx: Tx, partnership_id: str) -> dict[str, str]:
    """Return what stands for the people of a partnership in addresses, by their ids."""
    known = t.known_as.c
    wanted = sa.select(known.person_id, known.handle).where(known.partnership_id == partnership_id)
    return {row.person_id: row.handle for row in tx.execute(wanted)}


def person_id_of(tx: Tx, email: str) -> str | None:
    """Return the person with this address, whatever its capitals, or None."""
    wanted = sa.func.lower(t.person.c.email) == email.strip().lower()
    return tx.execute(sa.select(t.person.c.id).where(wanted)).scalar()


def email_of(tx: Tx, person_id: str) -> str | None:
    """Return a person's address, or None."""
    return tx.execute(sa.select(t.person.c.email).where(t.person.c.id == person_id)).scalar()


def people_of(tx: Tx, partnership_id: str) -> tuple[tuple[Actor, str | None], ...]:
    """Return everybody of a partnership with their places in it and their address, by name."""
    here = t.membership.c.partnership_id == partnership_id
    held: defaultdict[str, list[Any]] = defaultdict(list)
    wanted = with_places().where(here)
    for row in once(("people", partnership_id), lambda: tx.execute(wanted).all()):
        held[row.id].append(row)
    found = []
    for person_id, rows in held.items():
        first = rows[0]
        name = first.name if first.given is None else first.given
        actor = Actor(person_id, name, tuple(map(_membership, rows)))
        found.append((actor, _as_written(first.email, first.written)))
    return tuple(sorted(found, key=lambda each: each[0].name))


def everybody(tx: Tx) -> tuple[Actor, ...]:
    """Return every person, in the order in which they came; for the demo's sign-in."""
    rows = tx.execute(sa.select(t.person)).all()
    return tuple(Actor(row.id, row.name, _memberships(tx, row.id)) for row in rows)


def with_places(*, outer: bool = False) -> sa.Select[Any]:
    """Select people with each place of theirs, and what is known of them there."""
    person, held, known = t.person, t.membership, t.known_as
    is_here = (known.c.person_id == held.c.person_id) & (
        known.c.partnership_id == held.c.partnership_id
    )
    places = held.c
    return sa.select(
        *(person.c.id, person.c.name, person.c.email),
        *(places.partnership_id, places.community_id, places.role, places.party, places.since),
        *(known.c.name.label("given"), known.c.email.label("written")),
    ).select_from(
        person.join(held, places.person_id == person.c.id, isouter=outer).join(
            known, is_here, isouter=True
        )
    )


def _as_written(email: str | None, written: str | None) -> str | None:
    """Return an address as a partnership wrote it, while it is still the person's."""
    is_same = email is not None and written is not None and email.lower() == written.lower()
    return written if is_same else email


def _memberships(tx: Tx, person_id: str) -> tuple[Membership, ...]:
    rows = tx.execute(sa.select(t.membership).where(t.membership.c.person_id == person_id)).all()
    return tuple(_membership(row) for row in rows)


def _membership(row: Any) -> Membership:
    return Membership(row.partnership_id, row.community_id, Role(row.role), row.party, row.since)


def _known_here(person_id: str, partnership_id: str) -> sa.ColumnElement[bool]:
    known = t.known_as.c
    return (known.person_id == person_id) & (known.partnership_id == partnership_id)
