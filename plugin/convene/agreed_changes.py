"""The page of a group's own design, and what the group agreed that the design does not say yet.

A facilitator takes an agreed change into the design, which makes a version, or leaves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugin.convene.design_lookup import design_in, own_design_of, own_designs
from plugin.convene.group_designs import editing_in, require_group, save_in
from plugin.domain.agreements import Agreement, Outcome, Proposal
from plugin.domain.communities import Community
from plugin.domain.design_changes import ONE_CHANGE, ProposedChange, as_agreed, proposed_changes
from plugin.domain.design_drafts import draft_of
from plugin.domain.own_designs import OwnDesign
from plugin.domain.people import Actor, Power
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.store import communities as stored_communities
from plugin.store import designs as stored_designs
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

_MOST_CHANGES = 5
_ANSWERED = "Nothing waits there any more. Nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignView:
    """A design on its page; `changes` wait for an answer, for those who run sessions."""

    community: Community
    design: OwnDesign
    agreement: Agreement | None
    changes: tuple[ProposedChange, ...]

    @property
    def template(self) -> Template:
        """Return the newest version with the labels that hold."""
        return as_agreed(self.design.newest, self.agreement)


def design_page(services: Services, actor: Actor, community_id: str, design_id: str) -> DesignView:
    """Return a design of a group for one of its people; raise NotHere."""
    with services.db.read() as tx:
        community = require_group(tx, actor, community_id, Power.READ_COMMUNITY)
        design = own_design_of(tx, community_id, design_id)
        runs = actor.may(Power.RUN_SESSION, community.partnership_id, community.id)
        return DesignView(
            community=community,
            design=design,
            agreement=stored_communities.agreement(tx, community_id),
            changes=_waiting(tx, community_id, design) if runs else (),
        )


def words_waiting(
    services: Services, actor: Actor, community_id: str, design_id: str | None, base: str
) -> tuple[Proposal, ...]:
    """Return the agreed sentences that somebody has to write into a design themselves.

    They are what a review chose as its one change. Where the design is not stored yet (None), they
    are those that no design of the group from the same `base` has taken in or left.
    """
    with services.db.read() as tx:
        require_group(tx, actor, community_id, Power.RUN_SESSION)
        known = own_designs(tx, community_id)
        found = next((each for each in known if each.id == design_id), None)
        if found is not None:
            waiting = _waiting(tx, community_id, found)
            return tuple(each.proposal for each in waiting if each.template is None)
        answered = frozenset[str]().union(
            *(stored_designs.answered(tx, each.id) for each in known if each.base == base)
        )
        proposals = stored_communities.proposals(tx, community_id)
        chosen = frozenset(_of_reviews(tx, proposals)) - answered
    agreed = [each for each in proposals if each.outcome is Outcome.AGREED and each.id in chosen]
    return tuple(each for each in agreed if each.setting.zone is None)[-_MOST_CHANGES:]


def take_change(
    services: Services, actor: Actor, community_id: str, design_id: str, proposal_id: str
) -> Template:
    """Store the design with a label that the group agreed; raise BadInput if none waits."""
    with services.db.begin() as tx:
        editing = editing_in(tx, actor, community_id, design_id)
        design = own_design_of(tx, community_id, design_id)
        change = _the_change(tx, community_id, design, proposal_id)
        if change.template is None:
            raise BadInput("Write this change into the design yourself. Nothing was changed.")
        saved = save_in(tx, services, editing, draft_of(change.template), editing.version)
        stored_designs.set_answer(tx, design_id, proposal_id, saved.version)
    return saved


def leave_change(
    services: Services, actor: Actor, community_id: str, design_id: str, proposal_id: str
) -> None:
    """Leave a change out of the design; what the group agreed stays written down."""
    with services.db.begin() as tx:
        editing_in(tx, actor, community_id, design_id)
        design = own_design_of(tx, community_id, design_id)
        _the_change(tx, community_id, design, proposal_id)
        stored_designs.set_answer(tx, design_id, proposal_id, None)


def _the_change(tx: Tx, community_id: str, design: OwnDesign, proposal_id: str) -> ProposedChange:
    for each in _waiting(tx, community_id, design):
        if each.proposal.id == proposal_id:
            return each
    raise BadInput(_ANSWERED)


def _waiting(tx: Tx, community_id: str, design: OwnDesign) -> tuple[ProposedChange, ...]:
    agreement = stored_communities.agreement(tx, community_id)
    proposals = stored_communities.proposals(tx, community_id)
    found = proposed_changes(
        as_agreed(design.newest, agreement),
        agreement,
        proposals,
        frozenset(_of_reviews(tx, proposals)),
        stored_designs.answered(tx, design.id),
    )
    return tuple(found)[-_MOST_CHANGES:]


def _of_reviews(tx: Tx, proposals: tuple[Proposal, ...]) -> Iterator[str]:
    """Yield the proposals that a review chose: those of its box, or written down without a note."""
    for each in proposals:
        session = stored_sessions.session(tx, each.session_id)
        if session is None or session.template_code is None:
            continue
        template = design_in(tx, session.template_code)
        if ONE_CHANGE[0] not in (template.code, template.base):
            continue
        note = stored_notes.note(tx, each.note_id) if each.note_id else None
        zone = template.zone(note.zone_code) if note else None
        if each.note_id is None or (zone is not None and zone.agreed_as == ONE_CHANGE[1]):
            yield each.id
