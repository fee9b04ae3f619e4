"""What changed between two versions of a design is said in words that members understand."""

from dataclasses import replace

import pytest

from plugin.convene.template_files import known_templates, read_template
from plugin.domain.design_differences import differences
from plugin.domain.design_drafts import (
    DOWN,
    Draft,
    box_moved,
    draft_of,
    step_moved,
    template_of_draft,
    with_new_box,
    with_new_step,
    without_box,
    without_step,
)
from plugin.domain.labels import Label
from plugin.domain.templates import Template

T3 = read_template("T3")
KEYED = replace(
    T3,
    code="Gx.1",
    base="T3",
    zones=tuple(replace(zone, key=zone.code, at_most=zone.label) for zone in T3.zones),
)


def after(draft: Draft) -> Template:
    return template_of_draft(draft, KEYED, {zone.key: zone for zone in KEYED.zones})


@pytest.mark.parametrize("template", known_templates(), ids=lambda each: each.code)
def test_a_design_that_is_only_opened_is_the_same(template: Template) -> None:
    keyed = replace(template, zones=tuple(replace(each, key=each.code) for each in template.zones))
    again = template_of_draft(draft_of(keyed), keyed, {zone.key: zone for zone in keyed.zones})

    assert differences(keyed, again) == ()
    assert again == replace(keyed, title=keyed.meeting_kind)


def test_each_change_has_a_sentence() -> None:
    draft = draft_of(KEYED)
    first, second, *rest = draft.steps
    boxes = tuple(
        replace(box, title="Doubts", questions=f"{box.questions}\nWhy?", label="H")
        if box.key == "Z3"
        else box
        for box in draft.boxes
    )
    changed = replace(
        draft,
        name="Ours",
        boxes=boxes,
        steps=(replace(first, title="Arriving", minutes="25", dots="3"), second, *rest),
    )
    was = KEYED.zone("Z3")
    assert was is not None

    said = differences(KEYED, after(changed))

    assert said == (
        f"The title is now “Ours”, before “{T3.meeting_kind}”.",
        f"The session now takes {T3.minutes - T3.steps[0].minutes + 25} minutes, "
        f"before {T3.minutes}.",
        f"Box “{was.title}” is now called “Doubts”.",
        "Notes in box “Doubts” are now “Held”, before “Kept”.",
        "Box “Doubts” now asks: “Why?”",
        f"Step “{first.title}” is now called “Arriving”.",
        f"Step “Arriving” now takes 25 minutes, before {first.minutes}.",
        "In step “Arriving” each person now has 3 dots to put on notes.",
    )


def test_boxes_and_steps_come_go_and_move() -> None:
    draft = draft_of(KEYED)
    steps = [step.title for step in draft.steps]
    new_box = with_new_box(draft, (), Label.H)
    titled = replace(
        new_box,
        boxes=tuple(
            replace(box, title="Ours", questions="What?") if box.key == "N1" else box
            for box in new_box.boxes
        ),
    )

    assert differences(KEYED, after(titled)) == ("Box “Ours” is new. Its notes: Held.",)
    assert "Box “Ours” is taken out." in differences(after(titled), KEYED)
    gone = without_box(draft, "Z2")
    assert f"Box “{T3.zones[2].title}” is taken out." in differences(KEYED, after(gone))
    moved = differences(KEYED, after(box_moved(draft, "Z1", DOWN)))
    assert len(moved) == 1
    assert moved[0].startswith(
        f"The boxes are in another order: “Welcome”, “{T3.zones[2].title}”, “{T3.zones[1].title}”"
    )
    (order,) = differences(KEYED, after(step_moved(draft, draft.steps[0].id, DOWN)))
    assert order.startswith(f"The steps are in another order: “{steps[1]}”, “{steps[0]}”")
    assert any(
        "is new and takes 5 minutes" in each
        for each in differences(KEYED, after(with_new_step(draft)))
    )
    out = differences(KEYED, after(without_step(draft, draft.steps[-1].id)))
    assert f"Step “{steps[-1]}” is taken out." in out


def test_a_moved_box_keeps_its_name_and_its_steps() -> None:
    moved = after(box_moved(draft_of(KEYED), "Z1", DOWN))

    assert [zone.code for zone in moved.zones] == [zone.code for zone in KEYED.zones]
    assert [zone.key for zone in moved.zones][:3] == ["Z0", "Z2", "Z1"]
    for was, now in zip(KEYED.steps, moved.steps, strict=True):
        before = {zone.title for zone in KEYED.zones if zone.code in was.zones}
        assert {zone.title for zone in moved.zones if zone.code in now.zones} == before
