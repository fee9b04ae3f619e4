"""Partnerships, communities, and the versions of what a community agreed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.agreements import (
    Agreement,
    AgreementDetails,
    Attribution,
    NoteLimits,
    Outcome,
    Proposal,
)
from plugin.domain.blankness import in_stored_order
from plugin.domain.communities import Community, Partnership
from plugin.domain.erasure_log import Went
from plugin.domain.ground_rules import RuleReason
from plugin.domain.labels import Label
from plugin.domain.own_texts import text_hash
from plugin.domain.piece_records import Rung
from plugin.store import own_texts
from plugin.store import tables as t
from plugin.store.agreed_settings import setting_as_json, setting_of
from plugin.store.database import Tx
from plugin.store.engine import once
from plugin.store.erasure_log import note_gone
from plugin.store.held_words import held_beside
from plugin.store.quotable import (
    agreement_to_store,
    community_to_store,
    require_each_quotable,
    require_quotable,
    shown_agreement,
    shown_communities,
    shown_proposal,
)

_COMMUNITY_WORDS = (
    "partnership_id",
    "name",
    "question",
    "permission_note",
    "sponsor",
    "host",
    "contact",
)


def add_partnership(tx: Tx, partnership: Partnership) -> None:
    """Store a new partnership."""
    tx.execute(sa.insert(t.partnership).values(id=partnership.id, name=partnership.name))


def partnership(tx: Tx, partnership_id: str) -> Partnership | None:
    """Return a partnership, or None."""
    wanted = sa.select(t.partnership).where(t.partnership.c.id == partnership_id)
    row = once(("partnership", partnership_id), lambda: tx.execute(wanted).one_or_none())
    return None if row is None else Partnership(row.id, row.name)


def partnerships(tx: Tx) -> tuple[Partnership, ...]:
    """Return every partnership of this server, by name."""
    rows = tx.execute(sa.select(t.partnership).order_by(t.partnership.c.name)).all()
    return tuple(Partnership(row.id, row.name) for row in rows)


def save_community(tx: Tx, wanted: Community) -> None:
    """Store a new or changed community; raise BadInput for words that come back nowhere."""
    before, rules = _stored_community(tx, wanted.id), _rules_before(tx, wanted.id)
    wanted = wanted if before is None else community_to_store(tx, wanted, before)
    values = {name: getattr(wanted, name) for name in _COMMUNITY_WORDS} | {
        "rules": [in_stored_order(rule) for rule in wanted.rules]
    }
    changed = tx.execute(
        sa.update(t.community).where(t.community.c.id == wanted.id).values(**values)
    )
    if not changed.rowcount:
        tx.execute(sa.insert(t.community).values(id=wanted.id, **values))
    words = ((getattr(wanted, name), getattr(before, name, "")) for name in _COMMUNITY_WORDS[1:])
    require_each_quotable(tx, wanted.id, (*words, ("\n".join(wanted.rules), rules)))
    if before is not None:
        own_texts.note_changed(tx, wanted.id, before.texts, wanted.texts)


def _rules_before(tx: Tx, community_id: str) -> str:
    """Return the rules that boards print by now: those of the group, and of its agreement."""
    places = (_stored_community(tx, community_id), _stored_agreement(tx, community_id))
    return "\n".join(rule for each in places if each is not None for rule in each.rules)


def community(tx: Tx, community_id: str) -> Community | None:
    """Return a community, or None."""
    stored = _stored_community(tx, community_id)
    return None if stored is None else shown_communities(tx, [stored])[0]


def _stored_community(tx: Tx, community_id: str) -> Community | None:
    row = _stored_with_home(tx, community_id)
    return None if row is None else _community(row)


def communities(tx: Tx, partnership_id: str) -> tuple[Community, ...]:
    """Return the communities of a partnership, by name."""
    own = sa.select(t.community).where(t.community.c.partnership_id == partnership_id)
    wanted = own.order_by(t.community.c.name)
    rows = once(("communities", partnership_id), lambda: tx.execute(wanted).all())
    return shown_communities(tx, [_community(row) for row in rows])


def partnerships_with_groups(
    tx: Tx, partnership_ids: Collection[str] | None
) -> tuple[tuple[Partnership, tuple[Community, ...]], ...]:
    """Return these partnerships, or all, each with its communities; both by name."""
    wanted = (
        sa.select(
            t.partnership.c.id.label("home_id"), t.partnership.c.name.label("home"), t.community
        )
        .select_from(t.partnership.join(t.community, isouter=True))
        .order_by(t.partnership.c.name, t.partnership.c.id, t.community.c.name)
    )
    if partnership_ids is not None:
        wanted = wanted.where(t.partnership.c.id.in_(list(partnership_ids)))
    those = None if partnership_ids is None else frozenset(partnership_ids)
    found: dict[Partnership, list[Community]] = {}
    for row in once(("groups", those), lambda: tx.execute(wanted).all()):
        groups = found.setdefault(Partnership(row.home_id, row.home), [])
        if row.id is not None:
            groups.append(_community(row))
    return tuple((each, shown_communities(tx, groups)) for each, groups in found.items())


def with_its_partnership(tx: Tx, community_id: str) -> tuple[Community, Partnership] | None:
    """Return a community and the partnership that it is of, or None."""
    row = _stored_with_home(tx, community_id)
    if row is None:
        return None
    return shown_communities(tx, [_community(row)])[0], Partnership(row.partnership_id, row.home)


def _stored_with_home(tx: Tx, community_id: str) -> Any:
    """Return the row of a community with its partnership's name, or None."""
    wanted = sa.select(t.community, t.partnership.c.name.label("home")).join(t.partnership)
    own = wanted.where(t.community.c.id == community_id)
    return once(("community", community_id), lambda: tx.execute(own).one_or_none())


def all_communities(tx: Tx) -> tuple[Community, ...]:
    """Return the communities of all partnerships, by name."""
    rows = tx.execute(sa.select(t.community).order_by(t.community.c.name)).all()
    return shown_communities(tx, [_community(row) for row in rows])


@dataclass(frozen=True, slots=True)
class StoredAgreement:
    """A version of an agreement, when it was stored, and the id of who stored it in a form."""

    agreement: Agreement
    made_at: datetime
    made_by: str | None


def add_agreement(
    tx: Tx, community_id: str, agreed: Agreement, now: datetime, made_by: str | None = None
) -> None:
    """Store the next version of what a community agreed; versions are never changed.

    Raise BadInput for words that come back nowhere.
    """
    before, held = _stored_agreement(tx, community_id), held_beside(tx, community_id)
    own = _stored_community(tx, community_id)
    agreed = agreement_to_store(agreed, before, own.rules if own else (), held)
    said = "\n".join((*agreed.rules, *agreed.details.reasons))
    of_rules = (said, _rules_before(tx, community_id))
    of_reasons = (_reasons(agreed), _reasons(before))
    require_each_quotable(tx, community_id, (of_rules, of_reasons))
    settings = {
        "version": agreed.version,
        "labels": {
            template: {code: label.value for code, label in zones.items()}
            for template, zones in agreed.labels.items()
        },
        "attribution": agreed.attribution.value,
        "take_back_days": agreed.take_back_days,
        "held_days": agreed.held_days,
        "kinds": {kind: label.value for kind, label in agreed.details.kinds.items()},
        "kept_days": agreed.details.limits.kept_days,
        "smallest_group": agreed.details.limits.smallest_group,
        "furthest": agreed.details.furthest.name,
    }
    reasons = {
        in_stored_order(rule): [in_stored_order(text) for text in said.texts]
        for rule, said in agreed.details.reasons.items()
    }
    rules = {"rules": [in_stored_order(rule) for rule in agreed.rules], "reasons": reasons}
    tx.execute(
        sa.insert(t.agreement).values(
            community_id=community_id, made_at=now, made_by=made_by, **rules, **settings
        )
    )
    known_by = [text_hash(community_id, rule) for rule in agreed.rules]
    note_gone(tx, Went.AGREED, community_id, rules=known_by, **settings)
    if before is not None:
        own_texts.note_changed(tx, community_id, _texts(before), _texts(agreed))


def agreement(tx: Tx, community_id: str) -> Agreement | None:
    """Return the newest agreement of a community, or None where nothing was agreed yet."""
    stored = _stored_agreement(tx, community_id)
    return None if stored is None else shown_agreement(stored, held_beside(tx, community_id))


def _stored_agreement(tx: Tx, community_id: str) -> Agreement | None:
    own = sa.select(t.agreement).where(t.agreement.c.community_id == community_id)
    wanted = own.order_by(t.agreement.c.version.desc()).limit(1)
    row = once(("agreement", community_id), lambda: tx.execute(wanted).one_or_none())
    return None if row is None else _agreement(row)


def _texts(agreed: Agreement) -> tuple[str, ...]:
    """Return what people wrote into an agreement: rules, and why each is one."""
    return (*agreed.rules, _reasons(agreed))


def _reasons(agreed: Agreement | None) -> str:
    """Return what people wrote of why each rule of an agreement is one."""
    if agreed is None:
        return ""
    return "\n".join(text for said in agreed.details.reasons.values() for text in said.texts)


def agreement_versions(tx: Tx, community_id: str) -> tuple[StoredAgreement, ...]:
    """Return every version of a community's agreement, oldest first."""
    rows = tx.execute(
        sa.select(t.agreement)
        .where(t.agreement.c.community_id == community_id)
        .order_by(t.agreement.c.version)
    )
    held = held_beside(tx, community_id)
    return tuple(
        StoredAgreement(shown_agreement(_agreement(row), held), row.made_at, row.made_by)
        for row in rows
    )


def _agreement(row: Any) -> Agreement:
    return Agreement(
        row.version,
        {
            template: {code: Label(label) for code, label in zones.items()}
            for template, zones in row.labels.items()
        },
        Attribution(row.attribution),
        row.take_back_days,
        row.held_days,
        tuple(row.rules),
        AgreementDetails(
            kinds={kind: Label(label) for kind, label in row.kinds.items()},
            limits=NoteLimits(row.kept_days, row.smallest_group),
            reasons={rule: RuleReason(*said) for rule, said in row.reasons.items()},
            furthest=Rung[row.furthest],
        ),
    )


def add_proposal(tx: Tx, proposal: Proposal) -> None:
    """Store a sentence that was read back, with what the group said.

    Raise BadInput for words that come back nowhere.
    """
    said = (proposal.sentence, *(proposal.setting.other or ()))
    require_quotable(tx, proposal.community_id, said)
    tx.execute(
        sa.insert(t.proposal).values(
            id=proposal.id,
            community_id=proposal.community_id,
            session_id=proposal.session_id,
            note_id=proposal.note_id,
            sentence=proposal.sentence,
            setting=setting_as_json(proposal.setting),
            outcome=proposal.outcome.value,
            day=proposal.day,
        )
    )


def set_outcome(tx: Tx, proposal_id: str, outcome: Outcome) -> None:
    """Record that an open sentence has been agreed since.

    Raise BadInput where words came to stand in it that come back nowhere.
    """
    own = t.proposal.c.id == proposal_id
    found = tx.execute(sa.select(t.proposal).where(own)).one()
    said = (found.sentence, *(setting_of(found.setting).other or ()))
    require_quotable(tx, found.community_id, said)
    tx.execute(sa.update(t.proposal).where(own).values(outcome=outcome.value))


def proposals(tx: Tx, community_id: str) -> tuple[Proposal, ...]:
    """Return every sentence that was read back to a community, oldest first."""
    own = sa.select(t.proposal).where(t.proposal.c.community_id == community_id)
    wanted = own.order_by(t.proposal.c.day)
    rows = once(("proposals", community_id), lambda: tx.execute(wanted).all())
    held = held_beside(tx, community_id)
    return tuple(shown_proposal(_proposal(row), held) for row in rows)


def _proposal(row: Any) -> Proposal:
    return Proposal(
        id=row.id,
        community_id=row.community_id,
        session_id=row.session_id,
        note_id=row.note_id,
        sentence=row.sentence,
        setting=setting_of(row.setting),
        outcome=Outcome(row.outcome),
        day=row.day,
    )


def _community(row: Any) -> Community:
    return Community(
        id=row.id,
        partnership_id=row.partnership_id,
        name=row.name,
        question=row.question,
        permission_note=row.permission_note,
        sponsor=row.sponsor,
        host=row.host,
        contact=row.contact,
        rules=tuple(row.rules),
    )
