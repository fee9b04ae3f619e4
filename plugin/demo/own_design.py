"""The group makes a design its own before it meets again: a first version, then a change."""

from __future__ import annotations

from dataclasses import replace

from plugin.convene.group_designs import edit_design, make_ours, save_new, save_version
from plugin.demo.context import DemoContext
from plugin.domain.design_differences import differences
from plugin.domain.design_drafts import draft_of, with_new_box
from plugin.domain.labels import Label
from plugin.domain.templates import Template

_LIKE, _PRESS = "T3", "the demo"
_TITLE, _BOX, _QUESTION = "Stories and doubts, our way", "Tried since", "What did you try since?"
_LONGER_STEP, _MINUTES = "Returns", "15"


def make_own_design(demo_context: DemoContext) -> Template:
    """Return the design that the group made its own, in its second version."""
    services, sam = demo_context.services, demo_context.company.facilitator
    group, narrator = demo_context.company.community.id, demo_context.narrator
    begun = make_ours(services, sam, group, _LIKE, _PRESS)
    draft = replace(draft_of(begun.like), name=_TITLE)
    first = save_new(services, sam, group, _LIKE, _PRESS, draft)
    narrator.say(f"Sam makes the design the group's own: “{first.meeting_kind}”.")
    editing = edit_design(services, sam, group, first.design_id)
    more = with_new_box(draft_of(editing.like), editing.known.keys(), Label.H)
    boxes = (
        box if box.title else replace(box, title=_BOX, questions=_QUESTION) for box in more.boxes
    )
    steps = (
        replace(step, minutes=_MINUTES) if step.title == _LONGER_STEP else step
        for step in more.steps
    )
    changed = replace(more, boxes=tuple(boxes), steps=tuple(steps))
    second = save_version(services, sam, group, first.design_id, changed, editing.version)
    said = differences(first, second)
    narrator.say(f"Members read what version {second.version} changed: {' '.join(said)}")
    demo_context.report.designs = {"own": 1, "versions": second.version, "differences": len(said)}
    return second
