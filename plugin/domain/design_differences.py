"""What changed between two versions of a design, in sentences that members read.

Boxes are compared by their keys, which stay when a box moves or gets another title. Steps have no
keys: those of the same title are the same, and one that stands where another stood was renamed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from plugin.domain.labels import WORDS
from plugin.domain.people import readers_in_words
from plugin.domain.templates import Step, Template, Zone

_Name = tuple[str, int]


def differences(before: Template, after: Template) -> tuple[str, ...]:
    """Return what is different in `after`, a sentence for each; none where they say the same."""
    return (
        *_in_head(before, after),
        *_in_boxes(before, after),
        *_in_steps(before, after),
    )


def _in_head(before: Template, after: Template) -> Iterator[str]:
    if before.meeting_kind != after.meeting_kind:
        yield f"The title is now “{after.meeting_kind}”, before “{before.meeting_kind}”."
    if before.purpose != after.purpose:
        yield f"The purpose is now: “{after.purpose}” Before: “{before.purpose}”"
    if before.who != after.who:
        yield f"Who takes part is now: “{after.who}” Before: “{before.who}”"
    if before.minutes != after.minutes:
        yield f"The session now takes {after.minutes} minutes, before {before.minutes}."


def _in_boxes(before: Template, after: Template) -> Iterator[str]:
    was = {zone.agreed_as: zone for zone in before.zones}
    now = {zone.agreed_as: zone for zone in after.zones}
    for key, zone in was.items():
        if key not in now:
            yield f"Box “{zone.title}” is taken out."
    for key, zone in now.items():
        if key in was:
            yield from _in_box(was[key], zone)
        else:
            yield f"Box “{zone.title}” is new. Its notes: {WORDS[zone.label]}."
    both = [key for key in now if key in was]
    if both != [key for key in was if key in now]:
        order = ", ".join(f"“{now[key].title}”" for key in both)
        yield f"The boxes are in another order: {order}."


def _in_box(was: Zone, now: Zone) -> Iterator[str]:
    if was.title != now.title:
        yield f"Box “{was.title}” is now called “{now.title}”."
    if was.label is not now.label:
        labels = f"“{WORDS[now.label]}”, before “{WORDS[was.label]}”"
        yield f"Notes in box “{now.title}” are now {labels}."
    for question in now.prompts:
        if question not in was.prompts:
            yield f"Box “{now.title}” now asks: “{question}”"
    for question in was.prompts:
        if question not in now.prompts:
            yield f"Box “{now.title}” no longer asks: “{question}”"


def _in_steps(before: Template, after: Template) -> Iterator[str]:
    keys = {zone.code: zone.agreed_as for zone in before.zones}
    for was, now in _pairs(before.steps, after.steps):
        if was is None and now is not None:
            yield f"Step “{now.title}” is new and takes {now.minutes} minutes."
        elif now is None and was is not None:
            yield f"Step “{was.title}” is taken out."
        elif was is not None and now is not None:
            yield from _in_step(was, now)
            yield from _in_use(now, {keys[code] for code in was.zones if code in keys}, after)
    was_named, now_named = _named(before.steps), _named(after.steps)
    both = [name for name in now_named if name in was_named]
    if both != [name for name in was_named if name in now_named]:
        order = ", ".join(f"“{title}”" for title, _ in both)
        yield f"The steps are in another order: {order}."


def _pairs(
    before: Sequence[Step], after: Sequence[Step]
) -> Iterator[tuple[Step | None, Step | None]]:
    """Pair steps of one title, then those that stand where another stood, then the others."""
    was, now = _named(before), _named(after)
    same = {name: was.index(name) for name in now if name in was}
    renamed = _standing_where(
        [name if name in same else None for name in was],
        [name if name in same else None for name in now],
    )
    for number, step in enumerate(after):
        at = same.get(now[number], renamed.get(number))
        yield None if at is None else before[at], step
    for number, step in enumerate(before):
        if was[number] not in same and number not in renamed.values():
            yield step, None


def _standing_where(was: Sequence[_Name | None], now: Sequence[_Name | None]) -> dict[int, int]:
    """Return for steps whose name is new where the step stood that they replace."""
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    return {
        to + n: start + n for start, to, size in blocks for n in range(size) if now[to + n] is None
    }


def _named(steps: Sequence[Step]) -> list[_Name]:
    """Return titles, each with its number among steps of the same title."""
    seen: Counter[str] = Counter()
    found = []
    for step in steps:
        found.append((step.title, seen[step.title]))
        seen[step.title] += 1
    return found


def _in_step(was: Step, now: Step) -> Iterator[str]:
    if was.title != now.title:
        yield f"Step “{was.title}” is now called “{now.title}”."
    if was.minutes != now.minutes:
        yield f"Step “{now.title}” now takes {now.minutes} minutes, before {was.minutes}."
    if was.short_minutes != now.short_minutes:
        if not now.short_minutes:
            yield f"Step “{now.title}” is now left out of the short form."
        else:
            before = f", before {was.short_minutes}" if was.short_minutes else ""
            takes = f"takes {now.short_minutes} minutes{before}"
            yield f"In the short form, step “{now.title}” now {takes}."
    if was.dots != now.dots:
        dots = f"{now.dots} dots" if now.dots > 1 else "one dot" if now.dots else "no dots"
        yield f"In step “{now.title}” each person now has {dots} to put on notes."
    if was.happens != now.happens:
        yield f"What happens in step “{now.title}” is now: “{now.happens}”"
    if was.say != now.say:
        yield f"What is said in step “{now.title}” is now: “{now.say}”"


def _in_use(now: Step, used: set[str], after: Template) -> Iterator[str]:
    by_code = {zone.code: zone for zone in after.zones}
    zones = [by_code[code] for code in now.zones if code in by_code]
    there = {zone.agreed_as for zone in after.zones}
    if {zone.agreed_as for zone in zones} != used & there:
        boxes = readers_in_words([f"“{zone.title}”" for zone in zones])
        yield f"Step “{now.title}” now uses {boxes if zones else 'no box'}."
