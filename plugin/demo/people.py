"""Brings the demo's partnerships, communities and people into being, as an administrator would."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.convene import communities
from plugin.demo.demo_file import DemoFile
from plugin.demo.session_file import CastMember, SessionFile
from plugin.domain.communities import Community, Partnership
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.store.ground import Ground

_ROLES = {"facilitator": Role.FACILITATOR, "learning partner": Role.LEARNING_PARTNER}


@dataclass(frozen=True, slots=True)
class Company:
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


def gather(ground: Ground, demo: DemoFile, session_file: SessionFile) -> Company:
    """Make both partnerships with their communities and people."""
    partnership = communities.start_partnership(ground, session_file.partnership)
    community = communities.start_community(
        ground,
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
        member.role: _join(ground, community, member, demo.emails.get(member.id))
        for member in session_file.cast
    }
    sponsor = communities.add_person(
        ground,
        OPERATOR,
        partnership.id,
        None,
        demo.sponsor.name,
        demo.sponsor.email,
        Role.SPONSOR,
        demo.sponsor.party,
    )
    return Company(
        partnership,
        community,
        known["facilitator"],
        known["learning partner"],
        sponsor,
        _stranger(ground, demo),
        session_file.cast,
    )


def _join(ground: Ground, community: Community, member: CastMember, email: str | None) -> Actor:
    role = _ROLES.get(member.role, Role.PARTICIPANT)
    here = (community.partnership_id, community.id)
    return communities.add_person(
        ground, OPERATOR, *here, member.name, email, role, member.party.replace("_", " ")
    )


def _stranger(ground: Ground, demo: DemoFile) -> Actor:
    other = demo.stranger
    partnership = communities.start_partnership(ground, other.partnership)
    community = communities.start_community(
        ground, OPERATOR, partnership.id, other.community, other.question
    )
    return communities.add_person(
        ground,
        OPERATOR,
        partnership.id,
        community.id,
        other.name,
        other.email,
        Role.FACILITATOR,
        other.party,
    )
