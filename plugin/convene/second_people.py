"""Confirming that somebody is another person than whoever wrote their e-mail address.

Until then the two count as one where two are needed (`domain.same_person`). A host confirms it who
could be neither of them; the administrator always can.
"""

from __future__ import annotations

from plugin.domain.authority import looks_after
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.same_person import AddressWriters
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern.passed_on_rights import communities_in
from plugin.store import address_writers
from plugin.store import people as stored_people
from plugin.store.services import Services

_ONE = (
    "You cannot confirm this person. You added them or wrote their address, you count as one "
    "person with somebody who did, or you came here after that somebody had left. Nothing was "
    "changed. Ask another facilitator who knows them, or the administrator."
)
_DONE = "This person counts as nobody else here. Nothing is to be confirmed, nothing was changed."


def confirm_person(services: Services, actor: Actor, partnership_id: str, person_id: str) -> None:
    """Confirm that a person is nobody else of the partnership, for who looks after one place.

    Raise Refused for whoever could be this person.
    """
    with services.db.begin() as tx:
        person = stored_people.actor(tx, person_id, only_in=partnership_id)
        if person is None or not person.memberships:
            raise NotHere(NOTHING_HERE)
        actor.require(Power.LOOK_AFTER, partnership_id)
        communities = communities_in(tx, partnership_id)[partnership_id]
        if not any(looks_after(actor, place, communities) for place in person.memberships):
            raise NotHere(NOTHING_HERE)
        written = address_writers.of(tx, partnership_id)
        if person_id not in written.by_person:
            raise BadInput(_DONE)
        if not may_confirm(written, actor, person_id):
            raise Refused(_ONE)
        address_writers.confirm(tx, partnership_id, person_id)


def may_confirm(written: AddressWriters, actor: Actor, person_id: str) -> bool:
    """Say whether `actor` could be neither this person nor anybody who wrote their address.

    Whoever came after one of these had left could be that one, come back.
    """
    return not written.are_one(actor.counts_as, (person_id,))
