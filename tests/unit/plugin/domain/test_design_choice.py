from itertools import product

import pytest

from plugin.convene.template_files import known_templates
from plugin.domain.design_choice import QUESTIONS, is_answered, recommend

ANSWERS = [
    dict(zip((question.key for question in QUESTIONS), values, strict=True))
    for values in product(*([value for value, _ in question.answers] for question in QUESTIONS))
]
COMMUNITY = {"shared": "yes", "must_share": "yes", "authorised": "yes", "each_acts": "no"}


def test_every_answer_leads_to_designs_that_are_here_and_says_why() -> None:
    known = {template.code for template in known_templates()}

    for answers, has_agreement in product(ANSWERS, (True, False)):
        found = recommend(answers, has_agreement=has_agreement)
        assert found.codes
        assert set(found.codes) <= known
        assert found.why.endswith(".")


@pytest.mark.parametrize(
    ("changed", "has_agreement", "first"),
    [
        ({}, True, "T3"),
        ({}, False, "T2"),
        ({"authorised": "no"}, True, "T1"),
        ({"must_share": "no"}, True, "T8"),
        ({"shared": "no"}, True, "T15"),
        ({"shared": "no", "must_share": "no", "each_acts": "yes"}, True, "T5"),
        ({"each_acts": "yes", "ends": "solved"}, True, "T5"),
        ({"ends": "done"}, True, "T6b"),
        ({"ends": "partnership"}, True, "T11"),
    ],
)
def test_the_form_that_fits_is_recommended(
    changed: dict[str, str], has_agreement: bool, first: str
) -> None:
    answers = {**COMMUNITY, "ends": "goes on", **changed}

    assert recommend(answers, has_agreement=has_agreement).codes[0] == first


def test_five_questions_are_asked_and_all_want_an_answer() -> None:
    assert len(QUESTIONS) == 5
    assert all(is_answered(answers) for answers in ANSWERS)
    for question in QUESTIONS:
        assert not is_answered({**ANSWERS[0], question.key: ""})
        assert not is_answered({**ANSWERS[0], question.key: "perhaps"})
