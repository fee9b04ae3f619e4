"""Two curators' own sortings of a session, shown, as tests of the comparison need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugin.convene.communities import add_person
from plugin.curate.clusters import gather
from plugin.curate.own_sortings import show_sorting, sort_alone
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.domain.sessions import Session
from plugin.store.services import Services

Put = Mapping[str, Sequence[str]]  # names of notes, by the sentence of their cluster


def second_curator(services: Services, session: Session) -> Actor:
    """Return a second learning partner of the session's group."""
    place = (session.partnership_id, session.community_id)
    ruth = ("Ruth Ashe", "ruth@northside.example", Role.LEARNING_PARTNER)
    return add_person(services, OPERATOR, *place, *ruth)


def sort_and_show(services: Services, actor: Actor, session: Session, put: Put) -> None:
    """Let a curator sort on their own, and show it."""
    community_id = session.community_id
    sort_alone(services, actor, community_id, session.id)
    for sentence, names in put.items():
        ids = [f"{name}-{session.id}" for name in names]
        gather(services, actor, community_id, ids, sentence, {})
    show_sorting(services, actor, community_id, session.id)
