"""How a partnership begins on an empty server: its first community and the first person in it.

Beginning again with the same names makes nothing twice; it only prints a new way in.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.convene.communities import add_person, start_community, start_partnership
from plugin.convene.sign_in import make_link
from plugin.domain.blankness import is_blank
from plugin.domain.communities import Community, Partnership
from plugin.domain.people import OPERATOR, Role
from plugin.errors import BadInput, NotHere
from plugin.store import communities as stored_communities
from plugin.store.services import Services


@dataclass(frozen=True, slots=True)
class FirstSetup:
    """What stands now, and the token that signs the facilitator in once."""

    partnership: Partnership
    community: Community
    token: str


def begin(
    services: Services,
    partnership: str,
    community: str,
    question: str,
    facilitator: str,
    email: str,
) -> FirstSetup:
    """Make what is missing of a partnership, its community and its facilitator.

    Raise BadInput, with nothing stored, where a name or the e-mail address is missing.
    """
    given = (partnership, community, question, facilitator, email)
    if any(is_blank(words) for words in given) or "@" not in email:
        raise BadInput(
            "A beginning needs a partnership, a group, its question, and the name and e-mail "
            "address of its facilitator. Nothing was stored. Give all five."
        )
    home = _partnership(services, partnership)
    place = _community(services, home, community, question)
    add_person(
        services, OPERATOR, home.id, place.id, facilitator, email, Role.FACILITATOR, "practice"
    )
    token = make_link(services, email)
    if token is None:
        raise NotHere("The facilitator was not stored. Nothing else was changed. Try again.")
    return FirstSetup(home, place, token)


def _partnership(services: Services, name: str) -> Partnership:
    with services.db.read() as tx:
        known = [each for each in stored_communities.partnerships(tx) if each.name == name.strip()]
    return known[0] if known else start_partnership(services, name)


def _community(services: Services, home: Partnership, name: str, question: str) -> Community:
    with services.db.read() as tx:
        known = [
            each
            for each in stored_communities.communities(tx, home.id)
            if each.name == name.strip()
        ]
    return known[0] if known else start_community(services, OPERATOR, home.id, name, question)
