"""Correcting how a person is called, and the address that their sign-in links go to.

An address has one person, in however many partnerships. So a partnership that gives somebody
another address moves what it has of them to the person of that address, who may be known elsewhere
or be made for it; what other partnerships have of them stays. It is answered the same in each case.
"""

from __future__ import annotations

from plugin.convene.passed_on_links import NOT_IN
from plugin.convene.person_fields import address_given, name_given
from plugin.domain.authority import looks_after_all_of
from plugin.domain.people import NOTHING_HERE, Actor
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern.passed_on_rights import communities_in, may_be_let_in
from plugin.store import address_writers, moved_people
from plugin.store import memberships as stored_places
from plugin.store import people as stored_people
from plugin.store import sign_ins as stored_sign_ins
from plugin.store.database import Tx
from plugin.store.services import Services

People = tuple[tuple[Actor, str | None], ...]
_NOT_THEIRS = (
    "You do not look after every place that this person has. Nothing was changed. "
    "Ask the administrator."
)
_TAKEN = (
    "Somebody else signs in with that address. Nothing was changed. Give that person a place "
    "instead, or write another address."
)


def correct_person(
    services: Services,
    actor: Actor,
    partnership_id: str,
    person_id: str,
    name: str,
    email: str | None,
) -> None:
    """Correct how a partnership calls a person, and their address; a new one ends the old links.

    The name is for who looks after all of their places there, the address for who might let them
    in. Raise BadInput for the address of somebody else in this partnership.
    """
    given_name, address = name_given(name), address_given(email)
    with services.db.begin() as tx:
        people = stored_people.people_of(tx, partnership_id)
        person, shown = _one_of(people, person_id)
        if not looks_after_all_of(actor, person, communities_in(tx, partnership_id)):
            raise Refused(_NOT_THEIRS)
        if address == shown:
            stored_people.rename(tx, person_id, partnership_id, given_name, address)
            _rename_row(tx, person_id, partnership_id, given_name)
            return
        if not may_be_let_in(services, tx, actor, person, partnership_id):
            raise Refused(NOT_IN)
        _require_free(people, person_id, address)
        new_id = _person_with(services, tx, person_id, partnership_id, given_name, address)
        stored_people.rename(tx, new_id, partnership_id, given_name, address)
        by = actor.counts_as - {person_id}
        if by:  # who may be behind the new address is new here
            stored_places.begin_again(tx, new_id, partnership_id, services.now)
            known = address_writers.of(tx, partnership_id).by_person.get(new_id, frozenset())
            address_writers.add(tx, services.new_id, partnership_id, new_id, by)
            # Whoever added them without an address may write it; all others take a place.
            if shown is not None or not by <= known:
                address_writers.note_replaced(tx, partnership_id, new_id, by, services.now)


def correct_everywhere(services: Services, person_id: str, name: str, email: str | None) -> None:
    """Correct a person in every partnership, for the administrator."""
    given_name, address = name_given(name), address_given(email)
    with services.db.begin() as tx:
        person = stored_people.actor(tx, person_id)
        if person is None:
            raise NotHere(NOTHING_HERE)
        if address and stored_people.person_id_of(tx, address) not in (None, person_id):
            raise BadInput(_TAKEN)
        if address != stored_people.email_of(tx, person_id):
            stored_sign_ins.end_sessions(tx, person_id, services.now)
        stored_places.correct(tx, person_id, given_name, address)
        for partnership_id in {held.partnership_id for held in person.memberships}:
            stored_people.rename(tx, person_id, partnership_id, given_name, address)


def _one_of(people: People, person_id: str) -> tuple[Actor, str | None]:
    for person, shown in people:
        if person.person_id == person_id:
            return person, shown
    raise NotHere(NOTHING_HERE)


def _require_free(people: People, person_id: str, address: str | None) -> None:
    """Return if nobody else of this partnership has an address; other partnerships do not count."""
    taken = (shown.lower() for each, shown in people if shown and each.person_id != person_id)
    if address and address.lower() in taken:
        raise BadInput(_TAKEN)


def _person_with(
    services: Services,
    tx: Tx,
    person_id: str,
    partnership_id: str,
    name: str,
    address: str | None,
) -> str:
    """Return who has an address, with all that the partnership has of a person; end sign-ins."""
    known_id = stored_people.person_id_of(tx, address) if address else None
    if not _is_elsewhere(tx, person_id, partnership_id) and known_id in (None, person_id):
        stored_sign_ins.end_sessions(tx, person_id, services.now)
        stored_places.correct(tx, person_id, name, address)
        return person_id
    if known_id is None:
        known_id = services.new_id()
        stored_people.add_person(tx, known_id, name, address)
    if known_id != person_id:  # the same address in other letters stays as others wrote it
        moved_people.move(tx, partnership_id, person_id, known_id)
    if _is_elsewhere(tx, person_id, partnership_id):
        stored_sign_ins.end_sessions(tx, person_id, services.now, only_in=partnership_id)
    else:
        stored_sign_ins.end_sessions(tx, person_id, services.now)
        stored_places.forget_address(tx, person_id)
    return known_id


def _rename_row(tx: Tx, person_id: str, partnership_id: str, name: str) -> None:
    """Let a person's row say the name too, where no other partnership has one of its own."""
    if not _is_elsewhere(tx, person_id, partnership_id):
        stored_places.correct(tx, person_id, name, stored_people.email_of(tx, person_id))


def _is_elsewhere(tx: Tx, person_id: str, partnership_id: str) -> bool:
    person = stored_people.actor(tx, person_id)
    places = person.memberships if person else ()
    return any(held.partnership_id != partnership_id for held in places)
