"""What a partnership forgets of somebody whose last place in it ends, and what it keeps.

Whoever comes later could be them, so that it is kept when they left. Somebody who has places in
other partnerships stays there as they were: what is this partnership's becomes that of a new row.
"""

from __future__ import annotations

from collections.abc import Collection

from plugin.domain.people import Power
from plugin.store import drafts, memberships, memos, moved_people, private_lists
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services


def leave(services: Services, tx: Tx, person_id: str, partnership_id: str) -> None:
    """Let a partnership forget the address of somebody who has no place in it any more."""
    name = stored_people.name_in(tx, person_id, partnership_id)
    stored_people.forget_name(tx, person_id, partnership_id)
    person = stored_people.actor(tx, person_id)
    if person is not None and person.memberships:
        left_id = services.new_id()
        stored_people.add_person(tx, left_id, name, None)
        moved_people.move(tx, partnership_id, person_id, left_id)
        memberships.note_left(tx, left_id, services.now)
    else:
        memberships.correct(tx, person_id, name, None)
        memberships.note_left(tx, person_id, services.now)


def forget_private_words(
    tx: Tx, person_id: str, partnership_id: str, community_ids: Collection[str]
) -> None:
    """Erase what a person wrote for themselves in groups whose notes they read no more.

    Lines of their private list, drafts of pieces, and memos that they shared with nobody.
    """
    person = stored_people.actor(tx, person_id)
    closed = [
        each
        for each in community_ids
        if person is None or not person.may(Power.READ_NOTES, partnership_id, each)
    ]
    private_lists.forget(tx, person_id, closed)
    drafts.forget_of_person(tx, person_id, closed)
    memos.forget_private(tx, person_id, closed)
