"""Two people write one agreement down at once: each change stays; what both changed is asked."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.agreement_merge import merge
from plugin.domain.agreements import Agreement, AgreementDetails, Attribution, NoteLimits
from plugin.domain.ground_rules import RuleReason
from plugin.domain.labels import Label
from plugin.domain.piece_records import Rung

RULES = ("Doubt is a contribution.", "Ask before advising.")
BASE = Agreement(4, {"T3": {"Z2": Label.H}}, Attribution.ROLE, 14, 28, RULES)


def details(agreement: Agreement, **changed: object) -> Agreement:
    return replace(agreement, details=replace(agreement.details, **changed))  # type: ignore[arg-type]


CHANGES: dict[str, Callable[[Agreement], Agreement]] = {
    "names": lambda was: replace(was, attribution=Attribution.NONE),
    "days": lambda was: replace(was, held_days=10),
    "kept": lambda was: details(was, limits=NoteLimits(90, was.details.limits.smallest_group)),
    "group": lambda was: details(was, limits=NoteLimits(was.details.limits.kept_days, 6)),
    "box": lambda was: replace(was, labels={**was.labels, "T5": {"Z4": Label.X}}),
    "no box": lambda was: replace(was, labels={k: v for k, v in was.labels.items() if k != "T3"}),
    "kind": lambda was: details(was, kinds={"story": Label.H}),
    "far": lambda was: details(was, furthest=Rung.US),
    "rule": lambda was: replace(was, rules=(*was.rules, "We meet outdoors.")),
    "no rule": lambda was: replace(was, rules=tuple(r for r in was.rules if r != RULES[1])),
    "why": lambda was: details(was, reasons={RULES[0]: RuleReason("We learn there")}),
}


@given(
    first=st.sets(st.sampled_from(sorted(CHANGES))),
    second=st.sets(st.sampled_from(sorted(CHANGES))),
)
def test_changes_of_two_people_stand_together(first: set[str], second: set[str]) -> None:
    theirs, mine, every = replace(BASE, version=5), BASE, replace(BASE, version=5)
    for name in sorted(first):
        theirs = CHANGES[name](theirs)
    for name in sorted(second):
        mine = CHANGES[name](mine)
    for name in sorted(first | second):
        every = CHANGES[name](every)

    merged = merge(BASE, theirs, mine)

    assert merged.is_clear
    assert replace(merged.agreement, rules=()) == replace(every, rules=())
    assert set(merged.agreement.rules) == set(every.rules)


@pytest.mark.parametrize(
    ("theirs", "mine", "asked"),
    [
        (replace(BASE, held_days=10), replace(BASE, held_days=12), replace(BASE, held_days=12)),
        (
            replace(BASE, rules=RULES[:1], take_back_days=7),
            details(BASE, reasons={RULES[1]: RuleReason("So that people think")}),
            replace(
                BASE,
                take_back_days=7,
                details=AgreementDetails(reasons={RULES[1]: RuleReason("So that people think")}),
            ),
        ),
        (
            replace(BASE, rules=("Doubt helps.", RULES[1])),
            replace(BASE, rules=("Doubt is a gift.", RULES[1])),
            replace(BASE, rules=("Doubt is a gift.", RULES[1], "Doubt helps.")),
        ),
    ],
    ids=["one number", "a rule that one ended", "one rule in two wordings"],
)
def test_what_both_changed_is_asked_about_alone(
    theirs: Agreement, mine: Agreement, asked: Agreement
) -> None:
    merged = merge(BASE, theirs, mine)

    assert not merged.is_clear
    assert merged.asked == asked


def test_the_same_change_of_both_is_no_question() -> None:
    changed = replace(BASE, held_days=10)

    assert merge(BASE, changed, changed).is_clear
