"""What a group decided, as settings that the software obeys.

Until a group has agreed anything the protective default holds: every box is held, nobody is
named; *We decide* boxes stay what they are, since a group can only agree in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from plugin.domain.ground_rules import LONGEST_REASON, RuleReason
from plugin.domain.labels import Label, is_looser, strictest
from plugin.domain.piece_records import Rung
from plugin.domain.templates import CLOSE, WELCOME, Template, Zone

HELD_DAYS = 28
TAKE_BACK_DAYS = 28
DAYS_TO_OBJECT = 7
DAYS_UNTIL_ERASED = 7
PAUSE_HOURS = 48
SMALLEST_FOLD = 3
LONGEST_TAKE_BACK, LONGEST_HELD = 365, 365
KEPT_RANGE, GROUP_RANGE = (28, 3650), (SMALLEST_FOLD, 20)
RULE = "rule"
FURTHEST = (Rung.US, Rung.PARTNERSHIP, Rung.LANDSCAPE, Rung.PUBLIC)  # how far pieces may go


class Attribution(Enum):
    """Whose name, if any, a note may carry."""

    NONE = "none"
    ROLE = "role"
    ORIGIN = "origin"
    NAMED = "named"
    CHATHAM_HOUSE = "chatham house"

    @property
    def shows_writers(self) -> bool:
        """Say whether a facilitator tells before Close what a note may show of its writer."""
        return self in (Attribution.ROLE, Attribution.ORIGIN, Attribution.NAMED)

    def is_stricter(self, than: Attribution) -> bool:
        """Say whether this tells less of a writer; a role and an origin tell the same."""
        return _TELLS[self] < _TELLS[than]


_TELLS = {
    Attribution.CHATHAM_HOUSE: 0,
    Attribution.NONE: 1,
    Attribution.ROLE: 2,
    Attribution.ORIGIN: 2,
    Attribution.NAMED: 3,
}


@dataclass(frozen=True, slots=True)
class NoteLimits:
    """How long kept notes live (None: until taken back), and from how many people a role shows."""

    kept_days: int | None = None
    smallest_group: int = SMALLEST_FOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDetails:
    """Labels for all boxes of a kind, limits, and the reasons of rules by their words.

    `furthest` is how far a checked piece may go before the group agrees otherwise.
    """

    kinds: Mapping[str, Label] = field(default_factory=dict)
    limits: NoteLimits = NoteLimits()
    reasons: Mapping[str, RuleReason] = field(default_factory=dict)
    furthest: Rung = Rung.PUBLIC


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of what a group agreed; `labels` maps template code to zone code to label."""

    version: int
    labels: Mapping[str, Mapping[str, Label]] = field(default_factory=dict)
    attribution: Attribution = Attribution.NONE
    take_back_days: int = TAKE_BACK_DAYS
    held_days: int = HELD_DAYS
    rules: tuple[str, ...] = ()
    details: AgreementDetails = AgreementDetails()


@dataclass(frozen=True, slots=True)
class Policy:
    """The frozen copy that a session obeys: a label for every zone, and how names are handled."""

    labels: Mapping[str, Label]
    attribution: Attribution
    take_back_days: int
    held_days: int
    rules: tuple[str, ...]
    agreement_version: int | None
    limits: NoteLimits = NoteLimits()

    @property
    def hides_moments(self) -> bool:
        """Say whether days, not moments, are all that is kept of notes after Close."""
        return self.attribution is Attribution.CHATHAM_HOUSE


def policy_for(template: Template, agreement: Agreement | None) -> Policy:
    """Work out the label of every zone of `template` under `agreement` (None: nothing agreed).

    A box from which its design keeps nothing stays one, whatever was agreed: people wrote there
    because nothing is kept.
    """
    labels = {zone.code: _label_of(template, zone, agreement) for zone in template.zones}
    if agreement is None:
        return Policy(labels, Attribution.NONE, TAKE_BACK_DAYS, HELD_DAYS, (), None)
    return Policy(
        labels,
        agreement.attribution,
        agreement.take_back_days,
        agreement.held_days,
        agreement.rules,
        agreement.version,
        agreement.details.limits,
    )


def tightened(policy: Policy, agreement: Agreement) -> Policy:
    """Return what a session that is planned already obeys by a newer agreement.

    A life that is shorter in it and a stricter way with names hold; nothing becomes looser.
    """
    limits, newer = policy.limits, agreement.details.limits
    lives = [days for days in (limits.kept_days, newer.kept_days) if days is not None]
    way = agreement.attribution
    return replace(
        policy,
        attribution=way if way.is_stricter(policy.attribution) else policy.attribution,
        held_days=min(policy.held_days, agreement.held_days),
        limits=NoteLimits(
            kept_days=min(lives) if lives else None,
            smallest_group=max(limits.smallest_group, newer.smallest_group),
        ),
    )


def stricter_labels(zone: Zone, label: Label) -> tuple[Label, ...]:
    """Return what whoever plans one session may make of a box: its label, and every stricter one.

    A box in which the group decides, and Welcome, stay what they are; loosening is the group's.
    """
    if label is Label.S or zone.code == WELCOME:
        return (label,)
    return tuple(each for each in (Label.M, Label.H, Label.X) if not is_looser(each, label))


def is_looser_for_pieces(before: Agreement, wanted: Agreement) -> bool:
    """Say whether checked pieces may go further by `wanted`, which only the group can agree."""
    return wanted.details.furthest.value > before.details.furthest.value


def why_not(agreement: Agreement) -> str | None:
    """Return why a group cannot agree this, in a sentence; None if it can."""
    limits = agreement.details.limits
    ranges = (
        ("Days to take a note back", agreement.take_back_days, 0, LONGEST_TAKE_BACK),
        ("Days that held notes live", agreement.held_days, 1, LONGEST_HELD),
        ("Days that kept notes live", limits.kept_days, *KEPT_RANGE),
        ("The number of people who share a role", limits.smallest_group, *GROUP_RANGE),
    )
    for called, given, least, most in ranges:
        if given is not None and not least <= given <= most:
            return f"{called}: from {least} to {most}; yours is {given}."
    said = (text for each in agreement.details.reasons.values() for text in each.texts)
    if agreement.details.furthest not in FURTHEST:
        return "How far a checked piece may go: choose one from the list."
    if any(len(text) > LONGEST_REASON for text in said):
        return f"Why, and what if it slips, may have {LONGEST_REASON} characters each."
    return None


def loosest_label(template: Template, zone: Zone, agreement: Agreement | None) -> Label:
    """Return the loosest label that a box can have without asking the group.

    For a box of a group's own design that is what the group agreed for it, or for the box of the
    shipped design that it was made from; a box that nobody agreed on is at most held.
    """
    kept_as = zone.at_most if template.is_own else zone.label
    if kept_as is Label.X or agreement is None:
        return kept_as
    by_kind = _by_kind(template, zone, kept_as, agreement.details.kinds)
    by_base = agreement.labels.get(template.base, {}).get(zone.agreed_as, by_kind)
    return agreement.labels.get(template.design_id, {}).get(zone.agreed_as, by_base)


def _label_of(template: Template, zone: Zone, agreement: Agreement | None) -> Label:
    label = loosest_label(template, zone, agreement)
    if template.is_own:  # a facilitator may be stricter than the agreement
        label = strictest((zone.label, label))
    return _protective(label) if agreement is None else label


def _by_kind(template: Template, zone: Zone, kept_as: Label, kinds: Mapping[str, Label]) -> Label:
    """Return the label that a group agreed for a kind of box; Close stays as its design says.

    Whoever makes a design of the group's own chooses the kinds of its boxes, so there a kind only
    makes a box stricter.
    """
    if kept_as is Label.S or zone.code in (WELCOME, CLOSE):
        return kept_as
    by_kind = kinds.get(zone.kind, kept_as)
    return strictest((kept_as, by_kind)) if template.is_own else by_kind


def _protective(label: Label) -> Label:
    return label if label in (Label.X, Label.S) else Label.H


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence would change; exactly one of the five is given."""

    zone: tuple[str, str, Label] | None = None  # template, zone, label
    attribution: Attribution | None = None
    take_back_days: int | None = None
    furthest: Rung | None = None
    other: tuple[str, str] | None = None  # recorded for people: ("member", "portal team")

    @property
    def is_rule(self) -> bool:
        """Say whether the sentence becomes a ground rule, printed on every board."""
        return self.other is not None and self.other[0] == RULE

    def in_words(self) -> str:
        """Write the setting as *name: value*."""
        if self.zone is not None:
            template, code, label = self.zone
            return f"{template} {code}: {label.value}"
        if self.attribution is not None:
            return f"attribution: {self.attribution.value}"
        if self.take_back_days is not None:
            return f"take_back_days: {self.take_back_days}"
        if self.furthest is not None:
            return f"furthest: {self.furthest.name}"
        name, value = self.other or ("note", "")
        return f"{name}: {value}"


class Outcome(Enum):
    """What a group said to a sentence that was read back."""

    AGREED = "agreed"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A sentence read back to a group, the setting it would change, and what the group said."""

    id: str
    community_id: str
    session_id: str
    note_id: str | None
    sentence: str
    setting: Setting
    outcome: Outcome
    day: date


def agree(agreement: Agreement | None, setting: Setting, sentence: str) -> Agreement:
    """Return the next version of the agreement with `setting` in it.

    A ground rule is the sentence that the group agreed, word for word.
    """
    now = agreement or Agreement(version=0)
    changed = replace(now, version=now.version + 1)
    if setting.zone is not None:
        template, code, label = setting.zone
        labels = {name: dict(zones) for name, zones in now.labels.items()}
        labels.setdefault(template, {})[code] = label
        return replace(changed, labels=labels)
    if setting.attribution is not None:
        return replace(changed, attribution=setting.attribution)
    if setting.take_back_days is not None:
        return replace(changed, take_back_days=setting.take_back_days)
    if setting.furthest is not None:
        return replace(changed, details=replace(now.details, furthest=setting.furthest))
    if setting.is_rule and sentence not in now.rules:
        return replace(changed, rules=(*now.rules, sentence))
    return changed
