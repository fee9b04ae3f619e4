"""What a group's *Ready?* list says, read from what is stored; no vendor is asked."""

from __future__ import annotations

from plugin.convene.group_home import CommunityHome
from plugin.domain.communities import Community
from plugin.domain.people import Actor, Power, named_with
from plugin.domain.readiness import (
    MiroSeen,
    ReadyLine,
    agreement_line,
    contact_line,
    learning_partner_line,
    miro_line,
    permission_line,
)
from plugin.store import communities as stored_communities
from plugin.store import people as stored_people
from plugin.store import permissions as stored_permissions
from plugin.store.services import Services


def readiness(
    services: Services,
    actor: Actor,
    community: Community,
    miro: MiroSeen,
    home: CommunityHome | None = None,
) -> tuple[ReadyLine, ...]:
    """Return the list for whoever runs the group's sessions, in its order.

    A page that has read the group's `home` hands it on, so that nothing is read twice.
    """
    here = (community.partnership_id, community.id)
    actor.require(Power.RUN_SESSION, *here)
    with services.db.read() as tx:
        permissions = stored_permissions.permissions(tx, community.id)
        agreement = home.agreement if home else stored_communities.agreement(tx, community.id)
        known = home.people if home and home.people else stored_people.people_of(tx, here[0])
        people = tuple(each for each, _ in known)
    agreed = next((each for each in permissions if each.agreed_on is not None), None)
    rules = (*community.rules, *(agreement.rules if agreement else ()))
    return (
        permission_line(community, agreed, services.today),
        contact_line(community),
        learning_partner_line(named_with(Power.CURATE, people, *here)),
        agreement_line(agreement.version if agreement else None, rules),
        miro_line(miro),
    )
