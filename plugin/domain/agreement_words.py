"""What a group agreed, in words: what one note carries, and how two versions differ; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from plugin.domain.agreements import Agreement, Attribution, Policy
from plugin.domain.days import long_day
from plugin.domain.ground_rules import RuleReason
from plugin.domain.labels import WORDS, Label
from plugin.domain.piece_records import RUNG_WORDS, Rung

# Kinds of boxes whose label a group can agree for all designs at once, as people call them.
BOX_KINDS = {
    "story": "Stories",
    "doubt": "Doubts",
    "question": "Questions",
    "assumption": "Assumptions",
    "observation": "What we noticed",
    "judgement": "Judgements",
    "tension": "Tensions",
    "pattern": "Patterns",
    "idea": "Ideas and experiments",
    "need": "What people need",
    "feeling": "Feelings",
    "figures": "Figures",
    "ask": "Asks of others",
    "commitment": "Commitments",
    "process": "How we worked",
}
ATTRIBUTION_WORDS = {
    Attribution.NAMED: "by name, where its writer wants it",
    Attribution.ROLE: "by role, never by name",
    Attribution.ORIGIN: "by where people come from, never by name",
    Attribution.NONE: "nobody is named",
    Attribution.CHATHAM_HOUSE: "Chatham House: no names, no roles, no times",
}
FURTHEST_WORDS = {
    Rung.US: "our group, and no further",
    Rung.PARTNERSHIP: "our partners, and no further",
    Rung.LANDSCAPE: "places like ours, in words that the group said yes to in a session",
    Rung.PUBLIC: "anyone, in words that the group said yes to in a session",
}
_AS_DESIGNED = "as each design says"


def note_carries(policy: Policy, label: Label, day: date, held_by: str) -> tuple[str, ...]:
    """Say what a note in a box of this label carries, and how long it lives: a sentence each."""
    if label is Label.X:
        return ("Nothing. Hedgerow does not read it.",)
    return (
        "Its words, as they were written.",
        _of_writer(policy),
        "No time and no colour, only the day of the session."
        if policy.hides_moments
        else "When Hedgerow first saw it, and its colour.",
        *_of_life(policy, label, day, held_by),
    )


def life_words(kept_days: int | None) -> str:
    """Write how long kept notes live."""
    return "until they are taken back" if kept_days is None else f"for {_days(kept_days)}"


def differences(
    before: Agreement | None, now: Agreement, box_words: Callable[[str, str], str]
) -> tuple[str, ...]:
    """Say in sentences what `now` changes; `box_words` names a box of a design."""
    return tuple(_differences(before or Agreement(version=0), now, box_words))


def why_not_so_far(agreement: Agreement | None, rung: Rung) -> str | None:
    """Return why the agreement lets no checked piece go to `rung`, as a sentence; None if it does.

    Without an agreement each rung has its own tests, and no other limit.
    """
    if agreement is None or rung.value <= agreement.details.furthest.value:
        return None
    return (
        f"The group’s agreement, version {agreement.version}, lets a checked piece go to "
        f"{RUNG_WORDS[agreement.details.furthest]} and no further. The group can agree otherwise "
        "in a session."
    )


def _differences(
    before: Agreement, now: Agreement, box_words: Callable[[str, str], str]
) -> Iterator[str]:
    yield from (f"New rule: {rule}" for rule in now.rules if rule not in before.rules)
    yield from (f"No rule any more: {rule}" for rule in before.rules if rule not in now.rules)
    yield from _reasons(before.details.reasons, now.details.reasons, now.rules)
    yield from _labels(BOX_KINDS, before.details.kinds, now.details.kinds)
    yield from _boxes(before, now, box_words)
    values = (
        (
            "Names",
            ATTRIBUTION_WORDS[before.attribution],
            ATTRIBUTION_WORDS[now.attribution],
        ),
        (
            "Taking back by deleting on the board",
            _days(before.take_back_days),
            _days(now.take_back_days),
        ),
        ("Held notes live", _days(before.held_days), _days(now.held_days)),
        (
            "Kept notes live",
            life_words(before.details.limits.kept_days),
            life_words(now.details.limits.kept_days),
        ),
        (
            "A role shows from",
            f"{before.details.limits.smallest_group} people on",
            f"{now.details.limits.smallest_group} people on",
        ),
        (
            "A checked piece may go to",
            FURTHEST_WORDS[before.details.furthest],
            FURTHEST_WORDS[now.details.furthest],
        ),
    )
    yield from (f"{name}: {new}. Before: {old}." for name, old, new in values if old != new)


def _reasons(
    before: Mapping[str, RuleReason], now: Mapping[str, RuleReason], rules: tuple[str, ...]
) -> Iterator[str]:
    for rule in rules:
        if rule in before and rule in now and before[rule] != now[rule]:
            yield f"Why, or what if it slips, of the rule: {rule}"


def _labels(
    called: Mapping[str, str], before: Mapping[str, Label], now: Mapping[str, Label]
) -> Iterator[str]:
    for kind, name in called.items():
        old, new = before.get(kind), now.get(kind)
        if old is not new:
            yield f"{name}: {_label(new)}. Before: {_label(old)}."


def _boxes(
    before: Agreement, now: Agreement, box_words: Callable[[str, str], str]
) -> Iterator[str]:
    boxes = {
        (code, zone)
        for each in (before, now)
        for code, zones in each.labels.items()
        for zone in zones
    }
    for code, zone in sorted(boxes):
        old = before.labels.get(code, {}).get(zone)
        new = now.labels.get(code, {}).get(zone)
        if old is not new:
            yield f"{box_words(code, zone)}: {_label(new)}. Before: {_label(old)}."


def _label(label: Label | None) -> str:
    return _AS_DESIGNED if label is None else WORDS[label]


def _of_writer(policy: Policy) -> str:
    smallest = policy.limits.smallest_group
    return {
        Attribution.NAMED: "The name that its writer chose, or “a member”. A note by phone carries "
        "no name but one that its writer puts into it.",
        Attribution.ROLE: f"Its writer’s role, where at least {smallest} writers of the session "
        "share it; otherwise “a member”.",
        Attribution.ORIGIN: f"Where its writer comes from, where at least {smallest} writers of "
        "the session do; otherwise “a member”.",
        Attribution.NONE: "“A member”, and no name.",
        Attribution.CHATHAM_HOUSE: "“A member”, and no name.",
    }[policy.attribution]


def _of_life(policy: Policy, label: Label, day: date, held_by: str) -> Iterator[str]:
    if label is Label.H:
        until = long_day(day + timedelta(days=policy.held_days))
        yield f"{held_by} can read it until {until}. Then it is deleted."
        return
    if policy.limits.kept_days is None:
        yield "It stays until somebody takes it back."
    else:
        until = long_day(day + timedelta(days=policy.limits.kept_days))
        yield f"It is deleted on {until}, or earlier if somebody takes it back."
    if label is Label.M:
        yield "The group checks each piece made from it before anybody else reads it."


def _days(many: int) -> str:
    return "one day" if many == 1 else f"{many} days"
