"""The people of a partnership: who is here, in another role, removed.

Pages name a person by a handle that is the partnership's own. Whoever is removed is signed out at
once, and links that wait for them end. Their row stays, since what they wrote stays as it was
agreed; with the last place their address goes, so that nobody signs in with it. Where the address
is known in another partnership too, a row of its own stays here instead: somebody who comes back
is new here in either case, and nobody learns which of the two it was. When they left stays too:
whoever comes later could be them (`domain.same_person`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from plugin.convene.person_fields import party_given
from plugin.convene.second_people import may_confirm
from plugin.domain.authority import (
    Communities,
    hosted,
    looks_after,
    looks_after_all_of,
    since_in,
    with_other_places,
)
from plugin.domain.communities import Community, Partnership
from plugin.domain.people import NOTHING_HERE, Actor, Membership, Power, Role
from plugin.domain.same_person import AddressWriters
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern.leaving import forget_private_words, leave
from plugin.govern.passed_on_rights import communities_in, those_to_be_let_in
from plugin.store import address_writers, passed_on_links
from plugin.store import communities as stored_communities
from plugin.store import memberships as stored_places
from plugin.store import people as stored_people
from plugin.store import sign_ins as stored_sign_ins
from plugin.store.database import Tx
from plugin.store.passed_on_links import LinkMade
from plugin.store.services import Services

_NO_HOST = (
    "Then nobody would be left who looks after the group or the partnership. Nothing was changed. "
    "Make somebody else facilitator or convenor first."
)
_NOT_THEIRS = (
    "You do not look after every place that this person has. Nothing was changed. Ask the "
    "administrator."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person as somebody sees them who looks after at least one of their places."""

    person: Actor  # with their places in this partnership alone
    handle: str  # in addresses of pages
    email: str | None
    places: tuple[Membership, ...]
    changeable: tuple[Membership, ...]  # those that the reader looks after
    may_correct: bool
    may_let_in: bool
    address_by: tuple[str, ...] = ()  # who wrote it and could be this person, by their names
    may_confirm: bool = False  # that this is another person


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everybody of a partnership, and its communities by their ids."""

    partnership: Partnership
    communities: Mapping[str, Community]
    people: tuple[PersonView, ...]
    links_made: tuple[LinkMade, ...] = ()  # for these people, the newest first


@dataclass(frozen=True, slots=True)
class PlacesEnd:
    """What a person loses with places that end."""

    closed: tuple[str, ...]  # the names of the groups whose notes they read no more
    stays: bool  # another place in the partnership is left


def people_of(services: Services, actor: Actor, partnership_id: str) -> PeopleView:
    """Return everybody of a partnership, for those who look after all of it."""
    actor.require(Power.LOOK_AFTER, partnership_id)
    with services.db.read() as tx:
        communities = communities_in(tx, partnership_id)[partnership_id]
        actor.require_everywhere(Power.LOOK_AFTER, partnership_id, communities)
        return _view(services, tx, actor, partnership_id)


def may_see_people(services: Services, actor: Actor, partnership_id: str) -> bool:
    """Say whether `people_of` would answer."""
    with services.db.read() as tx:
        groups = [each.id for each in stored_communities.communities(tx, partnership_id)]
    return actor.may_everywhere(Power.LOOK_AFTER, partnership_id, groups)


def person_of(services: Services, actor: Actor, partnership_id: str, handle: str) -> PeopleView:
    """Return one person of a partnership, for those who look after one of their places."""
    actor.require(Power.LOOK_AFTER, partnership_id)
    with services.db.read() as tx:
        view = _view(services, tx, actor, partnership_id, handle)
    if not any(each.changeable for each in view.people):
        raise NotHere(NOTHING_HERE)
    return view


def groups_without_host(services: Services, partnership_id: str) -> tuple[str, ...]:
    """Return the names of the groups of a partnership that nobody looks after."""
    with services.db.read() as tx:
        found = _hosted(tx, partnership_id, communities_in(tx, partnership_id))
        communities = stored_communities.communities(tx, partnership_id)
    return tuple(each.name for each in communities if each.id not in found)


def person_called(services: Services, given: str) -> tuple[Actor, str | None]:
    """Return a person by id or address, with their address; for the administrator."""
    with services.db.read() as tx:
        person = stored_people.actor(tx, stored_people.person_id_of(tx, given) or given)
        if person is None:
            raise NotHere(
                "Nobody here has that id or address. Nothing was changed. `hedgerow person list` "
                "shows who is here."
            )
        return person, stored_people.email_of(tx, person.person_id)


def change_role(
    services: Services, actor: Actor, person_id: str, before: Membership, role: Role, party: str
) -> None:
    """Give a person another role in a place that they have; done already, it changes nothing."""
    given_party = party_given(party)

    def act(tx: Tx, person: Actor, groups: Communities) -> None:
        since = since_in(person, before, role, services.now)
        after = replace(before, role=role, party=given_party, since=since)
        communities = groups.get(before.partnership_id, ())
        if not all(looks_after(actor, each, communities) for each in (before, after)):
            raise Refused(_NOT_THEIRS)
        here = _roles_in(person, before)
        if role is not before.role and role in here:
            stored_places.end(tx, person_id, before)
        elif before.role in here:
            stored_places.change(tx, person_id, before, after)
        else:
            raise BadInput("This person has another role by now. Nothing was changed. Look again.")
        forget_private_words(tx, person_id, before.partnership_id, communities)

    _keeping_hosts(services, actor, person_id, before.partnership_id, act)


def what_ends(
    services: Services,
    actor: Actor,
    person_id: str,
    going: Sequence[Membership],
    coming: Membership | None = None,
) -> PlacesEnd:
    """Return what a person would lose with these places, of which there is one, before it is done.

    Raise Refused and BadInput where `change_role` and `remove_person` would.
    """
    here = going[0].partnership_id
    with services.db.read() as tx:
        person, groups = _person(tx, person_id), communities_in(tx, here)
        changed = (*going, *((coming,) if coming else ()))
        if not all(looks_after(actor, each, groups.get(here, ())) for each in changed):
            raise Refused(_NOT_THEIRS)
        then = with_other_places(person, going, coming)
        people = {each.person_id: each for each, _ in stored_people.people_of(tx, here)}
        after = {**people, person_id: then.within(here)}
        ids = groups.get(here, ())
        lost = hosted(people.values(), here, ids) - hosted(after.values(), here, ids)
        if lost and not actor.is_operator:
            raise BadInput(_NO_HOST)
        closed = tuple(
            each.name
            for each in stored_communities.communities(tx, here)
            if person.may(Power.READ_NOTES, here, each.id)
            and not then.may(Power.READ_NOTES, here, each.id)
        )
    return PlacesEnd(closed, bool(then.roles(here)))


def remove_person(
    services: Services, actor: Actor, person_id: str, places: Iterable[Membership]
) -> bool:
    """Take places of one partnership from a person and sign them out; say if any place is left.

    A place that they have no more is passed over: somebody else was faster.
    """
    going = tuple(places)
    if not going:
        raise BadInput("This person has no place there any more. Nothing was changed.")

    def act(tx: Tx, person: Actor, groups: Communities) -> None:
        for place in going:
            if not looks_after(actor, place, groups.get(place.partnership_id, ())):
                raise Refused(_NOT_THEIRS)
            stored_places.end(tx, person_id, place)
        stored_sign_ins.end_sessions(tx, person_id, services.now)
        here = going[0].partnership_id
        forget_private_words(tx, person_id, here, groups.get(here, ()))
        if not _person(tx, person_id).roles(going[0].partnership_id):
            leave(services, tx, person_id, going[0].partnership_id)

    left = _keeping_hosts(services, actor, person_id, going[0].partnership_id, act)
    return bool(left.memberships)


def _keeping_hosts(
    services: Services,
    actor: Actor,
    person_id: str,
    partnership_id: str,
    act: Callable[[Tx, Actor, Communities], None],
) -> Actor:
    """Change a person's places and return them as they are then; nothing loses its last host.

    Whoever runs the server may leave a group without one: access has to end when it must.
    """
    with services.db.begin() as tx:
        person, groups = _person(tx, person_id), communities_in(tx, partnership_id)
        before = _hosted(tx, partnership_id, groups)
        act(tx, person, groups)
        if not actor.is_operator and before - _hosted(tx, partnership_id, groups):
            raise BadInput(_NO_HOST)
        return _person(tx, person_id)


def _hosted(tx: Tx, partnership_id: str, groups: Communities) -> set[str]:
    people = (person for person, _ in stored_people.people_of(tx, partnership_id))
    return hosted(people, partnership_id, groups.get(partnership_id, ()))


def _person(tx: Tx, person_id: str) -> Actor:
    person = stored_people.actor(tx, person_id)
    if person is None:
        raise NotHere(NOTHING_HERE)
    return person


def _view(
    services: Services, tx: Tx, actor: Actor, partnership_id: str, handle: str | None = None
) -> PeopleView:
    """Return everybody of a partnership as `actor` sees them, or one of them."""
    partnership = stored_communities.partnership(tx, partnership_id)
    if partnership is None:
        raise NotHere(NOTHING_HERE)
    communities = {each.id: each for each in stored_communities.communities(tx, partnership_id)}
    handles = stored_people.handles(tx, partnership_id)
    written = address_writers.of(tx, partnership_id)
    found = [
        each
        for each in stored_people.people_of(tx, partnership_id)
        if handle in (None, handles[each[0].person_id])
    ]
    everybody = [person for person, _ in found]
    let_in = those_to_be_let_in(services, tx, actor, everybody, partnership_id)
    people = tuple(
        _seen(tx, actor, partnership_id, tuple(communities), handles, written, let_in, *each)
        for each in found
    )
    whose = people[0].person.person_id if people and handle else None
    made = passed_on_links.made_in(tx, partnership_id, whose)
    return PeopleView(partnership, communities, people, made)


def _seen(
    tx: Tx,
    actor: Actor,
    partnership_id: str,
    communities: tuple[str, ...],
    handles: Mapping[str, str],
    written: AddressWriters,
    let_in: Collection[str],
    person: Actor,
    email: str | None,
) -> PersonView:
    writers = written.by_person.get(person.person_id, frozenset())
    return PersonView(
        person=person,
        handle=handles[person.person_id],
        email=email,
        places=person.memberships,
        changeable=tuple(
            each for each in person.memberships if looks_after(actor, each, communities)
        ),
        may_correct=looks_after_all_of(actor, person, {partnership_id: communities}),
        may_let_in=person.person_id in let_in,
        address_by=tuple(
            sorted(stored_people.name_in(tx, each, partnership_id) for each in writers)
        ),
        may_confirm=bool(writers) and may_confirm(written, actor, person.person_id),
    )


def _roles_in(person: Actor, place: Membership) -> set[Role]:
    return {
        each.role
        for each in person.memberships
        if (each.partnership_id, each.community_id) == (place.partnership_id, place.community_id)
    }
