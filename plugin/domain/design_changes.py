"""What a group agreed and its own design does not say yet: a label of a box, or the one change.

It comes as a proposal to whoever runs sessions: they take it into the design, or leave it. A label
that is stricter holds without them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from plugin.domain.agreements import Agreement, Outcome, Proposal, loosest_label
from plugin.domain.design_differences import differences
from plugin.domain.labels import Label, is_looser
from plugin.domain.templates import Template, Zone

ONE_CHANGE = ("T4", "Z6")  # the box in which a group chooses one change for next time


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """A sentence that the group agreed; `template` is the design with it, None for mere words."""

    proposal: Proposal
    template: Template | None
    in_words: tuple[str, ...]


def proposed_changes(
    template: Template,
    agreement: Agreement | None,
    agreed: Iterable[Proposal],
    of_reviews: Collection[str],
    answered: Collection[str],
) -> Iterator[ProposedChange]:
    """Yield what waits for an answer, oldest first.

    `of_reviews` are the ids of proposals that a review chose as its one change.
    """
    for each in agreed:
        if each.outcome is not Outcome.AGREED or each.id in answered:
            continue
        if each.setting.zone is not None:
            changed = _with_label(template, agreement, each.setting.zone)
            if changed is not None:
                yield ProposedChange(each, changed, differences(template, changed))
        elif each.id in of_reviews:
            yield ProposedChange(each, None, ())


def as_agreed(template: Template, agreement: Agreement | None) -> Template:
    """Return a design with no label looser than the group agrees now."""
    zones = (
        _labelled(zone, most)
        if is_looser(zone.label, most := loosest_label(template, zone, agreement))
        else zone
        for zone in template.zones
    )
    return replace(template, zones=tuple(zones))


def as_loose_as_agreed(template: Template, agreement: Agreement | None) -> Template:
    """Return a design with the labels that the group agrees to now, as a new one starts."""
    zones = (_labelled(each, loosest_label(template, each, agreement)) for each in template.zones)
    return replace(template, zones=tuple(zones))


def _labelled(zone: Zone, label: Label) -> Zone:
    takes_returns = zone.takes_returns and label not in (Label.H, Label.X)
    return replace(zone, label=label, takes_returns=takes_returns)


def _with_label(
    template: Template, agreement: Agreement | None, agreed: tuple[str, str, Label]
) -> Template | None:
    """Return the design with a looser label that still holds; None where it changes nothing."""
    design_id, key, label = agreed
    zone = next((each for each in template.zones if each.agreed_as == key), None)
    if zone is None or design_id not in (template.design_id, template.base):
        return None
    if not is_looser(label, zone.label) or loosest_label(template, zone, agreement) is not label:
        return None
    zones = (replace(each, label=label) if each is zone else each for each in template.zones)
    return replace(template, zones=tuple(zones))
