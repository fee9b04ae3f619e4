"""Which sessions a person sorts on their own just now.

Nobody else sees such a sorting, so whoever could be somebody else by a sign-in link that another
person made reads and changes none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from plugin.domain.communities import Community
from plugin.domain.own_sortings import OwnSorting
from plugin.domain.people import Actor
from plugin.govern.private_reading import who_reads
from plugin.store import own_sortings
from plugin.store.database import Tx


def sorted_alone(
    tx: Tx, actor: Actor, community: Community, session_ids: Collection[str]
) -> dict[str, OwnSorting]:
    """Return a person's own sortings that nobody else sees, by session."""
    known = own_sortings.of_sessions(tx, session_ids)
    if not known:
        return {}
    own_id = who_reads(tx, actor, community.partnership_id).own_id
    mine = sortings_of(known, own_id)
    return {session_id: each for session_id, each in mine.items() if each.is_hidden}


def sortings_of(known: Iterable[OwnSorting], own_id: str | None) -> dict[str, OwnSorting]:
    """Return those sortings that are this person's, by session; none for nobody."""
    by_place = {(each.person_id, each.session_id): each for each in known}
    return {place[1]: each for place, each in by_place.items() if place[0] == own_id}
