"""A facilitator makes a design the group's own: starting from a shipped one, changing, saving.

Each saving is a version. A label is never looser than the group agreed, and whoever saves on top
of somebody else's version is told first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from plugin.convene.design_documents import document_of
from plugin.convene.design_lookup import own_design, own_design_of, own_designs
from plugin.convene.template_files import faults_of, read_template
from plugin.domain.agreements import Agreement
from plugin.domain.communities import Community
from plugin.domain.design_changes import as_agreed, as_loose_as_agreed
from plugin.domain.design_drafts import Draft, minutes_of, template_of_draft
from plugin.domain.own_designs import ID_START, OwnDesign, faults_of_labels, faults_of_words
from plugin.domain.people import Actor, Power
from plugin.domain.presses import id_of
from plugin.domain.templates import Template, Zone, own_code
from plugin.errors import BadInput, ChangedMeanwhile, NotHere
from plugin.govern import gone_words
from plugin.store import communities as stored_communities
from plugin.store import designs as stored_designs
from plugin.store.database import Tx
from plugin.store.designs import StoredVersion
from plugin.store.services import Services

_ID_LENGTH = 12
_SAID = (
    (re.compile(r"^zone Z(\d+)"), r"box \1"),
    (re.compile(r"^zone ZX"), "box O"),
    (re.compile(r"^zone ZC"), "box C"),
    (re.compile(r"^(zone|step) number"), r"\1"),
    (re.compile(r"\bzone\b"), "box"),
    (re.compile(r"\bprompts\b"), "questions"),
    (re.compile(r"\bshort_minutes\b"), "minutes in the short form"),
    (re.compile(r"\bmeeting_kind\b"), "title"),
    (re.compile(r"no box whose label is M; dots go"), "no box whose notes are kept; dots go"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """A design that somebody changes; `design` None: it is not stored yet."""

    community: Community
    agreement: Agreement | None
    design: OwnDesign | None
    like: Template  # the newest version, or the shipped design as the group's own
    known: Mapping[str, Zone]  # boxes of all versions and of the shipped design, by key

    @property
    def version(self) -> int:
        """Return the number of the newest version; 0 before the first one."""
        return self.design.newest.version if self.design else 0

    def template(self, draft: Draft) -> Template:
        """Return what a draft would be as the next version."""
        number = self.version + 1
        code = own_code(self.like.design_id, number)
        return template_of_draft(draft, replace(self.like, code=code, version=number), self.known)


def designs_of_group(services: Services, actor: Actor, community_id: str) -> tuple[OwnDesign, ...]:
    """Return the designs that a group made its own, for one of its people."""
    with services.db.read() as tx:
        require_group(tx, actor, community_id, Power.READ_COMMUNITY)
        return own_designs(tx, community_id)


def versions_in(services: Services, actor: Actor, partnership_id: str) -> tuple[Template, ...]:
    """Return every version of the own designs of those groups that a person belongs to."""
    with services.db.read() as tx:
        return tuple(
            version.template
            for community in stored_communities.communities(tx, partnership_id)
            if actor.may(Power.READ_COMMUNITY, partnership_id, community.id)
            for design in own_designs(tx, community.id)
            for version in design.versions
        )


def edit_design(services: Services, actor: Actor, community_id: str, design_id: str) -> Editing:
    """Return a design of a group to be changed by whoever runs its sessions; raise NotHere."""
    with services.db.read() as tx:
        return editing_in(tx, actor, community_id, design_id)


def make_ours(
    services: Services, actor: Actor, community_id: str, code: str, press: str
) -> Editing:
    """Return a shipped design as the group's own, to be changed; nothing is stored.

    The same `press` is the same design: one that was saved meanwhile comes back as it is stored.
    """
    with services.db.read() as tx:
        return _new(tx, actor, community_id, code, press)


def save_new(
    services: Services,
    actor: Actor,
    community_id: str,
    code: str,
    press: str,
    draft: Draft,
    proposal_ids: Collection[str] = (),
) -> Template:
    """Store the first version of a design that was made from a shipped one.

    `proposal_ids` name agreed sentences that it takes in.
    """
    with services.db.begin() as tx:
        saved = save_in(tx, services, _new(tx, actor, community_id, code, press), draft, 0)
        _take_in(tx, community_id, saved, proposal_ids)
    return saved


def save_version(
    services: Services,
    actor: Actor,
    community_id: str,
    design_id: str,
    draft: Draft,
    based_on: int,
    proposal_ids: Collection[str] = (),
) -> Template:
    """Store the next version; raise ChangedMeanwhile where `based_on` is not the newest any more.

    `proposal_ids` name agreed sentences that it takes in.

    A draft that says what the newest version says stores nothing.
    """
    with services.db.begin() as tx:
        editing = editing_in(tx, actor, community_id, design_id)
        saved = save_in(tx, services, editing, draft, based_on)
        _take_in(tx, community_id, saved, proposal_ids)
    return saved


def _take_in(tx: Tx, community_id: str, saved: Template, proposal_ids: Collection[str]) -> None:
    for each in stored_communities.proposals(tx, community_id) if proposal_ids else ():
        if each.id in proposal_ids:
            stored_designs.set_answer(tx, saved.design_id, each.id, saved.version)


def save_in(tx: Tx, services: Services, editing: Editing, draft: Draft, based_on: int) -> Template:
    """Store a draft as the next version; raise ChangedMeanwhile, or BadInput with its faults."""
    template = editing.template(draft)
    if editing.design and _is_same(template, editing.design.newest):
        return editing.design.newest
    if based_on != editing.version:
        raise ChangedMeanwhile(
            f"Somebody else saved version {editing.version} while you were changing this design. "
            "Yours is not stored; everything that you typed stands below. Look at what they "
            "changed, then save yours as the next version."
        )
    faults = [*_faults_of_numbers(draft), *design_faults(template, editing.agreement)]
    if faults:
        raise BadInput(
            "The design was not saved. Everything that you typed stands below. Put this right "
            f"and save again: {'; '.join(dict.fromkeys(faults))}."
        )
    return store_version(tx, services, editing.community, template)


def store_version(tx: Tx, services: Services, community: Community, template: Template) -> Template:
    """Store a version that has no faults, unless it is there; words that went do not come back."""
    gone_words.require_none_in_design(tx, community.id, _texts(template))
    if stored_designs.version(tx, template.design_id, template.version) is not None:
        return template
    stored_designs.add_version(
        tx,
        StoredVersion(
            design_id=template.design_id,
            community_id=community.id,
            base=template.base,
            version=template.version,
            document=document_of(template),
            boxes=tuple((zone.key, zone.at_most.value) for zone in template.zones),
            made_at=services.now,
        ),
    )
    return template


def design_faults(template: Template, agreement: Agreement | None) -> list[str]:
    """Return what is wrong with a group's own design, its words first: the schema says less."""
    found = list(faults_of_words(template))
    if not found:
        found = [_in_words(fault) for fault in faults_of(document_of(template))]
    return [*found, *faults_of_labels(template, agreement)]


def _faults_of_numbers(draft: Draft) -> Iterator[str]:
    for number, step in enumerate(draft.steps, 1):
        called = f"step “{step.title.strip()}”" if step.title.strip() else f"step {number}"
        for typed in (step.minutes, step.short_minutes):
            if minutes_of(typed) is None:
                yield f"{called}: minutes are a whole number, such as 15"
        if minutes_of(step.dots) is None:
            yield f"{called}: dots are a whole number, such as 3"


def _in_words(fault: str) -> str:
    for pattern, words in _SAID:
        fault = pattern.sub(words, fault)
    return fault


def _is_same(one: Template, other: Template) -> bool:
    return replace(one, code=other.code, version=other.version) == other


def _texts(template: Template) -> list[str]:
    return [
        template.meeting_kind,
        template.purpose,
        template.who,
        *(words for zone in template.zones for words in (zone.title, *zone.prompts)),
        *(words for step in template.steps for words in (step.title, step.happens, step.say)),
    ]


def editing_in(tx: Tx, actor: Actor, community_id: str, design_id: str) -> Editing:
    """Return a design of a group to be changed by whoever runs its sessions; raise NotHere."""
    community = require_group(tx, actor, community_id, Power.RUN_SESSION)
    return _editing(tx, community, own_design_of(tx, community_id, design_id))


def _new(tx: Tx, actor: Actor, community_id: str, code: str, press: str) -> Editing:
    community = require_group(tx, actor, community_id, Power.RUN_SESSION)
    base = read_template(code)
    design_id = ID_START + id_of(community.id, f"design {code} {press}")[:_ID_LENGTH]
    saved = own_design(tx, community_id, design_id)
    if saved is not None:
        return _editing(tx, community, saved)
    agreement = stored_communities.agreement(tx, community.id)
    like = _as_own(base, design_id)
    return Editing(
        community=community,
        agreement=agreement,
        design=None,
        like=as_loose_as_agreed(like, agreement),
        known=_by_key([like]),
    )


def _editing(tx: Tx, community: Community, design: OwnDesign) -> Editing:
    base = [_as_own(read_template(design.base), design.id)] if design.base else []
    versions = [each.template for each in reversed(design.versions)]
    agreement = stored_communities.agreement(tx, community.id)
    return Editing(
        community=community,
        agreement=agreement,
        design=design,
        like=as_agreed(design.newest, agreement),
        known=_by_key([*base, *versions]),
    )


def _as_own(base: Template, design_id: str) -> Template:
    zones = (replace(zone, key=zone.code, at_most=zone.label) for zone in base.zones)
    code = own_code(design_id, 1)
    return replace(base, code=code, base=base.code, version=1, zones=tuple(zones))


def _by_key(templates: Collection[Template]) -> dict[str, Zone]:
    return {zone.key: zone for template in templates for zone in template.zones}


def require_group(tx: Tx, actor: Actor, community_id: str, power: Power) -> Community:
    """Return a group in which somebody may do this; raise NotHere or Refused."""
    community = stored_communities.community(tx, community_id)
    if community is None:
        raise NotHere("There is no group here. Nothing was changed.")
    actor.require(power, community.partnership_id, community.id)
    return community
