"""What somebody types while they change a design: kept as typed, whatever it is.

A draft is never refused; only saving is. So a box can be added to a design whose minutes are still
words, and its picture can be drawn. Steps name boxes by their keys, which stay when boxes move.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from plugin.domain.blankness import one_line
from plugin.domain.labels import Label
from plugin.domain.templates import CLOSE, OFF_THE_RECORD, WELCOME, Step, Template, Zone

_Row = TypeVar("_Row")
FIXED = (WELCOME, OFF_THE_RECORD, CLOSE)
UP, DOWN = -1, 1
_NEW_BOX = "N"
_WITHOUT_RETURNS = (Label.H, Label.X)


@dataclass(frozen=True, slots=True)
class DraftBox:
    """A box as typed; `questions` has one on each line."""

    key: str
    title: str
    questions: str
    label: str

    @property
    def is_fixed(self) -> bool:
        """Say whether every board has this box, where it is."""
        return self.key in FIXED


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStep:
    """A step as typed; `boxes` are keys."""

    id: str
    title: str
    minutes: str
    short_minutes: str
    boxes: tuple[str, ...]
    happens: str
    say: str
    dots: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole design as typed."""

    name: str
    purpose: str
    who: str
    boxes: tuple[DraftBox, ...]
    steps: tuple[DraftStep, ...]


def draft_of(template: Template) -> Draft:
    """Return a design as its form shows it."""
    keys = {zone.code: zone.agreed_as for zone in template.zones}
    return Draft(
        template.meeting_kind,
        template.purpose,
        template.who,
        tuple(
            DraftBox(zone.agreed_as, zone.title, "\n".join(zone.prompts), zone.label.value)
            for zone in template.zones
        ),
        tuple(
            DraftStep(
                id=str(number),
                title=step.title,
                minutes=str(step.minutes),
                short_minutes=str(step.short_minutes or ""),
                boxes=tuple(keys[code] for code in step.zones),
                happens=step.happens,
                say=step.say,
                dots=str(step.dots or ""),
            )
            for number, step in enumerate(template.steps, 1)
        ),
    )


def with_new_box(draft: Draft, used: Collection[str], label: Label) -> Draft:
    """Add an empty box before *Off the record*; no key of `used` is taken again."""
    taken = {*used, *(box.key for box in draft.boxes)}
    number = next(n for n in range(1, len(taken) + 2) if f"{_NEW_BOX}{n}" not in taken)
    box = DraftBox(f"{_NEW_BOX}{number}", "", "", label.value)
    at = next((n for n, each in enumerate(draft.boxes) if each.key == OFF_THE_RECORD), 0)
    return replace(draft, boxes=(*draft.boxes[:at], box, *draft.boxes[at:]))


def with_new_step(draft: Draft) -> Draft:
    """Add an empty step at the end."""
    taken = {step.id for step in draft.steps}
    number = next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)
    new = DraftStep(
        id=number, title="", minutes="5", short_minutes="", boxes=(), happens="", say=""
    )
    return replace(draft, steps=(*draft.steps, new))


def without_box(draft: Draft, key: str) -> Draft:
    """Take a box out, and out of the steps that use it; those of every board stay.

    A step that has no box with notes any more has no dots either: they go on notes.
    """
    if key in FIXED:
        return draft
    boxes = tuple(box for box in draft.boxes if box.key != key)
    noted = {box.key for box in boxes if box.label != Label.X.value}
    steps = (_without(step, key, noted) if key in step.boxes else step for step in draft.steps)
    return replace(draft, boxes=boxes, steps=tuple(steps))


def _without(step: DraftStep, key: str, noted: Collection[str]) -> DraftStep:
    left = tuple(each for each in step.boxes if each != key)
    dots = step.dots if any(each in noted for each in left) else ""
    return replace(step, boxes=left, dots=dots)


def without_step(draft: Draft, step_id: str) -> Draft:
    """Take a step out."""
    return replace(draft, steps=tuple(step for step in draft.steps if step.id != step_id))


def box_moved(draft: Draft, key: str, by: int) -> Draft:
    """Move a box one place; those of every board stay at their ends."""
    inner = [box for box in draft.boxes if not box.is_fixed]
    moved = iter(_moved(inner, [box.key for box in inner], key, by))
    boxes = tuple(box if box.is_fixed else next(moved) for box in draft.boxes)
    return replace(draft, boxes=boxes)


def step_moved(draft: Draft, step_id: str, by: int) -> Draft:
    """Move a step one place."""
    names = [step.id for step in draft.steps]
    return replace(draft, steps=tuple(_moved(draft.steps, names, step_id, by)))


def template_of_draft(draft: Draft, like: Template, known: Mapping[str, Zone]) -> Template:
    """Return the design that a draft would be; what is missing is empty, so it may be refused.

    `like` gives what the form does not ask: phase, use, code, version. `known` are the boxes of
    all versions and of the shipped design by their keys, with what the form does not ask of a box.
    """
    zones = tuple(_zones(draft.boxes, known))
    codes = {zone.key: zone.code for zone in zones}
    return replace(
        like,
        title=one_line(draft.name),
        meeting_kind=one_line(draft.name),
        purpose=one_line(draft.purpose),
        who=one_line(draft.who),
        zones=zones,
        steps=tuple(_step(step, codes) for step in draft.steps),
    )


def minutes_of(typed: str) -> int | None:
    """Read minutes, or dots; empty is 0, and None is not a number."""
    words = typed.strip()
    if not words:
        return 0
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 6 else None


def _moved(rows: Sequence[_Row], names: Sequence[str], name: str, by: int) -> list[_Row]:
    found = list(rows)
    if name in names:
        at = names.index(name)
        to = min(max(at + by, 0), len(found) - 1)
        found.insert(to, found.pop(at))
    return found


def _zones(boxes: Iterable[DraftBox], known: Mapping[str, Zone]) -> Iterable[Zone]:
    number = 0
    for box in boxes:
        number += 0 if box.is_fixed else 1
        was = known.get(box.key) or Zone(
            code="", title="", prompts=(), label=Label.H, at_most=Label.H
        )
        label = Label(box.label) if box.label in {each.value for each in Label} else was.label
        prompts = (one_line(line) for line in box.questions.splitlines())
        yield replace(
            was,
            code=box.key if box.is_fixed else f"Z{number}",
            key=box.key,
            title=one_line(box.title),
            prompts=tuple(prompt for prompt in prompts if prompt),
            label=label,
            # What comes back from earlier sessions is no held note: it lies beside Welcome then.
            takes_returns=was.takes_returns and label not in _WITHOUT_RETURNS,
        )


def _step(step: DraftStep, codes: Mapping[str, str]) -> Step:
    return Step(
        title=one_line(step.title),
        minutes=minutes_of(step.minutes) or 0,
        zones=tuple(codes[key] for key in step.boxes if key in codes),
        happens=one_line(step.happens),
        say=one_line(step.say),
        short_minutes=minutes_of(step.short_minutes) or 0,
        dots=minutes_of(step.dots) or 0,
    )
