"""The home pages: of a person, with their groups, and of a group, with its sessions and pieces."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from plugin.convene.communities import read_group
from plugin.domain.agreements import Agreement, Outcome, Proposal
from plugin.domain.communities import Community, Partnership
from plugin.domain.follow_ups import PIECE_KINDS
from plugin.domain.people import Actor, Power, Role
from plugin.domain.pieces import PieceWhole, is_for_the_group
from plugin.domain.sessions import Session
from plugin.govern import held_words
from plugin.store import agreement_days
from plugin.store import communities as stored_communities
from plugin.store import people as stored_people
from plugin.store import piece_choices as choices
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.complaint_log import waits_in_group
from plugin.store.services import Services


@dataclass(frozen=True, slots=True)
class PartnershipHome:
    """One partnership as a person sees it: their roles and the communities open to them."""

    partnership: Partnership
    roles: frozenset[Role]
    communities: tuple[Community, ...]
    all_group_ids: tuple[str, ...] = ()  # of those too that are not open to them


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityHome:
    """Everything on a community's own page; `people` is empty for those who may not see it."""

    community: Community
    partnership: Partnership
    agreement: Agreement | None
    agreed_at: datetime | None  # when the agreement was changed last
    sessions: tuple[Session, ...]
    open_proposals: tuple[Proposal, ...]
    agreed_proposals: tuple[Proposal, ...]
    people: tuple[tuple[Actor, str | None], ...]
    handles: Mapping[str, str]  # of its people, by their ids
    hold_until: date | None = None  # the last day of a legal hold
    complaints_waiting: int = 0  # for an answer by this person


def homes(services: Services, actor: Actor) -> tuple[PartnershipHome, ...]:
    """Return what a person finds after signing in."""
    own = None if actor.is_operator else {each.partnership_id for each in actor.memberships}
    with services.db.read() as tx:
        known = stored_communities.partnerships_with_groups(tx, own)
    return tuple(
        PartnershipHome(
            partnership,
            actor.roles(partnership.id),
            tuple(
                group
                for group in groups
                if actor.may(Power.READ_COMMUNITY, partnership.id, group.id)
            ),
            tuple(group.id for group in groups),
        )
        for partnership, groups in known
    )


def pieces_of_group(
    services: Services,
    actor: Actor,
    community: Community,
    session_ids: Collection[str],
    most: int,
) -> tuple[PieceWhole, ...]:
    """Return pieces of a community that one of its people may read, oldest first.

    They are the newest ones, and all that rest on notes of some sessions.
    """
    here = (community.partnership_id, community.id)
    actor.require(Power.READ_COMMUNITY, *here)
    with services.db.read() as tx:
        pieces = stored_pieces.newest_and_of_sessions(tx, *here, session_ids, most)
        curates = actor.may(Power.CURATE, *here)
        own = (each for each in pieces if curates or is_for_the_group(each, services.now))
        return tuple(held_words.as_read_by(tx, actor, each) for each in own)


def pieces_for_page(
    services: Services,
    actor: Actor,
    community: Community,
    session_ids: Collection[str],
    most: int,
) -> tuple[tuple[PieceWhole, ...], tuple[PieceWhole, ...]]:
    """Return the pieces that a group's own page speaks of, and those that its reader may read.

    Beside those of `pieces_of_group` it speaks of pieces that ask somebody, of commitments and of
    asks.
    """
    here = (community.partnership_id, community.id)
    actor.require(Power.READ_COMMUNITY, *here)
    with services.db.read() as tx:
        pieces = choices.chosen(
            tx,
            *here,
            choices.is_newest(*here, most),
            choices.rests_on_sessions(session_ids),
            choices.ask_somebody(tx, *here, services.now),
            choices.is_of_kinds(PIECE_KINDS),
        )
        read = tuple(held_words.as_read_by(tx, actor, each) for each in pieces)
    curates = actor.may(Power.CURATE, *here)
    return read, tuple(e for e in read if curates or is_for_the_group(e, services.now))


def community_home(services: Services, actor: Actor, community_id: str) -> CommunityHome:
    """Return a community's page for one of its people."""
    with services.db.read() as tx:
        community, partnership = read_group(tx, actor, community_id)
        proposals = stored_communities.proposals(tx, community.id)
        looks_after = actor.may(Power.LOOK_AFTER, partnership.id, community.id)
        people = stored_people.people_of(tx, partnership.id) if looks_after else ()
        handles = stored_people.handles(tx, partnership.id) if looks_after else {}
        agreement = stored_communities.agreement(tx, community.id)
        agreed_at = agreement_days.agreed_last_at(tx, community.id) if agreement else None
        sessions = stored_sessions.sessions(tx, community.id)
        hold_until, complaints = waits_in_group(tx, community, actor.counts_as, services.today)
    return CommunityHome(
        community=community,
        partnership=partnership,
        agreement=agreement,
        agreed_at=agreed_at,
        sessions=sessions,
        open_proposals=tuple(each for each in proposals if each.outcome is Outcome.NOT_YET),
        agreed_proposals=tuple(each for each in proposals if each.outcome is Outcome.AGREED),
        people=people,
        handles=handles,
        hold_until=hold_until,
        complaints_waiting=complaints if looks_after else 0,
    )
