"""Partnerships, communities and their people: what stands before anybody meets."""

from __future__ import annotations

from dataclasses import replace

from plugin.convene.person_fields import address_given, name_given, party_given
from plugin.domain.authority import looks_after, since_in
from plugin.domain.blankness import is_blank
from plugin.domain.communities import Community, Partnership, too_long
from plugin.domain.overtaken import put_together
from plugin.domain.people import MAY, Actor, Membership, Power, Role
from plugin.domain.presses import id_of
from plugin.errors import BadInput, NotHere
from plugin.govern import gone_words
from plugin.store import address_writers
from plugin.store import communities as stored_communities
from plugin.store import memberships as stored_places
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services


def start_partnership(services: Services, name: str) -> Partnership:
    """Make a new partnership; only the administrator can."""
    partnership = Partnership(services.new_id(), _given(name, "The partnership needs a name."))
    with services.db.begin() as tx:
        stored_communities.add_partnership(tx, partnership)
    return partnership


def start_community(
    services: Services,
    actor: Actor,
    partnership_id: str,
    name: str,
    question: str,
    permission_note: str = "",
    sponsor: str = "",
    host: str = "",
    contact: str = "",
    rules: tuple[str, ...] = (),
    press: str | None = None,
) -> Community:
    """Make a new community; nothing is agreed in it yet, so the protective default holds.

    The same `press` of the same person again makes nothing new.
    """
    actor.require(Power.LOOK_AFTER, partnership_id)
    mine = f"{partnership_id} {actor.person_id}"
    community = Community(
        id=id_of(mine, press) if press else services.new_id(),
        partnership_id=partnership_id,
        name=_given(name, "The group needs a name."),
        question=_given(question, "The group needs a question that it is there for."),
        permission_note=permission_note.strip(),
        sponsor=sponsor.strip(),
        host=host.strip(),
        contact=contact.strip(),
        rules=rules,
    )
    _require_fitting(community)
    with services.db.begin() as tx:
        before = stored_communities.community(tx, community.id)
        if before is not None:
            return before
        stored_communities.save_community(tx, community)
        gone_words.require_shared(tx, community.id, (community.name, community.question))
        if not actor.may(Power.LOOK_AFTER, partnership_id, community.id):
            # Whoever starts a community hosts it; their role elsewhere does not reach here.
            host_role = next(iter(actor.roles(partnership_id) & MAY[Power.LOOK_AFTER]))
            member = Membership(partnership_id, community.id, host_role, since=services.now)
            stored_people.add_membership(tx, services.new_id(), actor.person_id, member)
    return community


def change_community(
    services: Services, actor: Actor, community: Community, shown: str | None = None
) -> Community:
    """Change a community's sentences; return it as it is stored. Boards keep what they print.

    `shown` is the mark of the fields that a form was filled with, where one was used: what somebody
    else changed since then, and this form did not, stays. Raise ChangedMeanwhile where both changed
    the same.
    """
    known = community_of(services, community.id)
    actor.require(Power.LOOK_AFTER, known.partnership_id, known.id)
    if community.partnership_id != known.partnership_id:
        raise NotHere("A group stays in its partnership. Nothing was changed.")
    _given(community.name, "The group needs a name.")
    _given(community.question, "The group needs a question that it is there for.")
    _require_fitting(community)
    with services.db.begin() as tx:
        now = stored_communities.community(tx, community.id)
        if now is not None:
            community = replace(community, **put_together(shown, now.fields, community.fields))
            _require_fitting(community)
            names = (now.name, now.question)
            gone_words.require_shared(tx, community.id, (community.name, community.question), names)
        stored_communities.save_community(tx, community)
    return community


def add_person(
    services: Services,
    actor: Actor,
    partnership_id: str,
    community_id: str | None,
    name: str,
    email: str | None,
    role: Role,
    party: str = "",
    press: str | None = None,
) -> Actor:
    """Give a person a role; somebody whose address is known already is not made twice.

    Nor is somebody without an address by the same `press` again.

    A role in the whole partnership is given by its own hosts alone, however few communities it has;
    one that stands outside every group also by who hosts every group. The answer is the same where
    an address is known in another partnership: each has its own name for a person.
    """
    actor.require(Power.LOOK_AFTER, partnership_id, community_id)
    given_name, address = name_given(name), address_given(email)
    member = Membership(partnership_id, community_id, role, party_given(party))
    with services.db.begin() as tx:
        if community_id is None:
            _require_whole(tx, actor, member)
        person_id = stored_people.person_id_of(tx, address) if address else None
        if person_id is None:
            here = f"{partnership_id} {community_id} {actor.person_id}"
            # An address makes one person by itself; by a press it could find who has left.
            by_press = id_of(here, press) if press and not address else None
            person_id = _of_press(services, tx, by_press)
            if stored_people.actor(tx, person_id) is None:
                stored_people.add_person(tx, person_id, given_name, address)
        known = stored_people.actor(tx, person_id)
        if known is None or not known.roles(partnership_id):
            written = (given_name, address, services.new_id())
            stored_people.know_as(tx, person_id, partnership_id, *written)
            by = actor.counts_as  # without an address too: they can write one later, as that person
            address_writers.add(tx, services.new_id, partnership_id, person_id, by)
        _give(tx, services, person_id, known, member)
        people = stored_people.people_of(tx, partnership_id)
        added = next((each for each, _ in people if each.person_id == person_id), None)
    if added is None:
        raise NotHere("That person could not be stored. Nothing was changed. Try again.")
    return added


def _of_press(services: Services, tx: Tx, person_id: str | None) -> str:
    """Return the id of whoever a press adds; whoever it added before may be removed since.

    The same press once more adds nobody else again.
    """
    while person_id is not None:
        known = stored_people.actor(tx, person_id)
        if known is None or known.memberships:
            return person_id
        person_id = id_of(person_id, "again")
    return services.new_id()


def _give(
    tx: Tx, services: Services, person_id: str, known: Actor | None, member: Membership
) -> None:
    """Give a person a place that they do not have yet; the same role from elsewhere ends."""
    if known is None or member not in known.memberships:
        since = since_in(known, member, member.role, services.now)
        stored_places.make_room(tx, person_id, member)
        stored_people.add_membership(tx, services.new_id(), person_id, replace(member, since=since))


def address_of(services: Services, actor: Actor) -> str | None:
    """Return a person's own e-mail address, or None where none is known."""
    with services.db.read() as tx:
        return stored_people.email_of(tx, actor.person_id)


def community_of(services: Services, community_id: str) -> Community:
    """Return a community by id; raise NotHere. Callers ask who may see it."""
    with services.db.read() as tx:
        community = stored_communities.community(tx, community_id)
    if community is None:
        raise NotHere("There is no group here. Nothing was changed.")
    return community


def group_of(services: Services, actor: Actor, community_id: str) -> tuple[Community, Partnership]:
    """Return a community and its partnership, for one of its people."""
    with services.db.read() as tx:
        return read_group(tx, actor, community_id)


def read_group(tx: Tx, actor: Actor, community_id: str) -> tuple[Community, Partnership]:
    """Return a community and its partnership, for one of its people."""
    found = stored_communities.with_its_partnership(tx, community_id)
    if found is None:
        raise NotHere("There is no group here. Nothing was changed.")
    actor.require(Power.READ_COMMUNITY, found[1].id, community_id)
    return found


def _given(words: str, otherwise: str) -> str:
    if is_blank(words):
        raise BadInput(f"{otherwise} Nothing was stored.")
    return words.strip()


def _require_fitting(community: Community) -> None:
    told = too_long(community)
    if told is not None:
        raise BadInput(f"{told} Nothing was stored. Shorten it, then send it again.")


def _require_whole(tx: Tx, actor: Actor, place: Membership) -> None:
    communities = [each.id for each in stored_communities.communities(tx, place.partnership_id)]
    if not looks_after(actor, place, communities):
        actor.require_everywhere(Power.LOOK_AFTER, place.partnership_id, ())
