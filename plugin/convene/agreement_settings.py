"""The group's agreement as settings: read whole, changed in one form, every version kept.

Whoever runs the group's sessions writes down what the group agreed. A new version holds for
sessions that are planned from then on; what it makes stricter holds for earlier ones too
(`plugin.govern.tightening`). A form that was opened before somebody else saved keeps what they
changed, and asks where both changed the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.convene.communities import community_of
from plugin.domain.agreement_merge import MergedAgreement, merge
from plugin.domain.agreements import Agreement, is_looser_for_pieces, why_not
from plugin.domain.communities import Community, too_long
from plugin.domain.overtaken import shown_mark
from plugin.domain.people import Actor, Power, named_with
from plugin.errors import BadInput, ChangedMeanwhile, NotHere
from plugin.govern.tightening import take_down_beyond, tighten_past
from plugin.store import communities as stored_communities
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services

_BOTH = (
    "Somebody else saved this agreement while you wrote, and you both changed the same. Nothing of "
    "yours was stored, and nothing is lost: it stands below. See what they changed, then save "
    "again."
)
_ONLY_THE_GROUP = (
    "That checked pieces may go further is for the group to agree. Nothing was stored. Read it to "
    "them in a session, and record what they said under Read sentences back."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version of an agreement, the one before it, and who saved it when."""

    agreement: Agreement
    before: Agreement | None
    made_at: datetime
    made_by: str  # empty: it came of a sentence that was read back to the group


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """What members read of their agreement; `versions` has the newest first."""

    community: Community
    agreement: Agreement
    versions: tuple[VersionView, ...]
    readers: tuple[str, ...]  # who can read held notes of a session that is built today


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAgreement:
    """What came of saving: the version that holds, and what it tightened.

    That is a number of earlier sessions, and of pieces that went further than they may now.
    """

    version: int
    is_new: bool
    tightened: int
    taken_down: int
    has_theirs: bool = False  # somebody else saved since the form was opened, and it stays


def agreement_view(services: Services, actor: Actor, community_id: str) -> AgreementView:
    """Return a group's agreement for a person who may read its page."""
    community = community_of(services, community_id)
    here = (community.partnership_id, community.id)
    actor.require(Power.READ_COMMUNITY, *here)
    with services.db.read() as tx:
        people = tuple(each for each, _ in stored_people.people_of(tx, here[0]))
        stored = stored_communities.agreement_versions(tx, community_id)
    names = {each.person_id: each.name for each in people}
    befores = (None, *(each.agreement for each in stored))
    versions = tuple(
        VersionView(
            agreement=each.agreement,
            before=before,
            made_at=each.made_at,
            made_by=names.get(each.made_by, "somebody who has left") if each.made_by else "",
        )
        for each, before in zip(stored, befores, strict=False)
    )
    return AgreementView(
        community=community,
        agreement=_as_it_stands(community, stored[-1].agreement if stored else None),
        versions=versions[::-1],
        readers=named_with(Power.READ_NOTES, people, *here),
    )


def save_agreement(
    services: Services, actor: Actor, community_id: str, wanted: Agreement, had: str = ""
) -> SavedAgreement:
    """Store what a group agreed as its next version; `wanted.version` is the one the form showed.

    `had` is the mark of the rules that it showed. What somebody else changed since then, and this
    form did not, stays. Raise ChangedMeanwhile where both changed the same, and BadInput for what
    cannot be.
    """
    with services.db.begin() as tx:
        community = _to_run(tx, actor, community_id)
        now = stored_communities.agreement(tx, community_id)
        standing = now.version if now else 0
        if now is not None and _is_same(community, now, wanted):
            return SavedAgreement(version=standing, is_new=False, tightened=0, taken_down=0)
        is_overtaken = standing != wanted.version
        if is_overtaken:
            wanted = _with_theirs(tx, community, now, wanted, had)
            if now is not None and _is_same(community, now, wanted):
                return SavedAgreement(version=standing, is_new=False, tightened=0, taken_down=0)
        _require_fitting(community, wanted)
        if is_looser_for_pieces(now or Agreement(version=0), wanted):
            raise BadInput(_ONLY_THE_GROUP)
        agreed = replace(wanted, version=standing + 1)
        stored_communities.save_community(tx, replace(community, rules=agreed.rules))
        stored_communities.add_agreement(tx, community_id, agreed, services.now, actor.stored_id)
        tightened = tighten_past(tx, services, community_id, agreed)
        taken_down = take_down_beyond(tx, services, community, agreed)
    return SavedAgreement(
        version=agreed.version,
        is_new=True,
        tightened=tightened,
        taken_down=taken_down,
        has_theirs=is_overtaken,
    )


def merged_with(view: AgreementView, wanted: Agreement, had: str) -> MergedAgreement:
    """Put what a form says together with what somebody else saved since it was opened."""
    return _merged([each.agreement for each in view.versions], view.agreement, wanted, had)


def _with_theirs(
    tx: Tx, community: Community, now: Agreement | None, wanted: Agreement, had: str
) -> Agreement:
    """Return what was written with what somebody else saved meanwhile; raise ChangedMeanwhile."""
    known = [each.agreement for each in stored_communities.agreement_versions(tx, community.id)]
    merged = _merged(known, _as_it_stands(community, now), wanted, had)
    if not merged.is_clear:
        raise ChangedMeanwhile(_BOTH)
    return merged.agreement


def _merged(
    known: Sequence[Agreement], standing: Agreement, wanted: Agreement, had: str
) -> MergedAgreement:
    base = next((each for each in known if each.version == wanted.version), Agreement(version=0))
    if had:  # boards print rules that stand in no version, so the form says what it showed
        marks = had.split(".")
        rules = dict.fromkeys((*base.rules, *standing.rules, *wanted.rules))
        base = replace(base, rules=tuple(each for each in rules if shown_mark(each) in marks))
    return merge(base, standing, wanted)


def _as_it_stands(community: Community, agreement: Agreement | None) -> Agreement:
    """Return an agreement with every rule that boards print."""
    now = agreement or Agreement(version=0)
    return replace(now, rules=tuple(dict.fromkeys((*community.rules, *now.rules))))


def _is_same(community: Community, now: Agreement, wanted: Agreement) -> bool:
    """Say whether this is what stands: the form was pressed twice, or nothing was changed."""
    return replace(wanted, version=now.version) == _as_it_stands(community, now)


def _to_run(tx: Tx, actor: Actor, community_id: str) -> Community:
    community = stored_communities.community(tx, community_id)
    if community is None:
        raise NotHere("There is no group here. Nothing was changed.")
    actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
    return community


def _require_fitting(community: Community, wanted: Agreement) -> None:
    told = why_not(wanted) or too_long(replace(community, rules=wanted.rules))
    if told is not None:
        raise BadInput(f"{told} Nothing was stored. Change it, then save again.")
