"""The shipped designs against the method: minutes of every step, and the label of every box."""

import pytest

from plugin.convene.template_files import board_templates, known_templates, read_template
from plugin.domain.agreements import Agreement, Attribution, policy_for
from plugin.domain.labels import Label
from plugin.domain.templates import USES, Template

# What the method says: minutes of the steps in their order, and labels of Z1, Z2 and so on.
# A dash is a box for cards of ours: a note in it stays there.
METHOD = {
    "T1": ((5, 10, 10, 10, 10, 8, 7), "MSSSSHS"),
    "T2": ((10, 5, 8, 10, 15, 10, 17, 8, 17, 8, 7, 5), "HMSSSSS"),
    "T3": ((10, 10, 7, 28, 8, 28, 14, 8, 5, 2), "MHMHMMMH"),
    "T4": ((5, 8, 10, 7, 7, 5, 3), "HHHSMSM"),
    "T5": ((10, 15, 5, 35, 35, 35, 10, 5), "MHHHHMM"),
    "T6": ((7, 12, 15, 14, 9, 3), "MMMM"),
    "T6b": ((5, 7, 8, 6, 4), "MM-MS"),
    "T7": ((7, 12, 25, 12, 10, 12, 8, 4), "HMMMM"),
    "T8": ((8, 15, 7, 20, 15, 10, 15, 12, 10, 5, 3), "SMMMMMMSS"),
    "T9": ((5, 5, 10, 20, 8, 7, 5), "XXXXHHX"),
    "T10": ((7, 10, 15, 10, 12, 18, 8, 6, 4), "-MMMMSM"),
    "T11": ((8, 15, 15, 17, 10, 12, 12, 15, 10, 6), "HSSSSSS"),
    "T12": ((5, 12, 8, 8, 8, 4), "XXXXXS"),
    "T13": ((15, 20, 15, 15, 10, 25, 25, 15, 10), "MHMMMMMM"),
    "T14": ((5, 12, 18, 20, 8, 7, 5), "MMMMMMS"),
    "T15": ((2, 2, 2, 2, 2), ""),
    "T16": ((15, 15, 15, 15, 10, 5), "MHMSX"),
}
# The first five are the method's own; the others are ours.
SHORT = {
    **{"T1": 30, "T2": 75, "T3": 75, "T4": 10, "T5": 75, "T6": 30, "T6b": 15, "T7": 60, "T8": 75},
    **{"T9": 40, "T10": 60, "T11": 75, "T12": 30, "T13": 90, "T14": 45, "T15": 5, "T16": 45},
}
TOTALS = {
    **{"T1": 60, "T2": 120, "T3": 120, "T4": 45, "T5": 150, "T6": 60, "T6b": 30, "T7": 90},
    **{"T8": 120, "T9": 60, "T10": 90, "T11": 120, "T12": 45, "T13": 150, "T14": 75},
    **{"T15": 10, "T16": 75},
}
LEFT_OUT_OF_SHORT = {
    "T1": {"Z2", "Z3", "Z5", "Z6"},
    "T2": {"Z5"},
    "T4": {"Z2", "Z4", "Z5", "Z7"},
    "T6b": {"Z3"},
    "T8": {"Z7"},
    "T10": {"Z4"},
    "T11": {"Z4"},
}
WHERE_NOTHING_IS_KEPT = [
    *(("T9", f"Z{number}") for number in (1, 2, 3, 4, 7)),
    *(("T12", f"Z{number}") for number in (1, 2, 3, 4, 5)),
    ("T12", "ZC"),
    ("T16", "Z5"),
]
# The method says which words stay out of what people read.
AVOIDED = ("boundary object", "harvest", "stakeholder", "data subject", "insight", "pragmatic")
EVERY = [pytest.param(each, id=each.code) for each in known_templates()]
WITH_BOARD = [pytest.param(each, id=each.code) for each in board_templates()]


def test_all_sixteen_are_there_with_the_review_before() -> None:
    assert [template.code for template in known_templates()] == list(METHOD)
    assert {template.use for template in known_templates()} == set(USES)


@pytest.mark.parametrize("template", EVERY)
def test_a_design_keeps_the_minutes_of_the_method(template: Template) -> None:
    minutes, _ = METHOD[template.code]

    assert tuple(step.minutes for step in template.steps) == minutes
    assert template.minutes == TOTALS[template.code]


@pytest.mark.parametrize("template", EVERY)
def test_a_design_has_a_short_form(template: Template) -> None:
    short = template.in_short

    assert 0 < template.short_minutes < template.minutes
    assert short.minutes == template.short_minutes == SHORT[template.code]
    left_out = {zone.code for zone in template.zones} - {zone.code for zone in short.zones}
    assert left_out == LEFT_OUT_OF_SHORT.get(template.code, set())
    assert {code for step in short.steps for code in step.zones} <= {
        zone.code for zone in short.zones
    }


@pytest.mark.parametrize("template", WITH_BOARD)
def test_every_box_has_the_label_of_the_method(template: Template) -> None:
    _, labels = METHOD[template.code]

    numbered = template.zones[1:-2]
    assert "".join(zone.label.value for zone in numbered) == labels.replace("-", "X")
    assert template.zones[0].label is template.zones[-2].label is Label.X
    assert template.zones[-1].label is (Label.X if template.code == "T12" else Label.H)


@pytest.mark.parametrize("template", WITH_BOARD)
def test_a_step_uses_every_box_that_is_written_in(template: Template) -> None:
    used = {code for step in template.steps for code in step.zones}

    assert {zone.code for zone in template.zones[1:-2]} <= used


@pytest.mark.parametrize("template", WITH_BOARD)
def test_a_box_that_is_kept_says_what_its_notes_become(template: Template) -> None:
    kept = [zone for zone in template.zones if zone.label in (Label.M, Label.S)]

    assert [zone.code for zone in kept if "note" in (zone.becomes, zone.kind)] == []


@pytest.mark.parametrize(("code", "zone"), WHERE_NOTHING_IS_KEPT)
@pytest.mark.parametrize("label", [Label.H, Label.M, Label.S])
def test_no_agreement_opens_a_box_that_stays_here(code: str, zone: str, label: Label) -> None:
    agreement = Agreement(1, {code: {zone: label}}, Attribution.ROLE)

    assert policy_for(read_template(code), agreement).labels[zone] is Label.X
    assert policy_for(read_template(code), None).labels[zone] is Label.X


def test_reflecting_alone_has_questions_and_no_board() -> None:
    template = read_template("T15")

    assert (template.has_board, template.zones) == (False, ())
    assert [step.say for step in template.steps][:4] == [
        "What happened?",
        "What did I make of it?",
        "What did I feel?",
        "What might I be missing?",
    ]


@pytest.mark.parametrize("template", EVERY)
def test_sentences_are_short(template: Template) -> None:
    said = [template.purpose, *(step.say for step in template.steps)]

    for sentence in (part for text in said for part in text.replace("?", ".").split(". ")):
        assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("template", EVERY)
def test_words_that_people_do_not_use_are_not_used(template: Template) -> None:
    said = [template.purpose, template.who, template.hint, template.title, template.meeting_kind]
    said += [part for step in template.steps for part in (step.title, step.happens, step.say)]
    said += [part for zone in template.zones for part in (zone.title, *zone.prompts)]
    words = " ".join(said).lower()

    assert [each for each in AVOIDED if each in words] == []
