"""Who may change a person's places, and who may let a person in.

Whoever makes a sign-in link for somebody, or changes the address that links are sent to, could
sign in as that person. So they must look after every place which the person has on this server,
and hold every power that the person holds there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from plugin.domain.people import MAY, OUTSIDE_ROLES, Actor, Membership, Power, Role

Communities = Mapping[str, Collection[str]]  # the communities of each partnership, by ids


def looks_after(actor: Actor, place: Membership, communities: Collection[str]) -> bool:
    """Say whether `actor` may give, change and end this place.

    `communities` are all of its partnership. A place in the whole partnership is for the hosts of
    the whole; one that stands outside every group is also for who hosts every group.
    """
    if place.community_id is not None:
        return actor.may(Power.LOOK_AFTER, place.partnership_id, place.community_id)
    reach = communities if place.role in OUTSIDE_ROLES else ()
    return actor.may_everywhere(Power.LOOK_AFTER, place.partnership_id, reach)


def looks_after_all_of(actor: Actor, person: Actor, communities: Communities) -> bool:
    """Say whether `actor` looks after every place that a person has on this server."""
    return all(
        looks_after(actor, place, communities.get(place.partnership_id, ()))
        for place in person.memberships
    )


def may_let_in(actor: Actor, person: Actor, communities: Communities) -> bool:
    """Say whether `actor` may make a sign-in link for a person, or change their address."""
    return looks_after_all_of(actor, person, communities) and all(
        _has_the_powers_of(actor, place, communities.get(place.partnership_id, ()))
        for place in person.memberships
    )


def since_in(person: Actor | None, place: Membership, role: Role, now: datetime) -> datetime | None:
    """Return since when a person counts as having `role`, if they get it now in place of another.

    `place` is what they have there. Another role of those who record read-backs makes nobody new;
    None is long ago.
    """
    here = (place.partnership_id, place.community_id, place.role)
    for held in person.memberships if person else ():
        if (held.partnership_id, held.community_id, held.role) == here and (
            role is held.role or {role, held.role} <= MAY[Power.READ_BACK]
        ):
            return held.since
    return now


def with_other_places(
    person: Actor, going: Iterable[Membership], coming: Membership | None = None
) -> Actor:
    """Return a person as they are once these places end and another one begins."""
    gone = {(each.partnership_id, each.community_id, each.role) for each in going}
    left = (
        each
        for each in person.memberships
        if (each.partnership_id, each.community_id, each.role) not in gone
    )
    return replace(person, memberships=(*left, *((coming,) if coming else ())))


def hosted(people: Iterable[Actor], partnership_id: str, communities: Collection[str]) -> set[str]:
    """Return the places with somebody who looks after them; the partnership itself is one."""
    everybody = tuple(people)
    found = {
        each
        for each in communities
        if any(one.may(Power.LOOK_AFTER, partnership_id, each) for one in everybody)
    }
    if any(one.may(Power.LOOK_AFTER, partnership_id) for one in everybody):
        found.add(partnership_id)
    return found


def _has_the_powers_of(actor: Actor, place: Membership, communities: Collection[str]) -> bool:
    powers = (power for power, roles in MAY.items() if place.role in roles)
    if place.community_id is not None:
        here = (place.partnership_id, place.community_id)
        return all(actor.may(power, *here) for power in powers)
    return all(actor.may_everywhere(each, place.partnership_id, communities) for each in powers)
