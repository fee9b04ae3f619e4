"""What one note carries under an agreement, and how two versions differ, in words."""

from datetime import date

import pytest

from plugin.convene.template_files import read_template
from plugin.domain.agreement_words import differences, note_carries
from plugin.domain.agreements import (
    Agreement,
    AgreementDetails,
    Attribution,
    NoteLimits,
    policy_for,
    tightened,
    why_not,
)
from plugin.domain.ground_rules import LIBRARY, RuleReason
from plugin.domain.labels import Label

DAY = date(2026, 11, 18)
STORIES_HELD = AgreementDetails(kinds={"story": Label.H, "rule": Label.H, "process": Label.M})


def carried(agreement: Agreement, label: Label) -> str:
    return " ".join(note_carries(policy_for(read_template("T3"), agreement), label, DAY, "Sam"))


def test_a_kind_sets_all_its_boxes_but_close_and_we_decide() -> None:
    labels = policy_for(read_template("T3"), Agreement(1, details=STORIES_HELD)).labels
    decide = policy_for(read_template("T2"), Agreement(1, details=STORIES_HELD)).labels

    assert (labels["Z3"], labels["Z8"]) == (Label.H, Label.M)
    assert (labels["ZC"], labels["ZX"], decide["Z3"]) == (Label.H, Label.X, Label.S)


def test_what_was_agreed_for_one_box_comes_before_its_kind() -> None:
    agreement = Agreement(1, {"T3": {"Z3": Label.M}}, details=STORIES_HELD)

    assert policy_for(read_template("T3"), agreement).labels["Z3"] is Label.M


def test_a_kind_opens_no_box_that_stays_here() -> None:
    every = AgreementDetails(kinds={"note": Label.M, "commitment": Label.M})

    labels = policy_for(read_template("T9"), Agreement(1, details=every)).labels

    assert labels["ZX"] is Label.X


def test_what_a_note_carries_follows_the_settings() -> None:
    four = AgreementDetails(limits=NoteLimits(kept_days=30, smallest_group=4))
    by_role = carried(Agreement(1, {}, Attribution.ROLE, details=four), Label.M)

    assert "at least 4 writers of the session share it" in by_role
    assert "It is deleted on 18 December 2026" in by_role
    assert "Sam can read it until 16 December 2026." in carried(Agreement(1), Label.H)
    chatham = carried(Agreement(1, {}, Attribution.CHATHAM_HOUSE), Label.M)
    assert "No time and no colour" in chatham
    assert carried(Agreement(1), Label.X) == "Nothing. Hedgerow does not read it."


def test_versions_differ_in_words() -> None:
    before = Agreement(1, {}, Attribution.ROLE, rules=("Old.", "Stays."))
    details = AgreementDetails(kinds={"story": Label.H}, limits=NoteLimits(kept_days=365))
    now = Agreement(
        2, {"T3": {"Z2": Label.X}}, Attribution.NONE, 14, 28, ("Stays.", "New."), details
    )

    assert differences(before, now, lambda code, zone: f"{code} {zone}") == (
        "New rule: New.",
        "No rule any more: Old.",
        "Stories: Held. Before: as each design says.",
        "T3 Z2: Stays here. Before: as each design says.",
        "Names: nobody is named. Before: by role, never by name.",
        "Taking back by deleting on the board: 14 days. Before: 28 days.",
        "Kept notes live: for 365 days. Before: until they are taken back.",
    )
    assert differences(now, now, str.join) == ()


def test_changed_reasons_are_told() -> None:
    said = [AgreementDetails(reasons={"A.": RuleReason(why)}) for why in ("So", "Because")]
    one, two = (Agreement(1, rules=("A.",), details=each) for each in said)

    assert differences(one, two, str.join) == ("Why, or what if it slips, of the rule: A.",)


@pytest.mark.parametrize(
    ("agreement", "says"),
    [
        (
            Agreement(1, take_back_days=366),
            "Days to take a note back: from 0 to 365; yours is 366.",
        ),
        (Agreement(1, held_days=0), "Days that held notes live: from 1 to 365; yours is 0."),
        (
            Agreement(1, details=AgreementDetails(limits=NoteLimits(kept_days=3))),
            "Days that kept notes live: from 28 to 3650; yours is 3.",
        ),
        (
            Agreement(1, details=AgreementDetails(limits=NoteLimits(smallest_group=2))),
            "The number of people who share a role: from 3 to 20; yours is 2.",
        ),
        (Agreement(1), None),
    ],
)
def test_what_cannot_be_agreed_is_said(agreement: Agreement, says: str | None) -> None:
    assert why_not(agreement) == says


def test_the_library_has_eighteen_rules_with_reasons() -> None:
    assert len({rule.text for rule in LIBRARY}) == 18
    assert all(rule.reason.why and rule.reason.if_it_slips for rule in LIBRARY)
    details = AgreementDetails(reasons={rule.text: rule.reason for rule in LIBRARY})
    assert why_not(Agreement(1, details=details)) is None


def test_tightening_keeps_what_is_stricter_already() -> None:
    strict = AgreementDetails(limits=NoteLimits(kept_days=30, smallest_group=5))
    policy = policy_for(
        read_template("T3"), Agreement(1, {}, Attribution.NONE, held_days=7, details=strict)
    )

    assert tightened(policy, Agreement(2, {}, Attribution.NAMED, held_days=90)) == policy
