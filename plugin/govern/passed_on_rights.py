"""Whether a link that somebody passed on still opens anything: asked each time that it is used.

Rights change after a link was made: its maker is removed, or the person gets a place that the maker
does not look after. What the maker could not open by themselves then, they cannot open by the link.
The same holds for links that people without an account get, to object or to give a permission.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from plugin.domain.authority import may_let_in
from plugin.domain.people import Actor, Power
from plugin.govern import held_notes
from plugin.store import communities as stored_communities
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services


def may_be_let_in(
    services: Services, tx: Tx, actor: Actor, person: Actor, partnership_id: str
) -> bool:
    """Say whether `actor` may do in a partnership what this person may, held notes included."""
    return bool(those_to_be_let_in(services, tx, actor, [person], partnership_id))


def those_to_be_let_in(
    services: Services, tx: Tx, actor: Actor, people: Collection[Actor], partnership_id: str
) -> frozenset[str]:
    """Return the ids of those who may do in a partnership nothing that `actor` may not."""
    if actor.is_operator:
        return frozenset(each.person_id for each in people)
    closed = held_notes.read_what_is_closed_to(tx, actor, partnership_id, services.today)
    groups = communities_in(tx, partnership_id)
    return frozenset(
        each.person_id
        for each in people
        if each.person_id not in closed and may_let_in(actor, each.within(partnership_id), groups)
    )


def communities_in(tx: Tx, partnership_id: str) -> dict[str, tuple[str, ...]]:
    """Return the ids of the communities of a partnership, by its own."""
    return {
        partnership_id: tuple(
            each.id for each in stored_communities.communities(tx, partnership_id)
        )
    }


def still_may(
    services: Services, tx: Tx, makers: Iterable[str], person: Actor, partnership_id: str
) -> bool:
    """Say whether each of those who let a person in still may; who is not here any more may not."""
    found = [stored_people.actor(tx, maker, partnership_id) for maker in makers]
    return all(
        maker is not None
        and bool(maker.memberships)
        and may_be_let_in(services, tx, maker, person, partnership_id)
        for maker in found
    )


def maker_still_may(
    services: Services, tx: Tx, power: Power, made_by: tuple[str | None, ...], here: tuple[str, str]
) -> bool:
    """Say whether whoever made a link still has `power` in a group; who runs the server has.

    `made_by` are the maker, None for who runs the server, and whoever let them in; `here` is a
    partnership and a community.
    """
    maker_id, *let_in_by = made_by
    if maker_id is None:
        return True
    maker = stored_people.actor(tx, maker_id, here[0])
    if maker is None or not maker.may(power, *here):
        return False
    return still_may(services, tx, [each for each in let_in_by if each], maker, here[0])
