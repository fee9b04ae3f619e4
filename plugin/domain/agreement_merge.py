"""Two people write one agreement down at once: what each of them changed is put together; pure.

A setting is one value: a rule with its reasons, a kind of boxes, a box, a number. What both
changed, and differently, is not decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from plugin.domain.agreements import Agreement, AgreementDetails, NoteLimits
from plugin.domain.ground_rules import RuleReason

_RULE, _KIND, _BOX = "rule", "kind", "box"
_Values = Mapping[tuple[str, ...], Any]


@dataclass(frozen=True, slots=True)
class MergedAgreement:
    """What two people wrote, in the version that the first one saved.

    Where both changed the same, `agreement` has what the second one wrote; `asked` is the first
    one's agreement with these settings alone, so that both can be told apart in words.
    """

    agreement: Agreement
    asked: Agreement
    is_clear: bool  # nothing is to be asked


def merge(base: Agreement, theirs: Agreement, mine: Agreement) -> MergedAgreement:
    """Put together what `theirs` and `mine` changed of `base`, the version that both began from."""
    was, first, second = _values(base), _values(theirs), _values(mine)
    both = _rewritten_by_both(base, theirs, mine)
    merged = dict(first)
    for key in {*was, *first, *second}:
        old, now, wanted = was.get(key), first.get(key), second.get(key)
        if wanted in (old, now):
            continue
        _set(merged, key, wanted)
        if now != old:
            both.add(key)
    asked = dict(first)
    for key in both:
        _set(asked, key, second.get(key))
    order = _order(base, theirs, mine)
    return MergedAgreement(
        _agreement(theirs.version, merged, order),
        _agreement(theirs.version, asked, order),
        is_clear=not both,
    )


def _rewritten_by_both(base: Agreement, theirs: Agreement, mine: Agreement) -> set[tuple[str, ...]]:
    """Return my new rules, where both wrote other words for a rule that neither has any more."""
    gone = set(base.rules) - {*theirs.rules, *mine.rules}
    if not gone or not _new(theirs, base, mine):
        return set()
    return {(_RULE, rule) for rule in _new(mine, base, theirs)}


def _new(one: Agreement, *others: Agreement) -> list[str]:
    known = {rule for other in others for rule in other.rules}
    return [rule for rule in one.rules if rule not in known]


def _order(base: Agreement, theirs: Agreement, mine: Agreement) -> tuple[str, ...]:
    """Return all rules, those of whoever changed them in their order."""
    first, then = (theirs, mine) if mine.rules == base.rules else (mine, theirs)
    return tuple(dict.fromkeys((*first.rules, *then.rules)))


def _set(values: dict[tuple[str, ...], Any], key: tuple[str, ...], value: Any) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value


def _values(agreement: Agreement) -> _Values:
    """Return every setting by its name; one that is not there is None."""
    details, limits = agreement.details, agreement.details.limits
    return {
        ("attribution",): agreement.attribution,
        ("take_back_days",): agreement.take_back_days,
        ("held_days",): agreement.held_days,
        ("kept_days",): limits.kept_days,
        ("smallest_group",): limits.smallest_group,
        ("furthest",): details.furthest,
        **{(_RULE, rule): details.reasons.get(rule, RuleReason()) for rule in agreement.rules},
        **{(_KIND, kind): label for kind, label in details.kinds.items()},
        **{
            (_BOX, design, box): label
            for design, boxes in agreement.labels.items()
            for box, label in boxes.items()
        },
    }


def _agreement(version: int, values: _Values, order: Collection[str]) -> Agreement:
    rules = tuple(rule for rule in order if (_RULE, rule) in values)
    reasons = {rule: values[_RULE, rule] for rule in rules}
    labels: dict[str, dict[str, Any]] = {}
    for key, label in values.items():
        if key[0] == _BOX:
            labels.setdefault(key[1], {})[key[2]] = label
    return Agreement(
        version=version,
        labels=labels,
        attribution=values["attribution",],
        take_back_days=values["take_back_days",],
        held_days=values["held_days",],
        rules=rules,
        details=AgreementDetails(
            kinds={key[1]: label for key, label in values.items() if key[0] == _KIND},
            limits=NoteLimits(values.get(("kept_days",)), values["smallest_group",]),
            reasons={rule: said for rule, said in reasons.items() if said != RuleReason()},
            furthest=values["furthest",],
        ),
    )
