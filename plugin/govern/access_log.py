"""The access log of a group: written for what signed-in people open, read by the group's members.

Whoever only takes part is not named in it, and neither is somebody of another group. Whoever runs
the server reads the database without it, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plugin.domain.access_log import (
    A_MEMBER,
    LOG_IS_KEPT,
    Opened,
    OpenedDay,
    Opening,
    days_of,
)
from plugin.domain.communities import Community, Partnership
from plugin.domain.exports import BY_OPERATOR, ExportRecord
from plugin.domain.people import NOTHING_HERE, Actor, Power, Role
from plugin.domain.sessions import Session
from plugin.errors import NotHere
from plugin.store import access_log as stored_access_log
from plugin.store import chosen_sessions
from plugin.store import communities as stored_communities
from plugin.store import exports as stored_exports
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services

_ELSEWHERE = "somebody of another group"
_GONE = "somebody who is not here any more"
_OPERATOR = "the administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLog:
    """What was opened and exported of a group, by those who may be named to its members."""

    community: Community
    partnership: Partnership
    days: tuple[OpenedDay, ...]
    sessions: Mapping[str, Session]
    exports: tuple[tuple[ExportRecord, str], ...]  # the newest first, each with who made it


def note_opening(services: Services, actor: Actor, what: Opened, ids: Mapping[str, str]) -> None:
    """Write down that somebody opened a page, known by the ids in its address.

    The same person, kind and day are one row. It may be lost with the power, and waits for no disk.
    """
    with services.db.begin_fleeting() as tx:
        place = stored_access_log.place_of(tx, ids)
        if place is None or actor.is_operator:
            return
        partnership_id, community_id, session_id = place
        about = session_id if what in (Opened.NOTES, Opened.BY_PROGRAM) else ""
        opening = Opening(
            partnership_id, community_id, services.today, actor.person_id, what, about
        )
        stored_access_log.add(tx, services.new_id(), opening)


def access_log(services: Services, actor: Actor, community_id: str) -> AccessLog:
    """Return who opened what of a group, for its members; raise NotHere or Refused for others."""
    with services.db.read() as tx:
        found = stored_communities.with_its_partnership(tx, community_id)
        if found is None:
            raise NotHere(NOTHING_HERE)
        community, partnership = found
        actor.require(Power.READ_COMMUNITY, partnership.id, community_id)
        since = services.today - LOG_IS_KEPT
        openings = stored_access_log.openings(tx, partnership.id, community_id, since)
        exports = _exports(tx, partnership.id, community_id, since)
        people = {one.person_id: one for one, _ in stored_people.people_of(tx, partnership.id)}
        met = chosen_sessions.sessions_by_id(tx, {each.session_id for each in openings} - {""})
    names = {each.person_id: _name(each.person_id, people, community) for each in openings}
    return AccessLog(
        community=community,
        partnership=partnership,
        days=days_of(openings, names),
        sessions={each.id: each for each in met},
        exports=tuple((each, _maker(each, people, community)) for each in exports),
    )


def _exports(
    tx: Tx, partnership_id: str, community_id: str, since: date
) -> tuple[ExportRecord, ...]:
    """Return what was exported of a group since a day, the newest first.

    An export of pieces names these, and not their group; one that names nothing holds everything.
    """
    every = stored_exports.exports_since(tx, partnership_id)
    found = [each for each in every if each.made_at.date() >= since]
    named = {one for each in found for one in each.holds}
    here = stored_access_log.pieces_among(tx, named, community_id) | {community_id}
    return tuple(
        each for each in reversed(found) if not each.holds or not here.isdisjoint(each.holds)
    )


def _maker(export: ExportRecord, people: Mapping[str, Actor], community: Community) -> str:
    if export.made_by is None:
        return _GONE
    return _OPERATOR if export.made_by == BY_OPERATOR else _name(export.made_by, people, community)


def _name(person_id: str, people: Mapping[str, Actor], community: Community) -> str:
    """Return how the members of a group are told of a person."""
    person = people.get(person_id)
    if person is None:
        return _GONE
    roles = person.roles(community.partnership_id, community.id)
    if not roles:
        return _ELSEWHERE
    return A_MEMBER if roles == {Role.PARTICIPANT} else person.name
