"""Brings the demo's partnerships, communities and people into being, as an administrator would."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.convene import communities
from plugin.demo.demo_file import DemoFile
from plugin.demo.session_file import CastMember, SessionFile
from plugin.domain.communities import Community, Partnership
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.store.services import Services

_ROLES = {"facilitator": Role.FACILITATOR, "learning partner": Role.LEARNING_PARTNER}


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody of the story; `facilitator` is Sam, `learning_partner` is Helen."""

    partnership: Partnership
    community: Community
    facilitator: Actor
    learning_partner: Actor
    sponsor: Actor
    stranger: Actor
    cast: tuple[CastMember, ...]

    @property
    def roles_by_name(self) -> dict[str, str]:
        """Return what everybody of the room is, as the facilitator fills in the table."""
        return {member.name: member.role for member in self.cast}


def gather(services: Services, demo: DemoFile, session_file: SessionFile) -> Cast:
    """Make both partnerships with their communities and people."""
    partnership = communities.start_partnership(services, session_file.partnership)
    community = communities.start_community(
        services,
        OPERATOR,
        partnership.id,
        session_file.community,
        session_file.question,
        demo.community.permission_note,
        demo.community.sponsor,
        demo.community.host,
        demo.community.contact,
    )
    known = {
        member.role: _join(services, community, member, demo.emails.get(member.id))
        for member in session_file.cast
    }
    sponsor = communities.add_person(
        services,
        OPERATOR,
        partnership.id,
        None,
        demo.sponsor.name,
        demo.sponsor.email,
        Role.SPONSOR,
        demo.sponsor.party,
    )
    return Cast(
        partnership,
        community,
        known["facilitator"],
        known["learning partner"],
        sponsor,
        _stranger(services, demo),
        session_file.cast,
    )


def _join(services: Services, community: Community, member: CastMember, email: str | None) -> Actor:
    role = _ROLES.get(member.role, Role.PARTICIPANT)
    here = (community.partnership_id, community.id)
    return communities.add_person(
        services, OPERATOR, *here, member.name, email, role, member.party.replace("_", " ")
    )


def _stranger(services: Services, demo: DemoFile) -> Actor:
    other = demo.stranger
    partnership = communities.start_partnership(services, other.partnership)
    community = communities.start_community(
        services, OPERATOR, partnership.id, other.community, other.question
    )
    return communities.add_person(
        services,
        OPERATOR,
        partnership.id,
        community.id,
        other.name,
        other.email,
        Role.FACILITATOR,
        other.party,
    )
