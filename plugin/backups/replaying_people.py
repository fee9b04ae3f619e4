"""Takes places from people again, after a backup was put back, as when they were removed."""

from __future__ import annotations

from collections.abc import Iterable

from plugin.domain.erasure_log import LogEntry
from plugin.domain.people import Membership, Role
from plugin.govern.leaving import forget_private_words, leave
from plugin.govern.passed_on_rights import communities_in
from plugin.store import memberships, private_lists
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services


def end_place(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Take a role in one place from a person."""
    partnership_id = entry.detail["partnership"]
    place = Membership(partnership_id, entry.detail["community"], Role(entry.detail["role"]))
    _end(services, tx, entry.about, partnership_id, [place])


def part(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Take every place in a partnership from somebody who is another row there by now."""
    partnership_id = entry.detail["partnership"]
    person = stored_people.actor(tx, entry.about, partnership_id)
    places = person.memberships if person else ()
    _end(services, tx, entry.about, partnership_id, places)


def forget_address(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Erase an address by which somebody signs in no more."""
    memberships.forget_address(tx, entry.about)


def erase_line(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Erase a line of a private list that its writer erased."""
    private_lists.erase_again(tx, entry.about)


def _end(
    services: Services,
    tx: Tx,
    person_id: str,
    partnership_id: str,
    places: Iterable[Membership],
) -> None:
    before = stored_people.actor(tx, person_id)
    for place in places:
        memberships.end(tx, person_id, place)
    after = stored_people.actor(tx, person_id)
    if before is None or after is None:
        return
    groups = communities_in(tx, partnership_id).get(partnership_id, ())
    forget_private_words(tx, person_id, partnership_id, groups)
    # Who has places elsewhere, and had none here, left before: nothing of theirs moves again.
    was_here = before.roles(partnership_id) or not after.memberships
    if was_here and not after.roles(partnership_id):
        leave(services, tx, person_id, partnership_id)
