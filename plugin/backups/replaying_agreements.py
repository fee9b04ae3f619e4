"""Lets groups have agreed again what they agreed after a backup was made.

Settings are in the log. Of rules it has hashes alone: those that the backup knows stay if they were
agreed still, and of others the restore says whose they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugin.domain.agreements import (
    SMALLEST_FOLD,
    Agreement,
    AgreementDetails,
    Attribution,
    NoteLimits,
)
from plugin.domain.erasure_log import LogEntry, Went
from plugin.domain.labels import Label
from plugin.domain.own_texts import text_hash
from plugin.domain.piece_records import Rung
from plugin.govern.tightening import tighten_past
from plugin.store import communities as stored_communities
from plugin.store import own_texts, permissions
from plugin.store.database import Tx
from plugin.store.services import Services


def agree(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Let a group's settings be those that it agreed since; its sentences went with the rest.

    A rule that it agreed no more is none. An entry of an older version does not say which are.
    """
    if stored_communities.community(tx, entry.about) is None:
        return
    now = stored_communities.agreement(tx, entry.about)
    version = entry.detail["version"]
    if now is not None and now.version >= version:
        return
    labels = {
        template: {code: Label(label) for code, label in zones.items()}
        for template, zones in entry.detail["labels"].items()
    }
    agreed = Agreement(
        version,
        labels,
        Attribution(entry.detail["attribution"]),
        entry.detail["take_back_days"],
        entry.detail["held_days"],
        tuple(_rules(tx, entry)),
        _details(entry, now),
    )
    stored_communities.add_agreement(tx, entry.about, agreed, services.now)
    tighten_past(tx, services, entry.about, agreed)


def _rules(tx: Tx, entry: LogEntry) -> Iterator[str]:
    agreed = entry.detail.get("rules")
    for rule in own_texts.rules_of(tx, entry.about):
        if agreed is None or text_hash(entry.about, rule) in agreed:
            yield rule


def _details(entry: LogEntry, now: Agreement | None) -> AgreementDetails:
    """Return what an entry says beside labels and days; one of an older version says nothing."""
    kinds, smallest = entry.detail.get("kinds", {}), entry.detail.get("smallest_group")
    return AgreementDetails(
        kinds={kind: Label(label) for kind, label in kinds.items()},
        limits=NoteLimits(entry.detail.get("kept_days"), smallest or SMALLEST_FOLD),
        reasons=now.details.reasons if now else {},
        furthest=Rung[entry.detail.get("furthest", Rung.PUBLIC.name)],
    )


def groups_without_permission(tx: Tx, entries: Iterable[LogEntry]) -> frozenset[str]:
    """Return the ids of the groups whose last permission is not here: an older one stands there."""
    last = {each.about: each for each in entries if each.went is Went.PERMITTED}
    return frozenset(
        community_id
        for community_id, entry in last.items()
        if entry.detail["permission"]
        not in {each.id for each in permissions.permissions(tx, community_id)}
    )


def groups_without_rules(tx: Tx, entries: Iterable[LogEntry]) -> frozenset[str]:
    """Return the ids of the groups whose last rules are not all here: they went with the rest."""
    last = {each.about: each for each in entries if each.went is Went.AGREED}
    return frozenset(
        community_id
        for community_id, entry in last.items()
        if set(entry.detail.get("rules", ()))
        - {text_hash(community_id, rule) for rule in own_texts.rules_of(tx, community_id)}
    )
