"""The people of a partnership: corrected, in another role, let in by a link, removed.

Whoever is removed is signed out at once, and links that wait for them end. Their row stays, since
what they wrote stays as it was agreed; with the last place their address goes, so that nobody
signs in with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from plugin.convene.passed_on_links import (
    NOT_IN,
    communities_of,
    may_be_let_in,
)
from plugin.domain.authority import (
    Communities,
    hosted,
    looks_after,
    looks_after_all_of,
    since_in,
)
from plugin.domain.blankness import is_blank
from plugin.domain.communities import Community, Partnership
from plugin.domain.people import NOTHING_HERE, Actor, Membership, Power, Role
from plugin.errors import BadInput, NotHere, Refused
from plugin.store import communities as stored_communities
from plugin.store import memberships as stored_places
from plugin.store import passed_on_links
from plugin.store import people as stored_people
from plugin.store import sign_ins as stored_sign_ins
from plugin.store.database import Tx
from plugin.store.passed_on_links import LinkMade
from plugin.store.services import Services

LONGEST_NAME, LONGEST_PARTY = 120, 80
# One address and nothing else: what could end a header or add a second reader is refused.
_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f]+@[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f]+")
_NO_HOST = (
    "Then nobody would be left who looks after the group or the partnership. Nothing was changed. "
    "Make somebody else facilitator or convenor first."
)
_NOT_THEIRS = (
    "You do not look after every place that this person has. Nothing was changed. Ask whoever "
    "runs this server."
)


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as somebody sees them who looks after at least one of their places."""

    person: Actor
    email: str | None
    places: tuple[Membership, ...]  # in this partnership
    changeable: tuple[Membership, ...]  # those that the reader looks after
    may_correct: bool
    may_let_in: bool


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everybody of a partnership, and its communities by their ids."""

    partnership: Partnership
    communities: dict[str, Community]
    people: tuple[PersonView, ...]
    links_made: tuple[LinkMade, ...] = ()  # for these people, the newest first


def people_of(services: Services, actor: Actor, partnership_id: str) -> PeopleView:
    """Return everybody of a partnership, for those who look after all of it."""
    actor.require(Power.LOOK_AFTER, partnership_id)
    with services.db.read() as tx:
        groups = communities_of(tx)
        actor.require_everywhere(Power.LOOK_AFTER, partnership_id, groups[partnership_id])
        return _view(
            services, tx, actor, partnership_id, groups, stored_people.people_of(tx, partnership_id)
        )


def may_see_people(services: Services, actor: Actor, partnership_id: str) -> bool:
    """Say whether `people_of` would answer."""
    with services.db.read() as tx:
        groups = [each.id for each in stored_communities.communities(tx, partnership_id)]
    return actor.may_everywhere(Power.LOOK_AFTER, partnership_id, groups)


def person_of(services: Services, actor: Actor, partnership_id: str, person_id: str) -> PeopleView:
    """Return one person of a partnership, for those who look after one of their places."""
    actor.require(Power.LOOK_AFTER, partnership_id)
    with services.db.read() as tx:
        found = [
            each for each in stored_people.people_of(tx, partnership_id) if _is(each[0], person_id)
        ]
        view = _view(services, tx, actor, partnership_id, communities_of(tx), found)
        made = passed_on_links.made_in(tx, partnership_id, person_id)
    if not any(each.changeable for each in view.people):
        raise NotHere(NOTHING_HERE)
    return replace(view, links_made=made)


def person_called(services: Services, given: str) -> tuple[Actor, str | None]:
    """Return a person by id or address, with their address; for whoever runs the server."""
    with services.db.read() as tx:
        person = stored_people.actor(tx, stored_people.person_id_of(tx, given) or given)
        if person is None:
            raise NotHere(
                "Nobody here has that id or address. Nothing was changed. `hedgerow person list` "
                "shows who is here."
            )
        return person, stored_people.email_of(tx, person.person_id)


def correct_person(
    services: Services, actor: Actor, person_id: str, name: str, email: str | None
) -> Actor:
    """Correct how a person is called and where their links go; a new address ends the old links.

    The name is for who looks after all of their places in a partnership, and holds there; the
    address for who might let them in.
    """
    given_name, address = name_given(name), address_given(email)
    with services.db.begin() as tx:
        person, groups = _person(tx, person_id), communities_of(tx)
        own = [each for each in groups if _looks_after_here(actor, person, each, groups)]
        is_whole = looks_after_all_of(actor, person, groups)
        if not own and not is_whole:
            raise Refused(_NOT_THEIRS)
        kept = stored_people.email_of(tx, person_id)
        for each in own:
            stored_people.know_as(tx, person_id, each, given_name, address)
        if not is_whole:
            if (address or "").lower() != (kept or "").lower():
                raise Refused(NOT_IN)
            return replace(person, name=given_name)
        if address != stored_people.email_of(tx, person_id):
            if not may_be_let_in(services, tx, actor, person, groups):
                raise Refused(NOT_IN)
            if address and stored_people.person_id_of(tx, address) not in (None, person_id):
                raise BadInput(
                    "Somebody else signs in with that address. Nothing was changed. Give that "
                    "person a place instead, or write another address."
                )
            stored_sign_ins.end_sessions(tx, person_id, services.now)
            if actor.counts_as - {person_id}:  # who may be behind the new address is new here
                stored_places.begin_again(tx, person_id, services.now)
        stored_places.correct(tx, person_id, given_name, address)
    return replace(person, name=given_name)


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

    _keeping_hosts(services, actor, person_id, before.partnership_id, act)


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
        if not _person(tx, person_id).roles(going[0].partnership_id):
            stored_people.forget_name(tx, person_id, going[0].partnership_id)
        if not _person(tx, person_id).memberships:
            stored_places.forget_address(tx, person_id)

    left = _keeping_hosts(services, actor, person_id, going[0].partnership_id, act)
    return bool(left.memberships)


def name_given(name: str) -> str:
    """Return a person's name; raise BadInput for none, or one that is too long."""
    if is_blank(name):
        raise BadInput("The person needs a name. Nothing was stored.")
    if len(name.strip()) > LONGEST_NAME:
        raise BadInput(f"A name has at most {LONGEST_NAME} characters. Nothing was stored.")
    return name.strip()


def address_given(email: str | None) -> str | None:
    """Return an e-mail address, None for none; raise BadInput for what is none."""
    address = (email or "").strip()
    if address and not _ADDRESS.fullmatch(address):
        raise BadInput("That is not an e-mail address. Nothing was stored. Write it as name@place.")
    return address or None


def party_given(party: str) -> str:
    """Return where a person comes from; raise BadInput where it is too long."""
    if len(party.strip()) > LONGEST_PARTY:
        raise BadInput(
            f"Where somebody comes from has at most {LONGEST_PARTY} characters. Nothing was stored."
        )
    return party.strip()


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
        person, groups = _person(tx, person_id), communities_of(tx)
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
    services: Services,
    tx: Tx,
    actor: Actor,
    partnership_id: str,
    groups: Communities,
    people: Iterable[tuple[Actor, str | None]],
) -> PeopleView:
    partnership = stored_communities.partnership(tx, partnership_id)
    if partnership is None:
        raise NotHere(NOTHING_HERE)
    communities = stored_communities.communities(tx, partnership_id)
    return PeopleView(
        partnership,
        {each.id: each for each in communities},
        tuple(_seen(services, tx, actor, partnership_id, groups, *each) for each in people),
        passed_on_links.made_in(tx, partnership_id),
    )


def _seen(
    services: Services,
    tx: Tx,
    actor: Actor,
    partnership_id: str,
    groups: Communities,
    person: Actor,
    email: str | None,
) -> PersonView:
    places = tuple(each for each in person.memberships if each.partnership_id == partnership_id)
    return PersonView(
        person,
        email,
        places,
        tuple(each for each in places if looks_after(actor, each, groups[partnership_id])),
        _looks_after_here(actor, person, partnership_id, groups),
        may_be_let_in(services, tx, actor, person, groups),
    )


def _looks_after_here(
    actor: Actor, person: Actor, partnership_id: str, groups: Communities
) -> bool:
    """Say whether somebody looks after every place that a person has in one partnership."""
    here = [each for each in person.memberships if each.partnership_id == partnership_id]
    return bool(here) and all(looks_after(actor, each, groups[partnership_id]) for each in here)


def _roles_in(person: Actor, place: Membership) -> set[Role]:
    return {
        each.role
        for each in person.memberships
        if (each.partnership_id, each.community_id) == (place.partnership_id, place.community_id)
    }


def _is(person: Actor, person_id: str) -> bool:
    return person.person_id == person_id
