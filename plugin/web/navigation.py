"""Where a person can go from here: only places that would open for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from plugin.domain.communities import Community, Partnership
from plugin.domain.people import Actor, Power


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    name: str
    href: str
    is_here: bool


_OF_PARTNERSHIP = (
    ("Memory", "memory.show", Power.READ_MEMORY),
    ("Notion", "sync.show", Power.SYNC),
    ("Sponsor’s page", "sponsor.show", Power.READ_MEMORY),
    ("Connections", "connections.show", Power.CONNECT),
)
_OF_COMMUNITY = (
    ("Our group", "community.show", Power.READ_COMMUNITY),
    ("New session", "new_session.show", Power.RUN_SESSION),
    ("Desk", "desk.show", Power.CURATE),
)


def places(
    actor: Actor | None, partnership: Partnership | None, community: Community | None
) -> tuple[Place, ...]:
    """Return the places of a community, and of its partnership, that are open to `actor`."""
    if actor is None:
        return ()
    found: list[Place] = []
    if community is not None:
        here = (community.partnership_id, community.id)
        found += [
            _place(name, endpoint, community_id=community.id)
            for name, endpoint, power in _OF_COMMUNITY
            if actor.may(power, *here)
        ]
    if partnership is not None:
        found += [
            _place(name, endpoint, partnership_id=partnership.id)
            for name, endpoint, power in _OF_PARTNERSHIP
            if actor.may(power, partnership.id)
        ]
    return tuple(found)


def _place(name: str, endpoint: str, **values: Any) -> Place:
    href = url_for(endpoint, **values)
    return Place(name, href, request.path == href)
