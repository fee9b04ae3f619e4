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
    home = _community_id(actor, partnership, community)
    if home is not None and partnership is not None:
        here = (partnership.id, home)
        found += [
            _place(name, endpoint, community_id=home)
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


def _community_id(
    actor: Actor, partnership: Partnership | None, community: Community | None
) -> str | None:
    """Return whose places to show: on pages of the partnership, of the only group one is in."""
    if community is not None or partnership is None:
        return community.id if community else None
    groups = {
        each.community_id for each in actor.memberships if each.partnership_id == partnership.id
    }
    return groups.pop() if len(groups) == 1 else None


def _place(name: str, endpoint: str, **values: Any) -> Place:
    href = url_for(endpoint, **values)
    return Place(name, href, request.script_root + request.path == href)
